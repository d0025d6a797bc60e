import { p256, p384 } from '@noble/curves/nist.js'
import { decodeBase58btc, encodeBase58btc } from './base58.ts'
import { refuseWeakEd25519Key } from './ed25519.ts'

export { decodeBase58btc, encodeBase58btc } from './base58.ts'

export type KeyType = 'Ed25519' | 'P-256' | 'P-384'

/** A public key as a Multikey carries it: 32 bytes for Ed25519, the compressed point (33 or 49 bytes) for the NIST curves. */
export interface PublicKey {
  readonly type: KeyType
  readonly bytes: Uint8Array
}

/** A key text or key bytes that are not one of the keys that we take, in their one allowed encoding. */
export class KeyEncodingError extends Error {
  override readonly name = 'KeyEncodingError'
}

/** The multicodec prefixes of the "Multikey" section of Controlled Identifiers 1.0, as their two bytes of varint. */
const kinds: readonly { type: KeyType; prefix: readonly [number, number]; length: number; check: (bytes: Uint8Array) => void }[] = [
  { type: 'Ed25519', prefix: [0xed, 0x01], length: 32, check: refuseWeakEd25519Key },
  { type: 'P-256', prefix: [0x80, 0x24], length: 33, check: (bytes) => p256.Point.fromBytes(bytes).assertValidity() },
  { type: 'P-384', prefix: [0x81, 0x24], length: 49, check: (bytes) => p384.Point.fromBytes(bytes).assertValidity() },
]

/** No accepted key is longer; base58 costs the square of its length. */
const maxMultikeyCharacters = 100

/**
 * Reads `publicKeyMultibase` of a Multikey (or the text of a did:key).
 *
 * @throws KeyEncodingError for another base or codec, a wrong length, a point that is not on the curve or not in its shortest encoding,
 *   and an Ed25519 point of small order, which would verify one signature over any message (SECURITY L13)
 */
export function decodeMultikey(text: string): PublicKey {
  if (!text.startsWith('z')) throw new KeyEncodingError('The key is not in base58btc (multibase "z").')
  if (text.length > maxMultikeyCharacters) throw new KeyEncodingError('The key is longer than any that is accepted.')
  const bytes = decodeBase58btc(text.slice(1))
  if (bytes === undefined) throw new KeyEncodingError('The key holds a character that base58btc does not have.')
  const kind = kinds.find(({ prefix }) => bytes[0] === prefix[0] && bytes[1] === prefix[1])
  if (kind === undefined) throw new KeyEncodingError('The key is not of a supported type (Ed25519, P-256, P-384).')
  return checked(kind, bytes.slice(2))
}

/** The `publicKeyMultibase` text of a public key. @throws KeyEncodingError for bytes that `decodeMultikey` would refuse */
export function encodeMultikey(key: PublicKey): string {
  const kind = kinds.find(({ type }) => type === key.type)
  if (kind === undefined) throw new KeyEncodingError(`The key type ${key.type} is not supported.`)
  checked(kind, key.bytes)
  return `z${encodeBase58btc(Uint8Array.of(...kind.prefix, ...key.bytes))}`
}

function checked(kind: (typeof kinds)[number], bytes: Uint8Array): PublicKey {
  if (bytes.length !== kind.length) {
    throw new KeyEncodingError(`A key of type ${kind.type} has ${kind.length} bytes; this one has ${bytes.length}.`)
  }
  try {
    kind.check(bytes)
  } catch (cause) {
    throw new KeyEncodingError(`The key is not a usable ${kind.type} point: ${cause instanceof Error ? cause.message : ''}`, { cause })
  }
  return { type: kind.type, bytes }
}
