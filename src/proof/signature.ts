import { verify } from 'node:crypto'
import { verifyEd25519 } from './ed25519.ts'
import type { VerificationKey } from './verification-key.ts'

/** Hash of an ECDSA or RSA signature; Ed25519 brings its own. */
export type SignatureHash = 'sha256' | 'sha384' | 'sha512'

/** Length in bytes of r and of s. */
const scalarBytes = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const

/**
 * Tells whether a signature fits, in its fixed-length form only.
 *
 * Ed25519 per RFC 8032, section 5.1.7 (S ≥ L is refused); ECDSA as r ‖ s (IEEE P1363), never DER, with zero and out-of-range values of
 * r and s refused; RSA is PKCS #1 v1.5 (RFC 7518, section 3.3), exactly as long as the modulus. Never throws for what key or signature hold.
 */
export const signatureFits = (key: VerificationKey, hash: SignatureHash, data: Uint8Array, signature: Uint8Array): boolean => {
  try {
    if (key.type === 'Ed25519') return verifyEd25519(key.object, data, signature)
    if (key.type === 'RSA') {
      const modulusBits = key.object.asymmetricKeyDetails?.modulusLength ?? 0
      return signature.length === Math.ceil(modulusBits / 8) && verify(hash, data, key.object, signature)
    }
    const length = scalarBytes[key.type]
    if (signature.length !== 2 * length) return false
    if (isZero(signature.subarray(0, length)) || isZero(signature.subarray(length))) return false
    return verify(hash, data, { key: key.object, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    return false
  }
}

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)
