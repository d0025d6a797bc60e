import { asList, isJsonObject, type Json, type JsonObject } from '../json.ts'
import { readDateTime } from '../openbadges/plain/date-time.ts'

/** Open Badges 2.0 documents are recognised by their context and type; their meaning is fixed by the specification, not by a JSON-LD processor. */
const contexts = new Set(['https://w3id.org/openbadges/v2', 'https://openbadgespec.org/v2/context.json'])

/** Whether a JSON document is, or claims to be, an assertion of Open Badges 2.0. */
export const isOpenBadge2 = (document: JsonObject): boolean =>
  asList(document['@context']).some((context) => typeof context === 'string' && contexts.has(context)) && hasType(document, 'Assertion')

export const hasType = (document: JsonObject, ...types: string[]): boolean =>
  asList(document['type']).some((type) => typeof type === 'string' && types.includes(type))

export interface FormProblem {
  path: string
  message: string
}

const isText = (value: Json | undefined): value is string => typeof value === 'string' && value !== ''

/** `badge`, `issuer` and `creator` name a document by its address, or hold it. */
export const isReference = (value: Json | undefined): value is string | (JsonObject & { id: string }) =>
  isText(value) || (isJsonObject(value) && isText(value['id']))

export const referencedId = (value: string | (JsonObject & { id: string })): string => (typeof value === 'string' ? value : value.id)

const needs = (path: string, rules: [member: string, holds: boolean, message: string][]): FormProblem[] =>
  rules.filter(([, holds]) => !holds).map(([member, , message]) => ({ path: `${path}/${member}`, message: `${member} ${message}` }))

/** What an Assertion must have (Open Badges 2.0, "Assertion"). */
export const assertionProblems = (assertion: JsonObject): FormProblem[] => {
  const { recipient, verification, expires } = assertion
  return needs('', [
    ['id', isText(assertion['id']), 'is the address or URN of the assertion'],
    ['type', hasType(assertion, 'Assertion'), 'is Assertion'],
    ['badge', isReference(assertion['badge']), 'is a badge class or its address'],
    ['issuedOn', readDateTime(assertion['issuedOn']) !== undefined, 'is a date with time'],
    ['expires', expires === undefined || readDateTime(expires) !== undefined, 'is a date with time'],
    ['recipient', isJsonObject(recipient) && isText(recipient['type']) && isText(recipient['identity']), 'has a type and an identity'],
    ['verification', isJsonObject(verification) && verificationKind(assertion) !== undefined, 'has a type: hosted or signed'],
  ])
}

/** What a BadgeClass must have. */
export const badgeClassProblems = (badge: JsonObject): FormProblem[] =>
  needs('/badge', [
    ['id', isText(badge['id']), 'is an address'],
    ['type', hasType(badge, 'BadgeClass'), 'is BadgeClass'],
    ['name', isText(badge['name']), 'is a text'],
    ['description', isText(badge['description']), 'is a text'],
    ['criteria', isText(badge['criteria']) || isJsonObject(badge['criteria']), 'is an address or an object'],
    ['issuer', isReference(badge['issuer']), 'is a profile or its address'],
  ])

/** What an issuer's Profile must have. */
export const profileProblems = (profile: JsonObject): FormProblem[] =>
  needs('/badge/issuer', [
    ['id', isText(profile['id']), 'is an address'],
    ['type', hasType(profile, 'Issuer', 'Profile'), 'is Issuer or Profile'],
    ['name', isText(profile['name']), 'is a text'],
  ])

/** How the assertion says that it is to be verified; `undefined` when it does not. */
export const verificationKind = (assertion: JsonObject): 'hosted' | 'signed' | undefined => {
  const { verification } = assertion
  if (!isJsonObject(verification)) return undefined
  if (hasType(verification, 'HostedBadge', 'hosted')) return 'hosted'
  return hasType(verification, 'SignedBadge', 'signed') ? 'signed' : undefined
}
