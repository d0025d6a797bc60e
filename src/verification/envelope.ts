import { asList, type JsonObject } from '../json.ts'
import { VCDM_2 } from '../openbadges/contexts.ts'

/** What an enveloped credential or presentation holds (VC Data Model 2.0, sections 4.12 and 4.13). */
export type Envelope =
  | { kind: 'jwt'; holds: 'vc' | 'vp'; text: string }
  /** a securing form that is not read here, such as COSE or SD-JWT */
  | { kind: 'unknown'; mediaType: string }
  | { kind: 'malformed' }

const envelopeTypes: Readonly<Record<string, 'vc' | 'vp'>> = {
  EnvelopedVerifiableCredential: 'vc',
  EnvelopedVerifiablePresentation: 'vp',
}
const members = new Set(['@context', 'id', 'type'])

/**
 * Opens an envelope (VC-API section 8).
 *
 * Nothing beside the envelope is signed, so it may have no further members.
 *
 * @returns undefined when the document does not say that it is one
 */
export const openEnvelope = (document: JsonObject): Envelope | undefined => {
  const types = asList(document['type'])
  const holds = types.map((type) => (typeof type === 'string' && Object.hasOwn(envelopeTypes, type) ? envelopeTypes[type] : undefined))
  if (holds.every((one) => one === undefined)) return undefined
  const [kind, second] = holds
  if (kind === undefined || types.length > 1 || second !== undefined) return { kind: 'malformed' }
  if (!asList(document['@context']).includes(VCDM_2) || Object.keys(document).some((member) => !members.has(member))) {
    return { kind: 'malformed' }
  }
  const id = document['id']
  const found = typeof id === 'string' ? /^data:([a-z0-9.+/-]+),(.+)$/.exec(id) : null
  if (found === null) return { kind: 'malformed' }
  const [, mediaType = '', text = ''] = found
  // A credential in the envelope of a presentation, or the other way round, is neither.
  if (mediaType === `application/${kind === 'vc' ? 'vp' : 'vc'}+jwt`) return { kind: 'malformed' }
  if (mediaType !== `application/${kind}+jwt` && mediaType !== 'application/jwt') return { kind: 'unknown', mediaType }
  return { kind: 'jwt', holds: kind, text }
}
