import { asList, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { VCDM_2 } from '../../openbadges/contexts.ts'
import { definedTerms } from '../../openbadges/plain/defined-terms.ts'
import { below } from '../../openbadges/plain/pointer.ts'
import { examinePresentation } from '../../openbadges/plain/presentation.ts'
import type { ResourceDigests } from '../../openbadges/plain/related-resource.ts'
import { examinePlainCredential } from '../../openbadges/plain-credential.ts'
import { issuerIdOf } from '../checks/conformance.ts'
import { judgePlainClaims } from '../checks/jwt-claims.ts'
import { withoutTokenClaims } from '../checks/jwt-token.ts'
import { holderIdOf } from '../checks/presentation-form.ts'
import { documentLimits } from '../limits.ts'

/** What a token holds: a credential or a presentation. */
export type JoseHolds = 'vc' | 'vp'

/** What the rules of form need to know from outside. */
export interface JoseSetting {
  contextOf(url: string): JsonObject | undefined
  publishedDigests: ReadonlyMap<string, ResourceDigests>
}

/** Securing forms of a contained credential (VC-JOSE-COSE): any of them will do, since what is contained is judged by its shape only. */
const envelopeUrl = /^data:application\/(?:vc\+(?:jwt|sd-jwt|cose)|jwt)(?:;base64)?,\S/
const envelopeMembers = new Set(['@context', 'id', 'type'])

/**
 * What is wrong with the form of a payload that is signed or was signed as a JOSE credential or presentation (VC-API section 8): every
 * member is a term that a context defines by name, or a claim; no `vc` or `vp` claim; claims and document agree; the document is well formed.
 *
 * Contexts are not fetched. One that is not held here defines no name and is no fault: the command judges the securing mechanism only.
 *
 * @returns the first fault as one sentence, or undefined
 */
export const joseFormFault = (
  payload: JsonObject,
  holds: JoseHolds,
  purpose: 'issue' | 'verify',
  setting: JoseSetting,
): string | undefined => {
  if (payload['vc'] !== undefined || payload['vp'] !== undefined)
    return 'The claims vc and vp are not allowed; the payload is the document.'
  const document = withoutTokenClaims(payload)
  const problem = examineDocument(document, holds, purpose, setting).find(({ rule }) => rule !== 'VCDM-CONTEXT-NOT-HELD')
  if (problem !== undefined) return `${problem.message} (${problem.path || 'the document'})`
  const terms = definedTerms(document, setting.contextOf)
  const unknown = Object.keys(document).find((member) => member !== '@context' && !terms.has(member))
  if (unknown !== undefined) return `No context defines the member ${JSON.stringify(unknown)} by name, and it is no JWT claim.`
  const claims = judgePlainClaims(payload, document, holds === 'vc' ? issuerIdOf(document) : holderIdOf(document))
  if (!claims.ok) return claims.detail
  return holds === 'vp' ? containedFault(document['verifiableCredential']) : undefined
}

const examineDocument = (document: JsonObject, holds: JoseHolds, purpose: 'issue' | 'verify', setting: JoseSetting) => {
  const heldContexts: ReadonlySet<string> = new Set(
    asList(document['@context']).filter((item): item is string => typeof item === 'string' && setting.contextOf(item) !== undefined),
  )
  if (holds === 'vc') return examinePlainCredential(document, { heldContexts, purpose, publishedDigests: setting.publishedDigests })
  const { verifiableCredential: _, ...presentation } = document
  return examinePresentation(presentation, { heldContexts })
}

/** Contained credentials are secured, and stand in an envelope (VC-JOSE-COSE, "Securing JSON-LD Verifiable Presentations with JOSE"). */
const containedFault = (value: Json | undefined): string | undefined => {
  const contained = asList(value)
  if (contained.length > documentLimits.maxContained) return `A presentation holds at most ${documentLimits.maxContained} credentials.`
  const index = contained.findIndex((credential) => !isEnvelope(credential))
  if (index === -1) return undefined
  return `A contained credential is an EnvelopedVerifiableCredential whose id is a data: URL. (${below('/verifiableCredential', index)})`
}

const isEnvelope = (credential: Json): boolean =>
  isJsonObject(credential) &&
  asList(credential['@context']).includes(VCDM_2) &&
  [credential['type']].flat().join(' ') === 'EnvelopedVerifiableCredential' &&
  typeof credential['id'] === 'string' &&
  envelopeUrl.test(credential['id']) &&
  Object.keys(credential).every((member) => envelopeMembers.has(member))
