import type { KeyObject } from 'node:crypto'
import type { JsonObject } from '../json.ts'
import { decodeBase58btc, encodeBase58btc } from './base58.ts'
import type { Canonicalizer } from './canonicalizer.ts'
import { refuseDisputedOrder } from './disputed-order.ts'
import { verifyEd25519 } from './ed25519.ts'
import { sha256 } from './sha256.ts'

/** What the caller decides about a proof; the rest of it is fixed by the suite. */
export interface ProofRequest {
  /** DID URL or https URL of the key */
  verificationMethod: string
  /** `xsd:dateTimeStamp`; the library's form is whole seconds with `Z` */
  created: string
  /** Ed25519 over the 64 bytes of `proofHashData` */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
  proofPurpose?: 'assertionMethod' | 'authentication'
  /** presentations only */
  challenge?: string
  domain?: string
}

/**
 * Signs a document with `eddsa-rdfc-2022` (Data Integrity EdDSA Cryptosuites 1.0, section 3.2) and returns the text to be stored and
 * served: the document with its proof as last member. The argument is not written to.
 *
 * @throws CanonicalizationError when the document has no canonical form, or one that verifiers would order differently
 */
export async function addProof(document: JsonObject, request: ProofRequest, canonicalizer: Canonicalizer): Promise<string> {
  if (Object.hasOwn(document, 'proof')) throw new TypeError('The document has a proof already.')
  const proof = proofOptions(request)
  const hashData = await proofHashData(document, proof, { ...canonicalizer, digest: (part) => signableDigest(part, canonicalizer) })
  return JSON.stringify({ ...document, proof: { ...proof, proofValue: proofValueOf(await request.sign(hashData)) } })
}

/** The proof without its value, members in the order in which they are written. */
export function proofOptions(request: Omit<ProofRequest, 'sign'>): JsonObject {
  const { verificationMethod, created, challenge, domain, proofPurpose = 'assertionMethod' } = request
  return {
    type: 'DataIntegrityProof',
    created,
    verificationMethod,
    cryptosuite: 'eddsa-rdfc-2022',
    proofPurpose,
    ...(challenge === undefined ? {} : { challenge }),
    ...(domain === undefined ? {} : { domain }),
  }
}

/**
 * The 64 bytes that an RDFC suite with SHA-256 signs: hash of the proof configuration, then hash of the document.
 *
 * @param document - what the proof is over: without `proof`, or, for a chained proof, with the list of the proofs that it names
 * @param proof - with or without `proofValue`, which does not count
 */
export async function proofHashData(document: JsonObject, proof: JsonObject, canonicalizer: Canonicalizer): Promise<Uint8Array> {
  const hashData = new Uint8Array(64)
  hashData.set(await canonicalizer.digest(proofConfiguration(document, proof)), 0)
  hashData.set(await canonicalizer.digest(document), 32)
  return hashData
}

/** The proof as it is hashed: no value, and the contexts of the document ("Proof Configuration"). */
export function proofConfiguration(document: JsonObject, proof: JsonObject): JsonObject {
  const { proofValue: _, ...options } = proof
  return document['@context'] === undefined ? options : { '@context': document['@context'], ...options }
}

/**
 * Whether the signature in the proof fits the document and the key. Says nothing about whose key it is, about dates or about purpose.
 *
 * @param document - as for `proofHashData`
 * @param publicKey - from `ed25519PublicKey`
 * @throws CanonicalizationError when document or proof have no canonical form
 */
export async function verifyEddsaRdfc(
  document: JsonObject,
  proof: JsonObject,
  publicKey: KeyObject,
  canonicalizer: Canonicalizer,
): Promise<boolean> {
  const signature = signatureOf(proof)
  if (signature === undefined) return false
  return verifyEd25519(publicKey, await proofHashData(document, proof, canonicalizer), signature)
}

/** A signature as `proofValue`: multibase base58btc. */
export const proofValueOf = (signature: Uint8Array): string => `z${encodeBase58btc(signature)}`

/** The 64 bytes of an Ed25519 or P-256 signature in `proofValue`; `undefined` when it is not base58btc of exactly that length. */
export function signatureOf(proof: JsonObject): Uint8Array | undefined {
  const { proofValue } = proof
  if (typeof proofValue !== 'string' || !proofValue.startsWith('z') || proofValue.length > 100) return undefined
  const signature = decodeBase58btc(proofValue.slice(1))
  return signature?.length === 64 ? signature : undefined
}

/** The document without its proofs; a copy. */
export function withoutProof(document: JsonObject): JsonObject {
  const { proof: _, ...rest } = document
  return rest
}

async function signableDigest(document: JsonObject, canonicalizer: Canonicalizer): Promise<Uint8Array> {
  const nquads = await canonicalizer.canonicalize(document)
  refuseDisputedOrder(nquads)
  return sha256(nquads)
}
