import { isDeepStrictEqual } from 'node:util'
import { asList, isJsonObject, type Json, type JsonObject } from '../json.ts'
import { readDateTime } from '../openbadges/plain/date-time.ts'
import { type KeyFault, readJwk, readMultikey, type VerificationKey } from '../proof/verification-key.ts'
import type { CheckCode } from './codes.ts'
import type { VerifierDeps } from './deps.ts'
import { type Did, readDid, splitDidUrl } from './did.ts'
import { type FetchedJson, fetchJson } from './fetch-json.ts'

/** What a key is used for; the document that holds it must list it under this name. */
export type KeyPurpose = 'assertionMethod' | 'authentication'

/** A key that was found where its name says, for the purpose, within its period of use. */
export interface ResolvedKey {
  /** the verification method as the proof names it */
  id: string
  key: VerificationKey
  controller: string
  /** the DID to which the key belongs, or the https document in which it stands */
  home: { did: string } | { url: string; document: JsonObject }
}

export type KeyFailure = { ok: false; status: 'failed' | 'not_determined'; code: CheckCode }
export type KeyResolution = { ok: true; resolved: ResolvedKey } | KeyFailure

const failed = (code: CheckCode): KeyFailure => ({ ok: false, status: 'failed', code })
const undetermined = (code: CheckCode): KeyFailure => ({ ok: false, status: 'not_determined', code })

/**
 * Finds the key that a proof names (SECURITY, step 8; CONFORMANCE, issuer binding).
 *
 * A key that stands in a fragment is never used without reading the document that should list it; only did:key and did:jwk are their
 * own document.
 *
 * @param id - `verificationMethod`: a DID URL with fragment, or an https URL
 */
export const resolveKey = async (id: string, purpose: KeyPurpose, deps: VerifierDeps, now: Date): Promise<KeyResolution> => {
  if (id.startsWith('https://')) return resolveHttpsKey(id, purpose, deps, now)
  if (!id.startsWith('did:')) return URL.canParse(id) ? undetermined('proof.key_unsupported') : failed('proof.key_malformed')
  const parts = splitDidUrl(id)
  const did = parts === undefined ? undefined : readDid(parts.did)
  if (parts === undefined || did === undefined) return failed('proof.key_malformed')
  switch (did.method) {
    case 'key':
      return parts.fragment === did.multibase ? ownDocument(id, did, readMultikey(did.multibase)) : failed('proof.key_not_found')
    case 'jwk':
      return parts.fragment === '0' ? ownDocument(id, did, readJwk(did.jwk)) : failed('proof.key_not_found')
    case 'web':
      return resolveDidWebKey(id, did, purpose, deps, now)
    case 'other':
      return undetermined('proof.key_unsupported')
  }
}

/** The ids of all keys that a DID lists for a purpose, for tokens that bring a key instead of a key's name. */
export const listKeyIds = async (did: Did, purpose: KeyPurpose, deps: VerifierDeps): Promise<string[] | KeyFailure> => {
  if (did.method === 'key') return [`${did.did}#${did.multibase}`]
  if (did.method === 'jwk') return [`${did.did}#0`]
  if (did.method === 'other') return undetermined('proof.key_unsupported')
  const fetched = await fetchJson(did.url, deps)
  if (fetched.kind !== 'ok') return fetchFailure(fetched)
  if (fetched.value['id'] !== did.did) return failed('proof.key_document_wrong')
  return asList(fetched.value[purpose]).flatMap((item) => methodId(item, did.did) ?? [])
}

const ownDocument = (id: string, { did }: Did, key: VerificationKey | KeyFault): KeyResolution =>
  typeof key === 'string' ? keyFault(key) : { ok: true, resolved: { id, key, controller: did, home: { did } } }

const keyFault = (fault: KeyFault): KeyFailure => {
  if (fault === 'unsupported') return undetermined('proof.key_unsupported')
  return failed(fault === 'weak' ? 'proof.key_weak' : 'proof.key_malformed')
}

const fetchFailure = (fetched: Exclude<FetchedJson, { kind: 'ok' }>): KeyFailure =>
  fetched.kind === 'missing' ? failed('proof.key_not_found') : undetermined('proof.key_unreachable')

const resolveDidWebKey = async (
  id: string,
  did: Did & { method: 'web' },
  purpose: KeyPurpose,
  deps: VerifierDeps,
  now: Date,
): Promise<KeyResolution> => {
  const fetched = await fetchJson(did.url, deps)
  if (fetched.kind !== 'ok') return fetchFailure(fetched)
  if (fetched.value['id'] !== did.did) return failed('proof.key_document_wrong')
  const method = findMethod(fetched.value, did.did, id, purpose)
  if (typeof method === 'string') return failed(method)
  if (method['controller'] !== did.did) return failed('proof.key_controller_wrong')
  return readMethod(id, method, { did: did.did }, now)
}

/** The document is the key itself, or one that lists the key (Controlled Identifiers 1.0, section 2; CONFORMANCE DI-5, DI-7). */
const resolveHttpsKey = async (id: string, purpose: KeyPurpose, deps: VerifierDeps, now: Date): Promise<KeyResolution> => {
  const url = id.split('#', 1)[0] as string
  if (!URL.canParse(url)) return failed('proof.key_malformed')
  const fetched = await fetchJson(url, deps)
  if (fetched.kind !== 'ok') return fetchFailure(fetched)
  const document = fetched.value
  const home = { url, document }
  if (document['publicKeyMultibase'] !== undefined || document['publicKeyJwk'] !== undefined) {
    return document['id'] === id ? readMethod(id, document, home, now) : failed('proof.key_document_wrong')
  }
  if (document['id'] !== url) return failed('proof.key_document_wrong')
  const method = findMethod(document, url, id, purpose)
  return typeof method === 'string' ? failed(method) : readMethod(id, method, home, now)
}

/** The relationships of a controlled identifier document. A document that has none of them is a plain profile with keys. */
const relationships = ['assertionMethod', 'authentication', 'keyAgreement', 'capabilityInvocation', 'capabilityDelegation']

/**
 * Whether a document names a key for a purpose, as a reference or as an embedded object. A profile that only has `verificationMethod`
 * and no list of purposes at all allows its keys for everything (CONFORMANCE T4).
 */
export const listsKey = (document: JsonObject, base: string, id: string, purpose: KeyPurpose): boolean => {
  if (asList(document[purpose]).some((item) => methodId(item, base) === id)) return true
  if (base.startsWith('did:') || relationships.some((name) => document[name] !== undefined)) return false
  return asList(document['verificationMethod']).some((item) => isJsonObject(item) && methodId(item, base) === id)
}

const findMethod = (document: JsonObject, base: string, id: string, purpose: KeyPurpose): JsonObject | CheckCode => {
  const everywhere = ['verificationMethod', ...relationships].flatMap((name) => asList(document[name]))
  const found = everywhere.filter((item): item is JsonObject => isJsonObject(item) && methodId(item, base) === id)
  const [method, ...others] = found
  if (method === undefined) return 'proof.key_not_found'
  // some documents repeat the whole key under each purpose; two different keys under one name are nobody's key
  if (!others.every((other) => isDeepStrictEqual(other, method))) return 'proof.key_malformed'
  return listsKey(document, base, id, purpose) ? method : 'proof.key_not_authorised'
}

/** The absolute id of a key, given as a reference or an object; an id that begins with `#` is relative to the document. */
const methodId = (item: Json, base: string): string | undefined => {
  const id = isJsonObject(item) ? item['id'] : item
  if (typeof id !== 'string') return undefined
  return id.startsWith('#') ? `${base}${id}` : id
}

/** Reads the key of one verification method: its type decides which member holds the key, and there may be only that one. */
const readMethod = (id: string, method: JsonObject, home: ResolvedKey['home'], now: Date): KeyResolution => {
  const { type, controller, publicKeyMultibase, publicKeyJwk } = method
  if (typeof type !== 'string' || typeof controller !== 'string') return failed('proof.key_malformed')
  if (publicKeyMultibase !== undefined && publicKeyJwk !== undefined) return failed('proof.key_malformed')
  const use = periodFault(method, now)
  if (use !== undefined) return failed(use)
  const key = readKey(type, publicKeyMultibase ?? publicKeyJwk)
  return typeof key === 'string' ? keyFault(key) : { ok: true, resolved: { id, key, controller, home } }
}

const readKey = (type: string, value: Json | undefined): VerificationKey | KeyFault => {
  switch (type) {
    case 'Multikey':
      return typeof value === 'string' ? readMultikey(value) : 'malformed'
    case 'Ed25519VerificationKey2020': {
      const key = typeof value === 'string' ? readMultikey(value) : 'malformed'
      return typeof key === 'string' || key.type === 'Ed25519' ? key : 'malformed'
    }
    case 'JsonWebKey':
    case 'JsonWebKey2020':
      return isJsonObject(value) ? readJwk(value) : 'malformed'
    default:
      return 'unsupported'
  }
}

/**
 * A key that has expired or was revoked is not used, whatever the proof says about when it was made: whoever holds the key now can write
 * any `created` (SECURITY (d), "Compromise").
 */
const periodFault = (method: JsonObject, now: Date): CheckCode | undefined => {
  const ends: [Json | undefined, CheckCode][] = [
    [method['revoked'], 'proof.key_revoked'],
    [method['expires'], 'proof.key_expired'],
  ]
  for (const [value, code] of ends) {
    if (value === undefined) continue
    const read = readDateTime(value)
    if (read === undefined) return 'proof.key_malformed'
    if (read.instant <= now) return code
  }
  return undefined
}
