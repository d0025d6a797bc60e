import { createHash, createPublicKey, ECDH, type KeyObject } from 'node:crypto'
import { Point } from '@noble/ed25519'
import type { JsonObject } from '../json.ts'
import { decodeBase58btc } from './base58.ts'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { ed25519PublicKey } from './ed25519.ts'
import { decodeMultikey } from './multikey.ts'

export type VerificationKeyType = 'Ed25519' | 'P-256' | 'P-384' | 'P-521' | 'RSA'

/** A public key that is fit to verify with: well formed, in its one canonical encoding, and not weak. */
export interface VerificationKey {
  type: VerificationKeyType
  object: KeyObject
  /** RFC 7638 thumbprint, SHA-256 in base64url: equal for equal keys, however they were written down */
  thumbprint: string
}

/** Why something is no key to verify with. */
export type KeyFault = 'malformed' | 'weak' | 'unsupported'

/** Below 2,048 bits a modulus can be factored or soon will be (NIST SP 800-131A); above 8,192 one verification costs milliseconds. */
const rsaModulusBits = { least: 2_048, most: 8_192 }
/** Smaller public exponents are not approved (FIPS 186-5, section A.1.1: 2^16 < e). */
const leastRsaExponent = 65_537n

const ecCurves = {
  'P-256': { openssl: 'prime256v1', coordinateBytes: 32 },
  'P-384': { openssl: 'secp384r1', coordinateBytes: 48 },
  'P-521': { openssl: 'secp521r1', coordinateBytes: 66 },
} as const
type EcCurve = keyof typeof ecCurves

/** Reads `publicKeyMultibase` of a Multikey, which is also the text of a did:key. */
export const readMultikey = (text: string): VerificationKey | KeyFault => {
  const kept = recent.get(text)
  if (kept !== undefined) return kept
  const key = decodeKey(text)
  if (typeof key === 'string') return key
  if (recent.size >= mostRecent) recent.delete(recent.keys().next().value ?? '')
  recent.set(text, key)
  return key
}

/** Keys read lately by their text, since importing one costs more than verifying with it; a key's text says all of it. */
const recent = new Map<string, VerificationKey>()
const mostRecent = 256

const decodeKey = (text: string): VerificationKey | KeyFault => {
  try {
    const { type, bytes } = decodeMultikey(text)
    return type === 'Ed25519' ? ed25519Key(bytes) : compressedPoint(type, bytes)
  } catch {
    return multikeyFault(text)
  }
}

/** @param text - what `decodeMultikey` refused */
const multikeyFault = (text: string): KeyFault => {
  const bytes = text.startsWith('z') && text.length <= 100 ? decodeBase58btc(text.slice(1)) : undefined
  if (bytes === undefined || bytes.length < 20) return 'malformed'
  const codec = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
  if (![0xed01, 0x8024, 0x8124].includes(codec)) return 'unsupported'
  return codec === 0xed01 && isSmallOrder(bytes.subarray(2)) ? 'weak' : 'malformed'
}

const isSmallOrder = (bytes: Uint8Array): boolean => {
  try {
    return Point.fromBytes(bytes, false).isSmallOrder()
  } catch {
    return false
  }
}

/** Reads the P-256 Multikey bytes, prefix included, of an ephemeral key in a selective disclosure proof. */
export const readP256MultikeyBytes = (bytes: Uint8Array): VerificationKey | KeyFault =>
  bytes[0] === 0x80 && bytes[1] === 0x24 && bytes.length === 35 ? compressedPoint('P-256', bytes.subarray(2)) : 'malformed'

/**
 * Reads a JSON Web Key (RFC 7517) as a key for verifying signatures.
 *
 * A key that carries a private member is no public key; one that is meant for something else (`use`, `key_ops`) is not taken.
 */
export const readJwk = (jwk: JsonObject): VerificationKey | KeyFault => {
  if (['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].some((member) => Object.hasOwn(jwk, member))) return 'malformed'
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') return 'unsupported'
  const operations = jwk['key_ops']
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) return 'unsupported'
  if (jwk['kty'] === 'OKP') return jwk['crv'] === 'Ed25519' ? ed25519Jwk(jwk) : 'unsupported'
  if (jwk['kty'] === 'EC') return ecJwk(jwk)
  if (jwk['kty'] === 'RSA') return rsaJwk(jwk)
  return 'unsupported'
}

/** L13: a small-order point verifies one constant signature over any message, and a point has one encoding only. */
const ed25519Key = (bytes: Uint8Array): VerificationKey | KeyFault => {
  try {
    return named('Ed25519', ed25519PublicKey(bytes), { crv: 'Ed25519', kty: 'OKP', x: encodeBase64url(bytes) })
  } catch {
    return isSmallOrder(bytes) ? 'weak' : 'malformed'
  }
}

const ed25519Jwk = (jwk: JsonObject): VerificationKey | KeyFault => {
  const x = memberBytes(jwk, 'x')
  return x?.length === 32 ? ed25519Key(x) : 'malformed'
}

const isEcCurve = (name: unknown): name is EcCurve => typeof name === 'string' && Object.hasOwn(ecCurves, name)

const compressedPoint = (type: EcCurve, bytes: Uint8Array): VerificationKey | KeyFault => {
  try {
    const point = ECDH.convertKey(bytes, ecCurves[type].openssl, undefined, undefined, 'uncompressed') as Buffer
    return ecKey(type, point.subarray(1))
  } catch {
    return 'malformed'
  }
}

const ecJwk = (jwk: JsonObject): VerificationKey | KeyFault => {
  const type = jwk['crv']
  if (!isEcCurve(type)) return 'unsupported'
  const [x, y] = [memberBytes(jwk, 'x'), memberBytes(jwk, 'y')]
  const length = ecCurves[type].coordinateBytes
  if (x?.length !== length || y?.length !== length) return 'malformed'
  return ecKey(type, Buffer.concat([x, y]))
}

/** @param coordinates - x and y, each as long as the field; OpenSSL refuses a point that is not on the curve */
const ecKey = (type: EcCurve, coordinates: Uint8Array): VerificationKey | KeyFault => {
  const half = ecCurves[type].coordinateBytes
  const x = encodeBase64url(coordinates.subarray(0, half))
  const y = encodeBase64url(coordinates.subarray(half))
  return imported(type, { crv: type, kty: 'EC', x, y })
}

const rsaJwk = (jwk: JsonObject): VerificationKey | KeyFault => {
  const [modulus, exponent] = [memberBytes(jwk, 'n'), memberBytes(jwk, 'e')]
  if (modulus === undefined || exponent === undefined || modulus[0] === 0 || exponent[0] === 0 || exponent.length > 8) return 'malformed'
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24
  const e = BigInt(`0x${Buffer.from(exponent).toString('hex')}`)
  const isOdd = ((modulus.at(-1) ?? 0) & 1) === 1 && (e & 1n) === 1n
  if (bits < rsaModulusBits.least || bits > rsaModulusBits.most || e < leastRsaExponent || !isOdd) return 'weak'
  return imported('RSA', { e: encodeBase64url(exponent), kty: 'RSA', n: encodeBase64url(modulus) })
}

const memberBytes = (jwk: JsonObject, member: string): Uint8Array | undefined => {
  const value = jwk[member]
  return typeof value === 'string' && value !== '' ? decodeBase64url(value) : undefined
}

const imported = (type: VerificationKeyType, jwk: Record<string, string>): VerificationKey | KeyFault => {
  try {
    return named(type, createPublicKey({ key: jwk, format: 'jwk' }), jwk)
  } catch {
    return 'malformed'
  }
}

/** @param jwk - the required members alone, in the order of RFC 7638, section 3 */
const named = (type: VerificationKeyType, object: KeyObject, jwk: Record<string, string>): VerificationKey => ({
  type,
  object,
  thumbprint: createHash('sha256').update(JSON.stringify(jwk)).digest('base64url'),
})
