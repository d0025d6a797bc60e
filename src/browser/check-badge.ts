import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { type Contexts, ed25519Key, signatureFits } from './signature.ts'
import { statusBit } from './status-bit.ts'

/** What a check in the browser comes to. `unable`: something could not be read here; it says nothing about the badge. */
export type LocalVerdict = 'valid' | 'revoked' | 'expired' | 'not_yet' | 'invalid' | 'unable'

export interface LocalCheckDeps {
  contexts: Contexts
  /** origin of the page; nothing is asked of any other */
  origin: string
  /** the text at an address of this origin */
  read(url: string): Promise<string>
  now: Date
}

const mostClockSkewMs = 5 * 60 * 1000

/** Cannot be decided here; the server's verdict stands alone. */
class Unable extends Error {}

/**
 * Verifies the bytes of a badge once more, with code and libraries that the server does not use for it: signature, key of the issuer,
 * dates, status list with its own signature.
 */
export const checkBadge = async (text: string, deps: LocalCheckDeps): Promise<LocalVerdict> => {
  try {
    const badge = readObject(text)
    if (!(await signedByItsIssuer(badge, deps))) return 'invalid'
    if (await isRevoked(badge, deps)) return 'revoked'
    return periodOf(badge, deps.now)
  } catch {
    return 'unable'
  }
}

const readObject = (text: string): JsonObject => {
  const value = JSON.parse(text) as Json
  if (!isJsonObject(value)) throw new Unable('not an object')
  return value
}

const text = (value: Json | undefined): string => {
  if (typeof value !== 'string') throw new Unable('not a text')
  return value
}

const issuerOf = (document: JsonObject): string => text(isJsonObject(document['issuer']) ? document['issuer']['id'] : document['issuer'])

const signedByItsIssuer = async (document: JsonObject, deps: LocalCheckDeps): Promise<boolean> => {
  const proof = document['proof']
  if (Array.isArray(proof) || (isJsonObject(proof) && proof['cryptosuite'] !== 'eddsa-rdfc-2022'))
    throw new Unable('a signature of another kind')
  if (!isJsonObject(proof)) return false
  const key = await keyOf(issuerOf(document), text(proof['verificationMethod']), deps)
  return key !== undefined && signatureFits(document, key, deps.contexts)
}

/** The issuer's key by that name, if the issuer's own document lists it for assertions; undefined where it does not. */
const keyOf = async (issuer: string, method: string, deps: LocalCheckDeps): Promise<Uint8Array | undefined> => {
  if (method.split('#')[0] !== issuer) return undefined
  if (issuer.startsWith('did:key:')) {
    const name = issuer.slice('did:key:'.length)
    return method === `${issuer}#${name}` ? ed25519Key(name) : undefined
  }
  const document = readObject(await deps.read(didWebUrl(issuer, deps.origin)))
  if (document['id'] !== issuer) return undefined
  const methods = list(document['verificationMethod'])
  const found = methods.filter(isJsonObject).find((item) => item['id'] === method && item['controller'] === issuer)
  if (found === undefined || !list(document['assertionMethod']).includes(method)) return undefined
  for (const end of ['expires', 'revoked']) {
    const value = found[end]
    if (typeof value === 'string' && Date.parse(value) <= deps.now.getTime()) return undefined
  }
  return ed25519Key(text(found['publicKeyMultibase']))
}

/** Where a did:web stands, if that is on the origin of this page (did:web method, "Read (Resolve)"). */
export const didWebUrl = (did: string, origin: string): string => {
  const [host, ...path] = did.slice('did:web:'.length).split(':').map(decodeURIComponent)
  if (!did.startsWith('did:web:') || host !== new URL(origin).host) throw new Unable('an issuer of another host')
  return path.length === 0 ? `${origin}/.well-known/did.json` : `${origin}/${path.map(encodeURIComponent).join('/')}/did.json`
}

const list = (value: Json | undefined): Json[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])

const isRevoked = async (badge: JsonObject, deps: LocalCheckDeps): Promise<boolean> => {
  for (const entry of list(badge['credentialStatus'])) {
    if (!isJsonObject(entry) || entry['type'] !== 'BitstringStatusListEntry') throw new Unable('a status of another kind')
    const url = text(entry['statusListCredential'])
    if (new URL(url).origin !== deps.origin) throw new Unable('a status list of another host')
    const statusList = readObject(await deps.read(url))
    const subject = statusList['credentialSubject']
    const belongs = statusList['id'] === url && issuerOf(statusList) === issuerOf(badge) && isJsonObject(subject)
    if (!belongs || subject['statusPurpose'] !== entry['statusPurpose']) throw new Unable('the list is not the one named')
    if (!(await signedByItsIssuer(statusList, deps)) || periodOf(statusList, deps.now) !== 'valid')
      throw new Unable('the list is not valid')
    const index = text(entry['statusListIndex'])
    if (!/^(0|[1-9]\d*)$/.test(index)) throw new Unable('not an index')
    if (await statusBit(text(subject['encodedList']), Number(index))) return true
  }
  return false
}

const periodOf = (document: JsonObject, now: Date): 'valid' | 'expired' | 'not_yet' => {
  const from = document['validFrom']
  const until = document['validUntil']
  if (typeof from === 'string' && Date.parse(from) > now.getTime() + mostClockSkewMs) return 'not_yet'
  return typeof until === 'string' && Date.parse(until) < now.getTime() ? 'expired' : 'valid'
}

/** Whether the two verdicts say the same. A suspension shows as a set bit only, and the register of issuers is the server's alone. */
export const agrees = (local: Exclude<LocalVerdict, 'unable'>, server: string): boolean => {
  const same: Record<Exclude<LocalVerdict, 'unable'>, string[]> = {
    valid: ['valid', 'unknown'],
    revoked: ['revoked', 'suspended'],
    expired: ['expired'],
    not_yet: ['not_yet'],
    invalid: ['invalid'],
  }
  return same[local].includes(server)
}
