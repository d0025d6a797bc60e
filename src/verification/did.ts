import type { JsonObject } from '../json.ts'
import { remembered } from '../openbadges/plain/remembered.ts'
import { decodeBase64url } from '../proof/base64url.ts'
import { readStrictJsonObject } from './strict-json.ts'

/** A decentralized identifier of a method that is resolved here, or of another one. */
export type Did =
  | { method: 'key'; did: string; multibase: string }
  | { method: 'jwk'; did: string; jwk: JsonObject }
  | { method: 'web'; did: string; url: string }
  | { method: 'other'; did: string }

/** DID Core 1.0, section 3.1 "DID Syntax". */
const didPattern = /^did:([a-z0-9]+):((?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})+)$/

const readText = (text: string): Did | undefined => {
  const found = text.length <= 2_048 ? didPattern.exec(text) : null
  const [, method, specific] = found ?? []
  if (method === undefined || specific === undefined || specific.endsWith(':')) return undefined
  switch (method) {
    case 'key':
      return /^z[1-9A-HJ-NP-Za-km-z]+$/.test(specific) ? { method, did: text, multibase: specific } : undefined
    case 'jwk':
      return readDidJwk(text, specific)
    case 'web': {
      const url = didWebUrl(specific)
      return url === undefined ? undefined : { method, did: text, url }
    }
    default:
      return { method: 'other', did: text }
  }
}

/** @returns undefined when the text is no DID, or not in the form that its method asks for */
export const readDid = remembered(readText)

/** A DID URL that names a key: a DID and a fragment, no path and no query (DID Core 1.0, section 3.2). */
export const splitDidUrl = (text: string): { did: string; fragment: string } | undefined => {
  const at = text.indexOf('#')
  if (!text.startsWith('did:') || at === -1 || at === text.length - 1) return undefined
  const [did, fragment] = [text.slice(0, at), text.slice(at + 1)]
  return didPattern.test(did) && /^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+$/.test(fragment) ? { did, fragment } : undefined
}

const readDidJwk = (did: string, specific: string): Did | undefined => {
  const bytes = decodeBase64url(specific)
  const read = bytes === undefined ? undefined : readStrictJsonObject(bytes)
  return read?.ok ? { method: 'jwk', did, jwk: read.value } : undefined
}

/**
 * The https address of a did:web document (did:web method, "Read"): host with an optional percent-encoded port, then path segments.
 *
 * @returns undefined when the URL parser would understand another address than is written, such as for an IPv4 address in hexadecimal
 */
const didWebUrl = (specific: string): string | undefined => {
  const [encodedHost = '', ...segments] = specific.split(':')
  const host = encodedHost.replace(/%3[Aa]/, ':').toLowerCase()
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*(:[1-9][0-9]{0,4})?$/.test(host)) return undefined
  if (!segments.every((segment) => segment !== '' && !/^\.{1,2}$/.test(segment) && !/%(2[EeFf]|5[Cc]|00)/.test(segment))) return undefined
  const path = segments.length === 0 ? '/.well-known/did.json' : `/${segments.join('/')}/did.json`
  const written = `https://${host.replace(/:443$/, '')}${path}`
  return URL.canParse(written) && new URL(written).href === written ? written : undefined
}
