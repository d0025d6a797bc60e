import { isJsonObject, type JsonObject } from '../../json.ts'
import type { RuleProblem } from '../types.ts'
import { examineContext } from './context.ts'
import { examineKeys } from './keys.ts'
import { examineId } from './members.ts'
import { below } from './pointer.ts'
import { isUrl } from './url.ts'

/**
 * Examines the shape of a presentation (VC Data Model 2.0, section 4.13; VC-API, section 7). The credentials inside are only held
 * to be objects with a proof or an envelope; each is examined and verified by itself.
 *
 * @param document - the presentation with or without its proof
 */
export const examinePresentation = (document: JsonObject, options: { heldContexts: ReadonlySet<string> }): RuleProblem[] => [
  ...examineContext(document, options.heldContexts),
  ...examinePresentationType(document),
  ...examineId(document, ''),
  ...examineHolder(document),
  ...examineContained(document),
  ...examineKeys(withoutProof(document), ['verifiableCredential']),
]

const withoutProof = (document: JsonObject): JsonObject => {
  const { proof: _, ...rest } = document
  return rest
}

const examinePresentationType = (document: JsonObject): RuleProblem[] => {
  const type = document['type']
  const names = Array.isArray(type) ? type : [type]
  const isList = names.every((name) => typeof name === 'string' && /^\S+$/.test(name))
  return isList && names.includes('VerifiablePresentation')
    ? []
    : [{ rule: 'VCDM-PRESENTATION', path: '/type', message: 'type includes VerifiablePresentation.' }]
}

const examineHolder = (document: JsonObject): RuleProblem[] => {
  const holder = document['holder']
  if (holder === undefined || isUrl(holder) || (isJsonObject(holder) && isUrl(holder['id']))) return []
  return [{ rule: 'VCDM-PRESENTATION', path: '/holder', message: 'holder is a URL or an object with a URL as id.' }]
}

const examineContained = (document: JsonObject): RuleProblem[] => {
  const value = document['verifiableCredential']
  if (value === undefined) return []
  const credentials = Array.isArray(value) ? value : [value]
  return credentials.flatMap((credential, index) => {
    const place = Array.isArray(value) ? below('/verifiableCredential', index) : '/verifiableCredential'
    if (!isJsonObject(credential)) return [{ rule: 'VCDM-PRESENTATION', path: place, message: 'A contained credential is an object.' }]
    if (credential['proof'] !== undefined || isEnvelopedCredential(credential)) return []
    return [{ rule: 'VCDM-PRESENTATION', path: place, message: 'A contained credential is secured by a proof or an envelope.' }]
  })
}

const isEnvelopedCredential = (credential: JsonObject): boolean =>
  [credential['type']].flat().includes('EnvelopedVerifiableCredential') && String(credential['id']).startsWith('data:')
