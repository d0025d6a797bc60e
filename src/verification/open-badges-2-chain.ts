import { isJsonObject, type JsonObject } from '../json.ts'
import type { VerifierDeps } from './deps.ts'
import { fetchJson } from './fetch-json.ts'
import {
  assertionProblems,
  badgeClassProblems,
  type FormProblem,
  isReference,
  profileProblems,
  referencedId,
} from './open-badges-2-form.ts'

/** Assertion, badge class and issuer, each from the place that has authority over it. */
export interface Chain {
  assertion: JsonObject
  badge: JsonObject
  issuer: JsonObject & { id: string }
}

export type ChainAnswer =
  | { kind: 'ok'; chain: Chain }
  | { kind: 'malformed'; problems: FormProblem[] }
  | { kind: 'wrong'; detail: string }
  | { kind: 'unreachable'; detail: string }

/**
 * Follows an assertion to its badge class and issuer (Open Badges 2.0, "Verification").
 *
 * The issuer's profile always comes from the issuer's own address: what an assertion or a badge class says about the issuer proves
 * nothing. A badge class inside a signed assertion is covered by the signature; a linked one comes from its own address.
 *
 * @param embeddedBadge - whether a badge class inside the assertion may be used as it stands
 */
export const followChain = async (assertion: JsonObject, embeddedBadge: boolean, deps: VerifierDeps): Promise<ChainAnswer> => {
  const problems = assertionProblems(assertion)
  const reference = assertion['badge']
  if (problems.length > 0 || !isReference(reference)) return { kind: 'malformed', problems }
  const badge = embeddedBadge && isJsonObject(reference) ? own(reference) : await fetched(referencedId(reference), 'badge class', deps)
  if (badge.kind !== 'ok') return badge
  const badgeProblems = badgeClassProblems(badge.document)
  const issuerReference = badge.document['issuer']
  if (badgeProblems.length > 0 || !isReference(issuerReference)) return { kind: 'malformed', problems: badgeProblems }
  const issuer = await fetched(referencedId(issuerReference), 'issuer', deps)
  if (issuer.kind !== 'ok') return issuer
  const issuerProblems = profileProblems(issuer.document)
  if (issuerProblems.length > 0) return { kind: 'malformed', problems: issuerProblems }
  return { kind: 'ok', chain: { assertion, badge: badge.document, issuer: issuer.document } }
}

type Found = { kind: 'ok'; document: JsonObject & { id: string } } | Exclude<ChainAnswer, { kind: 'ok' }>

const own = (document: JsonObject & { id: string }): Found => ({ kind: 'ok', document })

/** A document at the address that is its id. */
const fetched = async (address: string, what: string, deps: VerifierDeps): Promise<Found> => {
  const answer = await fetchJson(address.split('#', 1)[0] as string, deps)
  if (answer.kind === 'unreachable') return { kind: 'unreachable', detail: `The ${what} could not be fetched now.` }
  if (answer.kind !== 'ok') return { kind: 'wrong', detail: `There is no ${what} at its address.` }
  const document = answer.value
  if (document['id'] !== address) return { kind: 'wrong', detail: `What stands at the address of the ${what} has another id.` }
  return { kind: 'ok', document: { ...document, id: address } }
}

/** The whole badge as pages show it, each part from where it was verified. */
export const assembled = ({ assertion, badge, issuer }: Chain): JsonObject => ({ ...assertion, badge: { ...badge, issuer } })
