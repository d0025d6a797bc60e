import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign as nodeSign } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite as ecdsaRdfc2019 } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import { createDiscloseCryptosuite, createSignCryptosuite } from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { derive, issue, signPresentation as libraryPresentation } from '@digitalbazaar/vc'
import { p256, p384 } from '@noble/curves/nist.js'
import canonicalizeJson from 'canonicalize'
import type { Json, JsonObject } from '../../../src/json.ts'
import { proofHashData } from '../../../src/proof/data-integrity.ts'
import { encodeMultikey } from '../../../src/proof/multikey.ts'
import { canonicalizer, contexts } from './world.ts'

/** A key with its did:key, as the libraries want a signer. */
export interface Signer {
  did: string
  /** verification method */
  id: string
  multibase: string
  algorithm: 'Ed25519' | 'P-256' | 'P-384'
  privateKey: KeyObject
  jwk: JsonObject
  sign(options: { data: Uint8Array }): Promise<Uint8Array>
}

export const created = '2026-04-01T00:00:00Z'
const documentLoader = (url: string): Promise<unknown> => contexts.documentLoader(url)

/** The same key for the same number, everywhere. */
export const ed25519Signer = async (number: number): Promise<Signer> => {
  const seed = new Uint8Array(32).fill(number)
  const key = await Ed25519Multikey.generate({ seed })
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  return signerOf('Ed25519', createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }), key.publicKeyMultibase)
}

export const ecdsaSigner = (algorithm: 'P-256' | 'P-384'): Signer => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: algorithm === 'P-256' ? 'prime256v1' : 'secp384r1' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const curve = algorithm === 'P-256' ? p256 : p384
  const point = curve.Point.fromAffine({ x: integer(x), y: integer(y) })
  return signerOf(algorithm, privateKey, encodeMultikey({ type: algorithm, bytes: point.toBytes(true) }))
}

const integer = (text: string | undefined): bigint => BigInt(`0x${Buffer.from(text ?? '', 'base64url').toString('hex')}`)

const signerOf = (algorithm: Signer['algorithm'], privateKey: KeyObject, multibase: string): Signer => {
  const did = `did:key:${multibase}`
  const hash = { Ed25519: null, 'P-256': 'sha256', 'P-384': 'sha384' }[algorithm]
  return {
    did,
    id: `${did}#${multibase}`,
    multibase,
    algorithm,
    privateKey,
    jwk: createPublicKey(privateKey).export({ format: 'jwk' }) as JsonObject,
    sign: async ({ data }) => new Uint8Array(nodeSign(hash, data, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  }
}

export type SuiteName = 'eddsa-rdfc-2022' | 'eddsa-2022' | 'ecdsa-rdfc-2019'

/** Signs with the reference libraries, which know nothing of this project. The argument is not written to. */
export const signed = (document: JsonObject, signer: Signer, suite: SuiteName = 'eddsa-rdfc-2022', id = signer.id): Promise<JsonObject> => {
  const library = suite === 'ecdsa-rdfc-2019' ? ecdsaRdfc2019 : { ...eddsaRdfc2022, name: suite }
  const proof = new DataIntegrityProof({ signer: { ...signer, id }, date: created, cryptosuite: library })
  return issue({ credential: structuredClone(document), suite: proof, documentLoader })
}

/** Signs a base proof for selective disclosure and derives from it, with the reference libraries. */
export const selectivelyDisclosed = async (
  document: JsonObject,
  signer: Signer,
  pointers: { mandatory: string[]; chosen: string[] },
): Promise<{ base: JsonObject; derived: JsonObject }> => {
  const sign = createSignCryptosuite({ mandatoryPointers: pointers.mandatory })
  const suite = new DataIntegrityProof({ signer, date: created, cryptosuite: sign })
  const base = await issue({ credential: structuredClone(document), suite, documentLoader })
  const disclose = createDiscloseCryptosuite({ selectivePointers: pointers.chosen })
  const discloser = new DataIntegrityProof({ cryptosuite: disclose })
  return { base, derived: await derive({ verifiableCredential: structuredClone(base), suite: discloser, documentLoader }) }
}

/** Signs a presentation with the reference libraries. */
export const signedPresentation = (
  presentation: JsonObject,
  signer: Signer,
  options: { challenge?: string; domain?: string } = {},
): Promise<JsonObject> => {
  const suite = new DataIntegrityProof({ signer, date: created, cryptosuite: eddsaRdfc2022 })
  const challenge = options.challenge ?? 'a challenge'
  return libraryPresentation({ ...options, challenge, presentation: structuredClone(presentation), suite, documentLoader })
}

export const base58 = (bytes: Uint8Array): string => `z${encode58(bytes)}`

const encode58 = (bytes: Uint8Array): string => {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  let number = BigInt(`0x00${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; number > 0n; number /= 58n) text = (alphabet[Number(number % 58n)] as string) + text
  for (const byte of bytes) {
    if (byte !== 0) break
    text = `1${text}`
  }
  return text
}

/** Members that replace those of a proof; `undefined` takes one away. */
export type Members = { [member: string]: Json | undefined }

const withMembers = (proof: JsonObject, members: Members): JsonObject =>
  Object.fromEntries(Object.entries({ ...proof, ...members }).filter((entry): entry is [string, Json] => entry[1] !== undefined))

/** A proof by hand over `document`, for what no library here makes: other members, chains, other types. */
export const proofOver = async (document: JsonObject, signer: Signer, members: Members = {}): Promise<JsonObject> => {
  const proof = withMembers(
    { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', created, verificationMethod: signer.id, proofPurpose: 'assertionMethod' },
    members,
  )
  const signature = await signer.sign({ data: await proofHashData(document, proof, canonicalizer) })
  return { ...proof, proofValue: base58(signature) }
}

/** An `eddsa-jcs-2022` proof, which repeats the contexts of the document as the suite's text asks. */
export const jcsProofOver = async (document: JsonObject, signer: Signer, members: Members = {}): Promise<JsonObject> => {
  const context = document['@context']
  const proof = withMembers(
    {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      created,
      verificationMethod: signer.id,
      proofPurpose: 'assertionMethod',
      ...(context === undefined ? {} : { '@context': context }),
    },
    members,
  )
  const digest = (value: JsonObject): Buffer =>
    createHash('sha256')
      .update(canonicalizeJson(value) as string)
      .digest()
  const signedDocument = proof['@context'] === undefined ? document : { ...document, '@context': proof['@context'] }
  const signature = await signer.sign({ data: Buffer.concat([digest(proof), digest(signedDocument)]) })
  return { ...proof, proofValue: base58(signature) }
}
