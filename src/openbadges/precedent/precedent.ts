import type { Json, JsonObject } from '../../json.ts'
import { type DocumentNode, type Surveyed, type SurveyedDocument, type SurveyTrace, survey } from '../closed/survey.ts'
import type { ClassName } from '../closed/tables.ts'
import type { ValueForm } from '../closed/values.ts'
import { kindOf } from '../kind.ts'
import { rulesFor } from '../rules/all-rules.ts'
import type { Rule } from '../rules/rule.ts'
import { Again, type NodePlace } from './again.ts'
import { type Layout, layoutOf } from './layout.ts'
import { Reads } from './reads.ts'
import { Walk } from './walk.ts'

/** Under which a document was judged. */
export interface Circumstances extends Pick<SurveyedDocument, 'kind' | 'vcdm' | 'purpose'> {
  jwtClaims: boolean
}

/** Who looks at one text of the document, besides whoever looks at its structure. */
interface TextUse {
  /** decides how the document is read, so that with another text there all is different */
  decides: boolean
  form: ValueForm | undefined
  rules: Rule[]
  /** the lists in which it may not occur twice, as numbers of their texts */
  lists: (readonly number[])[]
}

/** So many texts may differ, and so many rules be asked again; beyond that, reading the document anew is as fast. */
const mostChanged = 48
const mostRules = 8

/**
 * A document that keeps every rule, from which follows that others do that differ from it in some texts only: those that differ are held to
 * their form again, and the rules that look at them are asked again. Everything else is what it was.
 *
 * It says yes or nothing; what breaks a rule is found by reading the document (`survey.ts`).
 */
export class Precedent {
  readonly circumstances: Circumstances
  readonly #layout: Layout
  readonly #uses: readonly TextUse[]
  readonly #places: readonly NodePlace[]
  readonly #byClass: ReadonlyMap<ClassName, readonly number[]>
  readonly #rootId: number | undefined
  /** texts that are the id of something that may not be the document itself (SECURITY L3) */
  readonly #otherIds: readonly number[]
  readonly #walk: Walk
  readonly #due: Rule[] = []
  #isBroken = false
  readonly #report = (): void => {
    this.#isBroken = true
  }

  private constructor(circumstances: Circumstances, layout: Layout, study: Study) {
    this.circumstances = circumstances
    this.#layout = layout
    this.#uses = study.uses
    this.#places = study.places
    this.#byClass = study.byClass
    this.#rootId = layout.places.get(layout.tree)?.get('id')
    this.#otherIds = study.otherIds
    this.#walk = new Walk(layout.texts, mostChanged)
  }

  /**
   * @param document - which keeps all rules under these circumstances
   * @returns `undefined` for one that is no use as a precedent
   */
  static of(document: JsonObject, circumstances: Circumstances): Precedent | undefined {
    const layout = layoutOf(document)
    if (layout === undefined) return undefined
    const study = new Study(layout, circumstances)
    return study.isGood ? new Precedent(circumstances, layout, study) : undefined
  }

  /** Whether the document keeps all rules because this one does; false says nothing. */
  covers(document: JsonObject): boolean {
    const walk = this.#walk
    const covered = walk.along(this.#layout.root, document) && this.#formsHold() && this.#idsDiffer() && this.#rulesHold(document)
    walk.reset()
    this.#due.length = 0
    return covered
  }

  #formsHold(): boolean {
    const { changed, texts } = this.#walk
    for (let place = 0; place < changed.length; place++) {
      const number = changed[place] as number
      const { decides, form, rules, lists } = this.#uses[number] as TextUse
      if (decides || (form !== undefined && !form.test(texts[number] as string))) return false
      for (const list of lists) if (!allDiffer(list, texts)) return false
      for (const rule of rules) if (!this.#due.includes(rule)) this.#due.push(rule)
    }
    return this.#due.length <= mostRules
  }

  #idsDiffer(): boolean {
    if (this.#rootId === undefined) return true
    const { texts } = this.#walk
    const root = texts[this.#rootId]
    for (const id of this.#otherIds) if (texts[id] === root) return false
    return true
  }

  #rulesHold(document: JsonObject): boolean {
    if (this.#due.length === 0) return true
    const again = new Again(document, this.circumstances, this.#places, this.#byClass)
    this.#isBroken = false
    for (const rule of this.#due) rule.check(again, this.#report)
    return !this.#isBroken
  }
}

const allDiffer = (list: readonly number[], texts: readonly string[]): boolean =>
  list.length === 2
    ? texts[list[0] as number] !== texts[list[1] as number]
    : new Set(list.map((number) => texts[number])).size === list.length

/** Reads a document once more, and finds out who looks at which of its texts. */
class Study implements SurveyTrace {
  readonly uses: TextUse[]
  readonly places: NodePlace[] = []
  readonly byClass = new Map<ClassName, number[]>()
  readonly otherIds: number[] = []
  isGood = true
  readonly #layout: Layout
  readonly #reads: Reads

  constructor(layout: Layout, circumstances: Circumstances) {
    this.#layout = layout
    this.#reads = new Reads(layout.places)
    this.uses = layout.texts.map(() => ({ decides: false, form: undefined, rules: [], lists: [] }))
    this.#studyKind()
    const surveyed = survey(layout.tree, { ...circumstances, trace: this })
    if (surveyed.irregularities.length > 0) this.isGood = false
    else this.#studyRules(surveyed)
  }

  tested(holder: object, key: string | number, form: ValueForm): void {
    const text = this.#textAt(holder, String(key))
    if (text !== undefined) this.#useOf(text).form = form
  }

  mustDiffer(list: readonly Json[]): void {
    const ids = list.map((item, place) =>
      typeof item === 'object' && item !== null ? this.#textAt(item, 'id') : this.#textAt(list, String(place)),
    )
    const texts = ids.filter((text) => text !== undefined)
    for (const text of texts) this.#useOf(text).lists.push(texts)
  }

  mayNotRepeatRoot({ value }: DocumentNode): void {
    const id = this.#textAt(value, 'id')
    if (id !== undefined) this.otherIds.push(id)
  }

  decidesClass(value: JsonObject): JsonObject {
    this.#reads.note = this.#deciding
    return this.#reads.view(value)
  }

  readonly #deciding = (text: number): void => {
    this.#useOf(text).decides = true
  }

  /** The contexts and what makes the document one of its kind. */
  #studyKind(): void {
    this.#reads.note = this.#deciding
    const document = this.#reads.view(this.#layout.tree)
    kindOf(document)
    JSON.stringify(document['@context'])
  }

  #studyRules(surveyed: Surveyed): void {
    const { kind, vcdm, purpose } = surveyed
    this.#place(surveyed)
    const viewed = new Again(this.#reads.view(this.#layout.tree), { kind, vcdm, purpose }, this.places, this.byClass)
    const report = (): void => {
      this.isGood = false
    }
    for (const rule of rulesFor(purpose)) {
      this.#reads.note = (text) => {
        const { rules } = this.#useOf(text)
        if (!rules.includes(rule)) rules.push(rule)
      }
      rule.check(viewed, report)
    }
  }

  /** Numbers the nodes, each after its parent. */
  #place(surveyed: Surveyed): void {
    const numbers = new Map<DocumentNode, number>()
    const numberOf = (node: DocumentNode): number => {
      const known = numbers.get(node)
      if (known !== undefined) return known
      const parent = node.parent === undefined ? -1 : numberOf(node.parent)
      this.places.push({ class: node.class, parent, member: node.member, position: node.position })
      numbers.set(node, this.places.length - 1)
      return this.places.length - 1
    }
    numberOf(surveyed.root)
    for (const [name, nodes] of surveyed.byClass()) this.byClass.set(name, nodes.map(numberOf))
  }

  #textAt(holder: object, key: string): number | undefined {
    return this.#layout.places.get(holder)?.get(key)
  }

  #useOf(text: number): TextUse {
    return this.uses[text] as TextUse
  }
}
