import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { JsonObject } from '../json.ts'
import type { JwsAlgorithm } from './jws.ts'
import { type KeyFault, readJwk, type VerificationKey, type VerificationKeyType } from './verification-key.ts'

/** The one algorithm of each type of key (RFC 7518, section 3.1; RFC 8037, section 3.1). */
const algorithmOf: Readonly<Record<VerificationKeyType, JwsAlgorithm>> = {
  Ed25519: 'EdDSA',
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  RSA: 'RS256',
}

const hashOf: Readonly<Record<JwsAlgorithm, string | null>> = {
  EdDSA: null,
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  RS256: 'sha256',
}

/** A private key with the public half that verifies what it signs. */
export interface JwsSigningKey {
  algorithm: JwsAlgorithm
  secret: KeyObject
  publicKey: VerificationKey
}

/** Reads a private JSON Web Key (RFC 7517). Its public half is computed, never taken from beside it, and held to the rules of every key. */
export const readSecretJwk = (jwk: JsonObject): JwsSigningKey | KeyFault => {
  try {
    const secret = createPrivateKey({ key: jwk, format: 'jwk' })
    const publicKey = readJwk(createPublicKey(secret).export({ format: 'jwk' }) as JsonObject)
    if (typeof publicKey === 'string') return publicKey
    return { algorithm: algorithmOf[publicKey.type], secret, publicKey }
  } catch {
    return 'malformed'
  }
}

/** @returns a compact JWS (RFC 7515, section 7.1) of the header and of the document as JSON; ECDSA as r ‖ s (RFC 7518, section 3.4) */
export const signJws = (header: JsonObject, document: Readonly<JsonObject>, algorithm: JwsAlgorithm, secret: KeyObject): string => {
  const input = `${segment({ alg: algorithm, ...header })}.${segment(document)}`
  const isElliptic = algorithm.startsWith('ES')
  const key = isElliptic ? { key: secret, dsaEncoding: 'ieee-p1363' as const } : secret
  return `${input}.${sign(hashOf[algorithm], Buffer.from(input, 'ascii'), key).toString('base64url')}`
}

const segment = (value: Readonly<JsonObject>): string => Buffer.from(JSON.stringify(value)).toString('base64url')
