import type { Json, JsonObject } from '../../json.ts'
import type { DocumentNode, SurveyedDocument } from '../closed/survey.ts'
import type { ClassName } from '../closed/tables.ts'

/** The place of one object in all documents of one structure. */
export interface NodePlace {
  readonly class: ClassName
  /** number of the parent; -1 for the document itself */
  readonly parent: number
  readonly member: string
  readonly position: number
}

const nothing: readonly DocumentNode[] = []

/** A document of known structure as the rules look at it: an object becomes a node when a rule asks for its class. */
export class Again implements SurveyedDocument {
  readonly kind: SurveyedDocument['kind']
  readonly vcdm: SurveyedDocument['vcdm']
  readonly purpose: SurveyedDocument['purpose']
  readonly root: DocumentNode
  readonly irregularities: SurveyedDocument['irregularities'] = []
  readonly #places: readonly NodePlace[]
  readonly #byClass: ReadonlyMap<ClassName, readonly number[]>
  readonly #nodes: (DocumentNode | undefined)[]

  constructor(
    document: JsonObject,
    { kind, vcdm, purpose }: Pick<SurveyedDocument, 'kind' | 'vcdm' | 'purpose'>,
    places: readonly NodePlace[],
    byClass: ReadonlyMap<ClassName, readonly number[]>,
  ) {
    this.kind = kind
    this.vcdm = vcdm
    this.purpose = purpose
    this.#places = places
    this.#byClass = byClass
    this.root = { value: document, class: (places[0] as NodePlace).class, parent: undefined, member: '', position: -1 }
    this.#nodes = [this.root]
  }

  nodes(name: ClassName): readonly DocumentNode[] {
    return this.#byClass.get(name)?.map((number) => this.#node(number)) ?? nothing
  }

  #node(number: number): DocumentNode {
    const known = this.#nodes[number]
    if (known !== undefined) return known
    const { class: className, parent: above, member, position } = this.#places[number] as NodePlace
    const parent = this.#node(above)
    const found = parent.value[member] as Json
    const value = (position < 0 ? found : (found as Json[])[position]) as JsonObject
    const node = { value, class: className, parent, member, position }
    this.#nodes[number] = node
    return node
  }
}
