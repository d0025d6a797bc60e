import type { CheckedPlainCredential } from '../openbadges/plain-credential.ts'
import type { CheckedCredential } from '../openbadges/types.ts'

export type Securing = 'eddsa-rdfc-2022' | 'eddsa-jcs-2022' | 'jose'

/** Names the key that signs and how verifiers find it. */
export interface SigningKey {
  kid: string
  /** DID URL or https URL of the key, ending in `#z6Mk…` (CONFORMANCE T4) */
  verificationMethod: string
}

/** A signed document as text that is stored and served byte for byte, with its SHA-256 in hex. */
export interface Signed {
  text: string
  sha256: string
}

/**
 * The only room with private keys. It takes a document that passed every rule, never free bytes (SECURITY T19, ARCHITECTURE "Prepare, check, sign").
 */
export interface Signer {
  /**
   * Signs with Data Integrity `eddsa-rdfc-2022`.
   *
   * @param created - instant of the signature, whole seconds are written
   * @throws ServiceError `key_missing` or `key_file_damaged`, naming the file and no secret
   */
  sign(key: SigningKey, credential: CheckedCredential, created: Date): Promise<Signed>
  /**
   * Secures a checked credential of any kind for an issuing instance of the VC-API (VC-API sections 3 and 8).
   *
   * @param securing - Data Integrity with either suite, or an enveloped JOSE credential (`typ: vc+jwt`)
   * @throws ServiceError `credential_refused` when the document has no canonical form, e.g. an undefined term
   */
  signPlain(key: SigningKey, credential: CheckedPlainCredential | CheckedCredential, created: Date, securing: Securing): Promise<Signed>
  /**
   * Makes a new key pair and stores the private half encrypted.
   *
   * @param label - begins the file's name, e.g. the issuer's slug
   * @returns the public half; its Multikey text is also the key id
   */
  createKey(label: string, now: Date): Promise<{ kid: string; publicKeyMultibase: string }>
  /** The public key as a JWK, for the published key set */
  publicJwk(publicKeyMultibase: string): { kty: 'OKP'; crv: 'Ed25519'; x: string; alg: 'EdDSA'; use: 'sig' }
  /** Opens the private key once, so that the first badge need not wait; @throws like `sign` */
  unlock(kid: string): Promise<void>
}
