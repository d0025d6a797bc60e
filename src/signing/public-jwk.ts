import { decodeMultikey } from '../proof/multikey.ts'
import type { Signer } from './signer.ts'

/** The public key as a JWK (RFC 8037). */
export const publicJwk: Signer['publicJwk'] = (publicKeyMultibase) => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x: Buffer.from(decodeMultikey(publicKeyMultibase).bytes).toString('base64url'),
  alg: 'EdDSA',
  use: 'sig',
})
