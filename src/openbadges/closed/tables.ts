import type { Json, JsonObject } from '../../json.ts'
import { text, type ValueForm } from './values.ts'

/** The classes whose objects may stand in a document. */
export type ClassName =
  | 'AchievementCredential'
  | 'EndorsementCredential'
  | 'StatusListCredential'
  | 'ClrCredential'
  | 'AchievementSubject'
  | 'EndorsementSubject'
  | 'StatusListIssuer'
  | 'StatusListSubject'
  | 'ClrSubject'
  | 'Association'
  | 'ContainedCredential'
  | 'Achievement'
  | 'Criteria'
  | 'Alignment'
  | 'Related'
  | 'ResultDescription'
  | 'RubricCriterionLevel'
  | 'Result'
  | 'Evidence'
  | 'Profile'
  | 'Address'
  | 'GeoCoordinates'
  | 'IdentifierEntry'
  | 'IdentityObject'
  | 'Image'
  | 'BitstringStatusListEntry'
  | 'StatusList2021Entry'
  | 'OtherStatus'
  | 'StatusMessage'
  | 'CredentialSchema'
  | 'RefreshService'
  | 'TermsOfUse'
  | 'RelatedResource'
  | 'DataIntegrityProof'
  | 'OtherProof'

/** What one member of a class may be. */
export interface Member {
  /** leaf value; together with `node` either of them */
  readonly form?: ValueForm
  /** object of this class, or of the class that its content decides */
  readonly node?: ClassName | ((value: JsonObject) => ClassName)
  /** the rule under which a value of the wrong form is reported, where it is not that of the class */
  readonly rule?: string
  /** any value: it is judged as a document of its own, or by a rule */
  readonly opaque?: true
  /** 0..* or 1..*: a list, or a single value for a list of one (DM-29) */
  readonly many: boolean
  /** a single value may stand for the list also in what we issue (DM-29) */
  readonly singleIssued: boolean
  /** two equal items would be one statement in the RDF; not so in an ordered list */
  readonly ordered: boolean
  /** accepted in documents of others, not written by us: the contexts define the term, the model does not list it here */
  readonly foreign: boolean
}

/** One class of the closed schema. Members that are not in the table are refused. */
export interface ClassTable {
  readonly name: ClassName
  /** the rule under which a value of the wrong form is reported */
  readonly rule: string
  readonly members: ReadonlyMap<string, Member>
}

const member = (given: Partial<Member>): Member => ({ many: false, singleIssued: false, ordered: false, foreign: false, ...given })

export const one = (form: ValueForm): Member => member({ form })
export const many = (form: ValueForm): Member => member({ form, many: true })
/** A list of plain values for which a single one may stand, also in what is issued. */
export const manyOrOne = (form: ValueForm): Member => member({ form, many: true, singleIssued: true })
export const ordered = (form: ValueForm): Member => member({ form, many: true, ordered: true })
export const object = (node: ClassName | ((value: JsonObject) => ClassName)): Member => member({ node })
export const objects = (node: ClassName | ((value: JsonObject) => ClassName)): Member => member({ node, many: true })
/** A list for which DM-29 lets a single value stand: `type`, `proof`, `credentialSchema`, `termsOfUse`. */
export const objectsOrOne = (node: ClassName | ((value: JsonObject) => ClassName)): Member =>
  member({ node, many: true, singleIssued: true })
export const uriOrObject = (form: ValueForm, node: ClassName): Member => member({ form, node })
/** Reported under a rule of its own. */
export const ruled = (rule: string, given: Member): Member => ({ ...given, rule })
export const foreign = (given: Member): Member => ({ ...given, foreign: true })
export const anything: Member = member({ opaque: true, many: true, singleIssued: true })
/** `type` of a class whose type is a list of names; which names it must hold is a rule. */
export const types: Member = member({
  form: { test: (value: Json) => text.test(value), expected: 'a type name' },
  many: true,
  singleIssued: true,
})

/** A class of the closed schema. */
export const table = (name: ClassName, rule: string, members: { [member: string]: Member }): ClassTable => ({
  name,
  rule,
  members: new Map(Object.entries(members)),
})
