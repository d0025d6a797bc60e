import { createPrivateKey, createPublicKey, type KeyObject, sign as nodeSign, verify as nodeVerify } from 'node:crypto'
import { Point } from '@noble/ed25519'

/** DER around the raw 32 bytes (RFC 8410): PKCS #8 for a seed, SubjectPublicKeyInfo for a public key. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/** Order of the base point, L of RFC 8032 section 5.1, little-endian. */
const groupOrder = Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex')

/** The private key of a 32-byte RFC 8032 seed. Import once and keep: importing costs more than signing. */
export function ed25519PrivateKey(seed: Uint8Array): KeyObject {
  if (seed.length !== 32) throw new RangeError(`An Ed25519 seed has 32 bytes; this one has ${seed.length}.`)
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
}

/** The raw 32 bytes of the public half. */
export function ed25519PublicBytes(key: KeyObject): Uint8Array {
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'der', type: 'spki' })
  return new Uint8Array(spki.subarray(spkiPrefix.length))
}

/**
 * A public key for `verifyEd25519`. Import once and keep.
 *
 * @throws Error for bytes that are not the canonical encoding of a point, or a point of small order
 */
export function ed25519PublicKey(bytes: Uint8Array): KeyObject {
  refuseWeakEd25519Key(bytes)
  return createPublicKey({ key: Buffer.concat([spkiPrefix, bytes]), format: 'der', type: 'spki' })
}

/**
 * Refuses keys under which a signature proves nothing (SECURITY L13): a point of small order verifies one constant signature over any
 * message, and a second encoding of a point gives one key two names.
 *
 * @throws Error saying which of the two it is
 */
export function refuseWeakEd25519Key(bytes: Uint8Array): void {
  const point = Point.fromBytes(bytes, false)
  if (!Buffer.from(point.toBytes()).equals(bytes)) throw new Error('the point is not in its canonical encoding')
  if (point.isSmallOrder()) throw new Error('the point is of small order')
}

/** Ed25519 over the bytes (RFC 8032, 64 bytes; the same key and bytes give the same signature in every implementation). */
export const signEd25519 = (key: KeyObject, bytes: Uint8Array): Uint8Array => nodeSign(null, bytes, key)

/**
 * Whether the signature is good, by the strict reading of RFC 8032 section 5.1.7: 64 bytes, S below the group order, and R compared as
 * bytes. The key must come from `ed25519PublicKey`.
 */
export function verifyEd25519(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === 64 && isBelowGroupOrder(signature) && nodeVerify(null, bytes, key, signature)
}

/** S, the second half of the signature, little-endian, is less than L; otherwise S + L would be a second signature of the same message. */
function isBelowGroupOrder(signature: Uint8Array): boolean {
  for (let index = 31; index >= 0; index--) {
    const difference = (signature[32 + index] as number) - (groupOrder[index] as number)
    if (difference !== 0) return difference < 0
  }
  return false
}
