import type { Json, JsonObject } from '../../json.ts'
import { type KnownNode, KnownParts } from './known-parts.ts'
import { listAndRecordClasses } from './list-and-record-classes.ts'
import { type DataModel, openBadgeClasses } from './open-badge-classes.ts'
import type { ClassName, ClassTable, Member } from './tables.ts'
import type { ValueForm } from './values.ts'

/** One object of a document, with its class and its place. */
export interface DocumentNode {
  readonly value: JsonObject
  readonly class: ClassName
  readonly parent: DocumentNode | undefined
  /** member of the parent, and the position there if the member is a list (else -1) */
  readonly member: string
  readonly position: number
}

/** Something that the closed schema refuses, found while the document was read; reported under the rule named. */
export interface Irregularity {
  readonly rule: string
  readonly node: DocumentNode
  readonly member: string | undefined
  readonly message: string
}

export type DocumentKind = 'open-badge-3' | 'endorsement' | 'clr-2' | 'status-list'

/** A document read once: its objects by class, so that a rule visits only what it is about. */
export interface SurveyedDocument {
  readonly root: DocumentNode
  readonly kind: DocumentKind
  readonly vcdm: DataModel
  /** `issue`: the strict form that we write; `verify`: what the specification lets others write */
  readonly purpose: 'issue' | 'verify'
  nodes(name: ClassName): readonly DocumentNode[]
  readonly irregularities: readonly Irregularity[]
}

/** With all its nodes at once. */
export interface Surveyed extends SurveyedDocument {
  byClass(): ReadonlyMap<ClassName, readonly DocumentNode[]>
}

const compile = (version: DataModel): Map<ClassName, ClassTable> =>
  new Map([...openBadgeClasses(version), ...listAndRecordClasses(version)].map((entry) => [entry.name, entry]))

const compiled: { [version in DataModel]: Map<ClassName, ClassTable> } = { '1.1': compile('1.1'), '2.0': compile('2.0') }

const knownParts: { [version in DataModel]: { [purpose in 'issue' | 'verify']: KnownParts } } = {
  '1.1': { issue: new KnownParts(), verify: new KnownParts() },
  '2.0': { issue: new KnownParts(), verify: new KnownParts() },
}

const rootClasses: { [kind in DocumentKind]: ClassName } = {
  'open-badge-3': 'AchievementCredential',
  endorsement: 'EndorsementCredential',
  'clr-2': 'ClrCredential',
  'status-list': 'StatusListCredential',
}

/** Claims by which a JWT repeats members of the credential that is its payload (JW-2). */
const jwtClaims = new Set(['iss', 'jti', 'sub', 'nbf', 'exp', 'iat', 'aud'])

/** Classes that share describing members with a credential. */
const describedClasses = new Set<ClassName>(['Achievement', 'Evidence', 'Profile', 'RelatedResource'])

/** Deeper than any conforming document; the reader's own limit is lower (SECURITY (b), step 4). */
const MAX_DEPTH = 40

const none: readonly DocumentNode[] = []

export interface SurveyOptions {
  kind: DocumentKind
  vcdm: DataModel
  purpose: 'issue' | 'verify'
  /** the document is the payload of a JWT and may repeat members as claims */
  jwtClaims: boolean
  trace?: SurveyTrace
}

/** Is told of every text whose content a reading looks at, so that the same can be asked again of other texts at the same places. */
export interface SurveyTrace {
  /** the value in this place is held to a form */
  tested(holder: object, key: string | number, form: ValueForm): void
  /** no two items of this list may say the same thing */
  mustDiffer(list: readonly Json[]): void
  /** the id of this node may not be that of the document */
  mayNotRepeatRoot(node: DocumentNode): void
  /** the content of this object decides about its class; @returns what is to be looked at in its stead */
  decidesClass(value: JsonObject): JsonObject
}

/** One reading of one document. A class, because five functions share its state. */
class Survey implements Surveyed {
  readonly kind: DocumentKind
  readonly vcdm: DataModel
  readonly purpose: 'issue' | 'verify'
  readonly root: DocumentNode
  readonly irregularities: Irregularity[] = []
  readonly #byClass = new Map<ClassName, DocumentNode[]>()
  readonly #tables: Map<ClassName, ClassTable>
  readonly #claims: boolean
  readonly #known: KnownParts
  readonly #trace: SurveyTrace | undefined
  /** the nodes of the outermost frozen part that is being read for the first time */
  #part: DocumentNode[] | undefined

  constructor(document: JsonObject, options: SurveyOptions) {
    this.kind = options.kind
    this.vcdm = options.vcdm
    this.purpose = options.purpose
    this.#claims = options.jwtClaims
    this.#tables = compiled[options.vcdm]
    this.#known = knownParts[options.vcdm][options.purpose]
    this.#trace = options.trace
    this.root = { value: document, class: rootClasses[options.kind], parent: undefined, member: '', position: -1 }
    this.#visit(this.root, 0)
  }

  nodes(name: ClassName): readonly DocumentNode[] {
    return this.#byClass.get(name) ?? none
  }

  byClass(): ReadonlyMap<ClassName, readonly DocumentNode[]> {
    return this.#byClass
  }

  #found(rule: string, node: DocumentNode, member: string | undefined, message: string): void {
    this.irregularities.push({ rule, node, member, message })
  }

  #visit(node: DocumentNode, depth: number): void {
    if (node.parent === undefined || this.#part !== undefined || !Object.isFrozen(node.value)) this.#read(node, depth)
    else if (!this.#readAgain(node, depth)) this.#readPart(node, depth)
  }

  /** Reads a frozen part, and remembers it if nothing in it is irregular: it can be part of many documents. */
  #readPart(node: DocumentNode, depth: number): void {
    const before = this.irregularities.length
    const nodes: DocumentNode[] = []
    this.#part = nodes
    this.#read(node, depth)
    this.#part = undefined
    if (this.irregularities.length === before) this.#known.keep(nodes)
  }

  /** Comes upon the nodes of a part as they were read before. What depends on the document around it is looked at again: depth and root. */
  #readAgain(part: DocumentNode, depth: number): boolean {
    const known = this.#known.find(part.value, part.class)
    if (known === undefined) return false
    const nodes: DocumentNode[] = []
    for (let place = 0; place < known.length; place++) {
      const { value, class: className, parent, member, position, depth: below } = known[place] as KnownNode
      const node = parent < 0 ? part : { value, class: className, parent: nodes[parent], member, position }
      nodes.push(node)
      this.#enter(node, depth + below)
    }
    return true
  }

  /** @returns false where nothing below is read */
  #enter(node: DocumentNode, depth: number): boolean {
    const known = this.#byClass.get(node.class)
    if (known === undefined) this.#byClass.set(node.class, [node])
    else known.push(node)
    if (depth > MAX_DEPTH) {
      this.#found('DM-30', node, undefined, 'is nested too deeply')
      return false
    }
    if (node.parent !== undefined && this.#repeatsRoot(node)) {
      this.#found('L3', node, 'id', 'is that of the document itself, whose members could be moved here')
    }
    return true
  }

  #read(node: DocumentNode, depth: number): void {
    const table = this.#tables.get(node.class) as ClassTable
    this.#part?.push(node)
    if (!this.#enter(node, depth)) return
    for (const name in node.value) {
      const member = table.members.get(name)
      if (member !== undefined && (!member.foreign || this.purpose === 'verify')) this.#value(node, table, name, member, depth)
      else if (!(this.#claims && node.parent === undefined && jwtClaims.has(name))) this.#unknown(node, name)
    }
  }

  /**
   * Whether a node inside is, in the RDF, the document itself; then `name` here and `name` at the top are statements about one thing and could be
   * exchanged under the signature. Where nothing of the kind can stand, as in the subject of an endorsement or a refresh service, the id may return.
   */
  #repeatsRoot(node: DocumentNode): boolean {
    if (!describedClasses.has(node.class)) return false
    this.#trace?.mayNotRepeatRoot(node)
    const id = node.value['id']
    return id !== undefined && id === this.root.value['id']
  }

  /** A member that the class does not have: named by the trick that it could be. */
  #unknown(node: DocumentNode, name: string): void {
    if (name === '@context') this.#found('L5', node, name, 'is a context below the top, other than that of an embedded credential')
    else if (name.startsWith('@')) this.#found('L4', node, name, 'is a JSON-LD keyword, which may not stand in a signed document')
    else if (name === '__proto__' || name === 'constructor' || name === 'prototype') this.#found('L4', node, name, 'is not a member name')
    else if (name.includes(':')) this.#found('L3', node, name, 'is a full or compact IRI; members are written by their terms')
    else if (name === 'verifiableCredential') this.#found('BK-1', node, name, 'a document holds one credential')
    else this.#found('DM-30', node, name, `is not a member of ${node.class}`)
  }

  #value(node: DocumentNode, table: ClassTable, name: string, member: Member, depth: number): void {
    const value = node.value[name] as Json
    if (value === null) {
      this.#found('DM-28', node, name, 'is null; what has no value is left out')
    } else if (member.opaque === true) {
      // judged by its own rules
    } else if (Array.isArray(value)) {
      this.#list(node, table, name, member, value, depth)
    } else {
      if (member.many && !member.singleIssued && this.purpose === 'issue') this.#found('DM-29', node, name, 'is a list, also with one item')
      this.#single(node, table, name, member, value, -1, depth)
    }
  }

  #list(node: DocumentNode, table: ClassTable, name: string, member: Member, list: Json[], depth: number): void {
    if (list.length === 0) {
      this.#found('DM-28', node, name, 'is an empty list; what has no value is left out')
      return
    }
    if (!member.many) {
      this.#found(table.rule, node, name, 'has one value and is not a list')
      return
    }
    for (let position = 0; position < list.length; position++) {
      const item = list[position] as Json
      if (item === null) this.#found('DM-28', node, name, 'holds null')
      else this.#single(node, table, name, member, item, position, depth)
    }
    if (list.length < 2 || member.ordered) return
    this.#trace?.mustDiffer(list)
    if (hasTwins(list)) {
      this.#found('L3', node, name, 'says the same thing twice; in the signed form it would stand there once')
    }
  }

  #single(node: DocumentNode, table: ClassTable, name: string, member: Member, value: Json, position: number, depth: number): void {
    if (member.node !== undefined && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const className = typeof member.node === 'function' ? member.node(this.#trace?.decidesClass(value) ?? value) : member.node
      this.#visit({ value, class: className, parent: node, member: name, position }, depth + 1)
    } else if (member.form === undefined) {
      this.#found(table.rule, node, name, 'must be an object')
    } else {
      if (position < 0) this.#trace?.tested(node.value, name, member.form)
      else this.#trace?.tested(node.value[name] as Json[], position, member.form)
      if (!member.form.test(value)) this.#found(member.rule ?? table.rule, node, name, `must be ${member.form.expected}`)
    }
  }
}

/** Whether a set holds two equal texts, or two objects with one id. */
const hasTwins = (list: Json[]): boolean => {
  const seen = new Set<string>()
  for (const item of list) {
    const key = typeof item === 'string' ? item : typeof item === 'object' && item !== null && !Array.isArray(item) ? item['id'] : undefined
    if (typeof key !== 'string') continue
    if (seen.has(key)) return true
    seen.add(key)
  }
  return false
}

/**
 * Reads a document along the closed schema of its kind (SECURITY (b), step 6): every member known, every value of its form, nothing that
 * could say the same thing to the signature and another to the reader.
 *
 * @param document - within the limits of depth and nodes that its reader sets
 */
export const survey = (document: JsonObject, options: SurveyOptions): Surveyed => new Survey(document, options)

/** The place of a node, or of one of its members, as a JSON pointer (RFC 6901). */
export const pointerTo = (node: DocumentNode, member?: string): string => {
  const tail = member === undefined ? '' : `/${member.replace(/~/g, '~0').replace(/\//g, '~1')}`
  if (node.parent === undefined) return tail
  const position = node.position < 0 ? '' : `/${node.position}`
  return `${pointerTo(node.parent)}/${node.member}${position}${tail}`
}
