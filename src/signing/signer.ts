import type { CheckedPlainCredential } from '../openbadges/plain-credential.ts'
import type { CheckedCredential } from '../openbadges/types.ts'
import type { TextParts } from '../proof/canonicalizer.ts'
import type { ShapeCounts } from '../proof/shape/shape-canonicalizer.ts'
import type { TreeHead } from '../proof/tree-head.ts'
import type { KeyPurpose } from './key-file.ts'

export type Securing = 'eddsa-rdfc-2022' | 'eddsa-jcs-2022' | 'jose'

/** Names the key that signs and how verifiers find it. */
export interface SigningKey {
  kid: string
  /** DID URL or https URL of the key, ending in `#z6Mk…` (CONFORMANCE T4) */
  verificationMethod: string
}

/**
 * Names the stored record whose document is signed. A signer of its own process reads the document from there and takes no other: it has no free
 * `sign(bytes)` (SECURITY T19).
 */
export type RecordRef = `credential:${string}` | `endorsement:${string}` | `filed:${string}`

/** A signed document as text that is stored and served byte for byte, with its SHA-256 in hex. */
export interface Signed {
  text: string
  sha256: string
  /** what follows the text of the document without its last brace, where the document was prepared */
  tail?: string
}

/** A checked document whose canonical form the signer has made before there is anything to sign. Only the signer makes one, and takes only its own. */
export interface PreparedCredential {
  readonly credential: CheckedCredential
  /** the text that will be signed: that of the document, byte for byte as `JSON.stringify` writes it */
  readonly parts: TextParts
}

/**
 * Many badges under one key and one instant. What depends on these alone (the hash of the proof configuration, the opened key) is made once.
 *
 * The first badge and one at a random place in each further ten thousand are verified by the reference path before `sign` hands back the
 * badges among which they are.
 */
export interface SigningBatch {
  /**
   * Signs some badges of the batch. May be called again and again, one call after the other; a batch of a hundred thousand in pieces of a
   * few hundred is one batch.
   *
   * @param records - of each credential
   * @param prepared - of each credential what `Signer.prepare` gave for it, if anything
   * @returns in the order of the argument, each text the same bytes that `Signer.sign` gives
   * @throws ServiceError `signing_guard` when the reference path does not confirm a badge, `credential_refused` when a document has no
   *   canonical form (or one that verifiers would order differently). Nothing of this call is handed back then, and every later call throws
   *   the same
   */
  sign(
    credentials: readonly CheckedCredential[],
    records: readonly RecordRef[],
    prepared?: readonly (PreparedCredential | undefined)[],
  ): Promise<Signed[]>
}

/** What the signer did since it was made, for the metrics. */
export interface SigningCounts {
  /** documents by the way they took; `shapes.fallbacks` by reason, empty for ordinary badges. Absent without a compiled path */
  shapes?: ShapeCounts
  /** badges that the reference path verified before they left the signer, and how many of them were wrong (must be 0) */
  guard: { verified: number; wrong: number }
}

/**
 * The only room with private keys. It takes a document that passed every rule, never free bytes (SECURITY T19, ARCHITECTURE "Prepare, check, sign"). Two back
 * ends: the process of the service (`local-signer.ts`), and a process of its own behind a socket (`remote-signer.ts`). One contract suite runs on both.
 */
export interface Signer {
  /**
   * Signs with Data Integrity `eddsa-rdfc-2022`.
   *
   * @param created - instant of the signature, whole seconds are written
   * @param record - where the document is stored
   * @throws ServiceError `key_missing` or `key_file_damaged`, naming the file and no secret; `credential_refused` when the document has
   *   no canonical form, `overloaded` when that could not be found out now, `signing_guard` as for a batch
   */
  sign(key: SigningKey, credential: CheckedCredential, created: Date, record: RecordRef): Promise<Signed>
  /**
   * Opens a batch for one key and one instant.
   *
   * @throws ServiceError as `sign`, for what concerns the key
   */
  openBatch(key: SigningKey, created: Date): Promise<SigningBatch>
  /**
   * Does ahead of its signature what a document needs whatever the key: its canonical form and its text. Signs nothing. `undefined` for a document that is
   * not like earlier ones; a signer elsewhere, which reads the documents itself, has no such thing.
   */
  prepare?(credential: CheckedCredential): PreparedCredential | undefined
  /**
   * Secures a checked credential of any kind for an issuing instance of the VC-API (VC-API sections 3 and 8).
   *
   * @param securing - Data Integrity with either suite, or an enveloped JOSE credential (`typ: vc+jwt`)
   * @throws ServiceError `credential_refused` when the document has no canonical form, e.g. an undefined term
   */
  signPlain(
    key: SigningKey,
    credential: CheckedPlainCredential | CheckedCredential,
    created: Date,
    securing: Securing,
    record: RecordRef,
  ): Promise<Signed>
  /**
   * Secures a badge as VC-JWT (Open Badges 3.0, section 8.2) with EdDSA.
   *
   * @returns the compact token
   * @throws ServiceError as `sign`
   */
  signToken(key: SigningKey, credential: CheckedCredential, record: RecordRef): Promise<Signed>
  /**
   * Makes a new key pair and stores the private half encrypted.
   *
   * @param label - begins the file's name, e.g. the issuer's slug
   * @param purpose - `log` for heads of the public log; such a key signs nothing else, and no other key signs them
   * @returns the public half; its Multikey text is also the key id
   */
  createKey(label: string, now: Date, purpose?: KeyPurpose): Promise<{ kid: string; publicKeyMultibase: string }>
  /**
   * Signs a head of the public log with a key that was made for it.
   *
   * @returns the signed note (C2SP "tlog-checkpoint")
   * @throws ServiceError `key_missing` when the file is not there or the key is for badges, `key_file_damaged`
   */
  signTreeHead(kid: string, head: TreeHead): Promise<string>
  /** The public key as a JWK, for the published key set */
  publicJwk(publicKeyMultibase: string): { kty: 'OKP'; crv: 'Ed25519'; x: string; alg: 'EdDSA'; use: 'sig' }
  /** Opens the private key once, so that the first badge need not wait; @throws like `sign` */
  unlock(kid: string, purpose?: KeyPurpose): Promise<void>
  /** a copy of the counters */
  counts(): SigningCounts
}

/** A signer that has the documents at hand: it needs no record to read them from. */
export interface LocalSigner extends Signer {
  sign(key: SigningKey, credential: CheckedCredential, created: Date, record?: RecordRef): Promise<Signed>
  openBatch(key: SigningKey, created: Date): Promise<LocalSigningBatch>
  signToken(key: SigningKey, credential: CheckedCredential, record?: RecordRef): Promise<Signed>
  signPlain(
    key: SigningKey,
    credential: CheckedPlainCredential | CheckedCredential,
    created: Date,
    securing: Securing,
    record?: RecordRef,
  ): Promise<Signed>
}

export interface LocalSigningBatch extends SigningBatch {
  sign(
    credentials: readonly CheckedCredential[],
    records?: readonly RecordRef[],
    prepared?: readonly (PreparedCredential | undefined)[],
  ): Promise<Signed[]>
}
