import type { JsonObject } from '../json.ts'
import { credentialsV1, examineContext } from './plain/context.ts'
import { examineKeys } from './plain/keys.ts'
import { examineDates, examineExtensions, examineId, examineIssuer, examineSubject, examineTexts, examineType } from './plain/members.ts'
import { examineRelatedResources, type ResourceDigests } from './plain/related-resource.ts'
import type { RuleProblem } from './types.ts'

/** What the rules need to know from outside. */
export interface PlainExamination {
  /** URLs of the contexts that the registry holds; any other is never fetched */
  heldContexts: ReadonlySet<string>
  /** `issue` refuses what was signed already and dates without zone; `verify` reads such a date as UTC */
  purpose: 'issue' | 'verify'
  /** resource URL → digests of its published bytes, for `relatedResource` */
  publishedDigests?: ReadonlyMap<string, ResourceDigests>
}

/** The version of the data model, by the first context (CONFORMANCE VF-0). */
export const dataModelVersion = (document: JsonObject): '1.1' | '2.0' => {
  const contexts = document['@context']
  return Array.isArray(contexts) && contexts[0] === credentialsV1 ? '1.1' : '2.0'
}

/**
 * Examines a verifiable credential that is not an Open Badge: the tables of VC-API, sections 3 and 5, for VC Data Model 2.0 and 1.1.
 * Undefined terms and redefined protected terms are left to the JSON-LD processor, the members of the proof to the proof check.
 *
 * @returns every broken rule with its place; the rule `VCDM-CONTEXT-NOT-HELD` means "not known here" rather than "wrong"
 */
export const examinePlainCredential = (document: JsonObject, options: PlainExamination): RuleProblem[] => {
  const { proof, ...unsecured } = document
  const problems = [
    ...examineContext(document, options.heldContexts),
    ...examineType(document, 'VerifiableCredential', ''),
    ...examineId(document, ''),
    ...examineIssuer(document['issuer'], '/issuer'),
    ...examineSubject(document['credentialSubject'], '/credentialSubject'),
    ...examineTexts(document, ''),
    ...examineDates(document, dataModelVersion(document), options.purpose === 'verify', ''),
    ...examineExtensions(document, ''),
    ...examineRelatedResources(document['relatedResource'], options.publishedDigests ?? new Map(), '/relatedResource'),
    ...examineKeys(unsecured, []),
  ]
  if (options.purpose === 'issue' && proof !== undefined)
    problems.push({ rule: 'VCDM-PROOF', path: '/proof', message: 'A credential that is to be issued has no proof yet.' })
  return problems
}

declare const plainChecked: unique symbol

/** A credential that is no badge and passed `examinePlainCredential` for issuing; only `checkPlainCredential` makes one. */
export interface CheckedPlainCredential {
  readonly [plainChecked]: true
  readonly document: Readonly<JsonObject>
}

/** Examines for issuing; what passes can be signed. The document is copied, so that it cannot be changed after the examination. */
export const checkPlainCredential = (
  document: JsonObject,
  options: Omit<PlainExamination, 'purpose'>,
): { ok: true; credential: CheckedPlainCredential } | { ok: false; problems: RuleProblem[] } => {
  const problems = examinePlainCredential(document, { ...options, purpose: 'issue' })
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, credential: { document: structuredClone(document) } as CheckedPlainCredential }
}
