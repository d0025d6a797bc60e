import { verifyAsync } from '@noble/ed25519'
import jsonld from 'jsonld'
import { canonize } from 'rdf-canonize'
import { isJsonObject, type JsonObject } from '../json.ts'

export type Contexts = Readonly<Record<string, object>>

const base58Alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** The bytes behind multibase base58btc (`z…`); undefined where it is none. */
export const decodeMultibase = (text: string): Uint8Array | undefined => {
  if (!text.startsWith('z') || text.length < 2 || text.length > 120) return undefined
  let value = 0n
  for (const character of text.slice(1)) {
    const digit = base58Alphabet.indexOf(character)
    if (digit < 0) return undefined
    value = value * 58n + BigInt(digit)
  }
  const bytes: number[] = []
  for (; value > 0n; value >>= 8n) bytes.unshift(Number(value & 255n))
  for (const character of text.slice(1)) {
    if (character !== '1') break
    bytes.unshift(0)
  }
  return Uint8Array.from(bytes)
}

/** The 32 bytes of an Ed25519 key in Multikey form (multicodec 0xed01). */
export const ed25519Key = (multikey: string): Uint8Array | undefined => {
  const bytes = decodeMultibase(multikey)
  return bytes?.length === 34 && bytes[0] === 0xed && bytes[1] === 0x01 ? bytes.slice(2) : undefined
}

/** SHA-256 of the canonical form; a term that no context defines is an error, never dropped. */
const digest = async (document: JsonObject, contexts: Contexts): Promise<Uint8Array> => {
  const documentLoader = async (url: string) => {
    const held = contexts[url]
    if (held === undefined) throw new Error(`The context ${url} is not held.`)
    return { documentUrl: url, document: held, contextUrl: null }
  }
  const quads = await jsonld.toRDF(document, { base: null, safe: true, documentLoader, rdfDirection: 'i18n-datatype' })
  const canonical = await canonize(quads, { algorithm: 'RDFC-1.0' })
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical)))
}

/**
 * Whether the document's one proof is an `eddsa-rdfc-2022` signature by this key over exactly this document
 * (Data Integrity EdDSA Cryptosuites 1.0, section 3.2). Says nothing about whose key it is.
 */
export const signatureFits = async (document: JsonObject, key: Uint8Array, contexts: Contexts): Promise<boolean> => {
  const { proof, ...unsecured } = document
  if (!isJsonObject(proof)) return false
  const { proofValue, ...options } = proof
  const signature = typeof proofValue === 'string' ? decodeMultibase(proofValue) : undefined
  const plain =
    options['type'] === 'DataIntegrityProof' &&
    options['cryptosuite'] === 'eddsa-rdfc-2022' &&
    options['proofPurpose'] === 'assertionMethod' &&
    options['@context'] === undefined
  if (!plain || signature?.length !== 64) return false
  const signed = new Uint8Array(64)
  signed.set(await digest({ '@context': document['@context'] ?? [], ...options }, contexts), 0)
  signed.set(await digest(unsecured, contexts), 32)
  return verifyAsync(signature, signed, key, { zip215: false })
}
