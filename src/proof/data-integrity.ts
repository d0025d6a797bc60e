import { hash, type KeyObject } from 'node:crypto'
import type { Json, JsonObject } from '../json.ts'
import { decodeBase58btc, encodeBase58btc } from './base58.ts'
import type { Canonicalizer, SignableDocument } from './canonicalizer.ts'
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
  const signable = signableNow(document, canonicalizer) ?? (await signableLater(document, canonicalizer))
  const prepared = preparedProof(document, request, canonicalizer) ?? (await prepareProof(document, request, canonicalizer))
  return securedText(signable, prepared, await request.sign(hashDataOf(signable, prepared)))
}

/**
 * The same without waiting, for batches: `undefined` where the document is not like earlier ones, or the proof not like an earlier one,
 * so that `addProof` must be asked.
 *
 * @param signable - of the document, where it was asked for before
 */
export function addProofNow(
  document: JsonObject,
  request: Omit<ProofRequest, 'sign'> & { sign(bytes: Uint8Array): Uint8Array },
  canonicalizer: Canonicalizer,
  signable = signableNow(document, canonicalizer),
): SecuredText | undefined {
  const prepared = preparedProof(document, request, canonicalizer)
  if (signable === undefined || prepared === undefined) return undefined
  const proof = proofText(prepared, request.sign(hashDataOf(signable, prepared)))
  const text = signable.textWith(proof)
  return { text, sha256: signable.sha256With?.(proof) ?? hash('sha256', text, 'hex'), tail: proof }
}

/** A document with its proof, and the SHA-256 of that text in hexadecimal. */
export interface SecuredText {
  text: string
  sha256: string
  /** what follows the text of the document without its last brace */
  tail: string
}

type Signable = Pick<SignableDocument, 'digest' | 'textWith' | 'sha256With'>

const withText = (digest: Uint8Array, openJson: string): Signable => ({ digest, textWith: (rest) => openJson + rest })

/** Digest and text, where they are at hand and no verifier can order the lines differently. */
export function signableNow(document: JsonObject, canonicalizer: Canonicalizer): SignableDocument | undefined {
  if (Object.hasOwn(document, 'proof')) throw new TypeError('The document has a proof already.')
  const found = canonicalizer.signableNow?.(document)
  return found?.orderMayBeDisputed === false ? found : undefined
}

async function signableLater(document: JsonObject, canonicalizer: Canonicalizer): Promise<Signable> {
  const nquads = await canonicalizer.canonicalize(document)
  refuseDisputedOrder(nquads)
  return withText(sha256(nquads), JSON.stringify(document).slice(0, -1))
}

function hashDataOf(signable: Signable, prepared: PreparedProof): Uint8Array {
  const hashData = new Uint8Array(64)
  hashData.set(prepared.configurationDigest, 0)
  hashData.set(signable.digest, 32)
  return hashData
}

const securedText = (signable: Signable, prepared: PreparedProof, signature: Uint8Array): string =>
  signable.textWith(proofText(prepared, signature))

const proofText = (prepared: PreparedProof, signature: Uint8Array): string => `${prepared.openProof}${proofValueOf(signature)}"}}`

/** The part of a proof that is the same for a whole batch: it depends on contexts, key and creation time only. */
interface PreparedProof {
  configurationDigest: Uint8Array
  /** the text of the proof up to its value, with the comma before it */
  openProof: string
}

interface KnownProof extends PreparedProof {
  request: Omit<ProofRequest, 'sign'>
  contexts: Json
}

const maxPreparedProofs = 16
const preparedProofs = new WeakMap<Canonicalizer, KnownProof[]>()

function preparedProof(document: JsonObject, request: Omit<ProofRequest, 'sign'>, canonicalizer: Canonicalizer): PreparedProof | undefined {
  const contexts = document['@context'] as Json
  return preparedProofs.get(canonicalizer)?.find((proof) => isRequest(proof.request, request) && areSameNames(proof.contexts, contexts))
}

/** Only lists of names: an inline context is prepared anew each time. */
const areSameNames = (one: Json, other: Json): boolean =>
  Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((name, index) => name === other[index])

const isRequest = (one: Omit<ProofRequest, 'sign'>, other: Omit<ProofRequest, 'sign'>): boolean =>
  one.created === other.created &&
  one.verificationMethod === other.verificationMethod &&
  one.proofPurpose === other.proofPurpose &&
  one.challenge === other.challenge &&
  one.domain === other.domain

async function prepareProof(document: JsonObject, request: ProofRequest, canonicalizer: Canonicalizer): Promise<PreparedProof> {
  const { verificationMethod, created, proofPurpose, challenge, domain } = request
  const proof = proofOptions(request)
  const prepared: KnownProof = {
    request: { verificationMethod, created, proofPurpose, challenge, domain },
    contexts: structuredClone(document['@context'] as Json),
    configurationDigest: await canonicalizer.digest(proofConfiguration(document, proof)),
    openProof: `,"proof":${JSON.stringify(proof).slice(0, -1)},"proofValue":"`,
  }
  // The most recent one comes first.
  preparedProofs.set(canonicalizer, [prepared, ...(preparedProofs.get(canonicalizer) ?? [])].slice(0, maxPreparedProofs))
  return prepared
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
  const context = document['@context']
  return addMembers(context === undefined ? {} : { '@context': context }, proof, 'proofValue')
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
export const withoutProof = (document: JsonObject): JsonObject => without(document, 'proof')

function without(object: JsonObject, member: string): JsonObject {
  return addMembers({}, object, member)
}

/** Adds the members of an object, but for one, to another; deleting from a copy would make it slow to read. */
function addMembers(target: JsonObject, object: JsonObject, excepted: string): JsonObject {
  for (const name of Object.keys(object)) {
    if (name === excepted) continue
    if (name === '__proto__')
      Object.defineProperty(target, name, { value: object[name], enumerable: true, writable: true, configurable: true })
    else target[name] = object[name] as Json
  }
  return target
}
