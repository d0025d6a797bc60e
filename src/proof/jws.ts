import { decodeBase64url } from './base64url.ts'
import { type SignatureHash, signatureFits } from './signature.ts'
import type { VerificationKey, VerificationKeyType } from './verification-key.ts'

/** A compact JSON Web Signature (RFC 7515, section 7.1), decoded and not yet read or verified. */
export interface CompactJws {
  /** UTF-8 JSON that nobody has read yet */
  header: Uint8Array
  payload: Uint8Array
  signature: Uint8Array
  /** the ASCII text that is signed: header and payload segments */
  signingInput: string
}

/** @returns undefined unless the text is three segments of canonical base64url, none of them empty */
export const splitJws = (text: string): CompactJws | undefined => {
  const segments = text.split('.')
  if (segments.length !== 3) return undefined
  const [header, payload, signature] = segments.map(decodeBase64url)
  if (!header?.length || !payload?.length || !signature?.length) return undefined
  return { header, payload, signature, signingInput: text.slice(0, text.lastIndexOf('.')) }
}

export type JwsAlgorithm = 'EdDSA' | 'ES256' | 'ES384' | 'ES512' | 'RS256'

/** Each algorithm is bound to one type of key (SECURITY T7): the header cannot choose another use of the key. */
const algorithms: Readonly<Record<JwsAlgorithm, { keyType: VerificationKeyType; hash: SignatureHash }>> = {
  EdDSA: { keyType: 'Ed25519', hash: 'sha512' },
  ES256: { keyType: 'P-256', hash: 'sha256' },
  ES384: { keyType: 'P-384', hash: 'sha384' },
  ES512: { keyType: 'P-521', hash: 'sha512' },
  RS256: { keyType: 'RSA', hash: 'sha256' },
}

export const isJwsAlgorithm = (name: unknown): name is JwsAlgorithm => typeof name === 'string' && Object.hasOwn(algorithms, name)

export const keyTypeOf = (algorithm: JwsAlgorithm): VerificationKeyType => algorithms[algorithm].keyType

/** Whether the signature fits text and key; false for a key of another type than the algorithm's. */
export const jwsFits = (jws: CompactJws, algorithm: JwsAlgorithm, key: VerificationKey): boolean => {
  const { keyType, hash } = algorithms[algorithm]
  return key.type === keyType && signatureFits(key, hash, Buffer.from(jws.signingInput, 'ascii'), jws.signature)
}
