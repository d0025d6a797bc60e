import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign as nodeSign } from 'node:crypto'
import canonicalizeJson from 'canonicalize'
import jsonld from 'jsonld'
import { canonize } from 'rdf-canonize'
import type { Json, JsonObject } from '../../src/json.ts'
import { loadContexts } from '../../src/proof/contexts.ts'

/** The pinned contexts as plain documents; everything else here is made without the code that it judges. */
export const contexts = loadContexts()

export type Curve = 'Ed25519' | 'P-256' | 'P-384'

/** A key pair with the names under which it can be published. */
export interface Key {
  curve: Curve
  privateKey: KeyObject
  jwk: JsonObject
  multibase: string
  did: string
  /** verification method */
  vm: string
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Base58 (Bitcoin alphabet), by long division. */
export const base58 = (bytes: Uint8Array): string => {
  let number = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; number > 0n; number /= 58n) text = (alphabet[Number(number % 58n)] as string) + text
  const zeros = [...bytes].findIndex((byte) => byte !== 0)
  return '1'.repeat(zeros === -1 ? bytes.length : zeros) + text
}

const prefixes: Record<Curve, number[]> = { Ed25519: [0xed, 0x01], 'P-256': [0x80, 0x24], 'P-384': [0x81, 0x24] }

export const multibaseOf = (curve: Curve, bytes: Uint8Array): string => `z${base58(Buffer.from([...prefixes[curve], ...bytes]))}`

const publicBytes = (curve: Curve, jwk: JsonObject): Uint8Array => {
  const x = Buffer.from(String(jwk['x']), 'base64url')
  if (curve === 'Ed25519') return x
  const y = Buffer.from(String(jwk['y']), 'base64url')
  return Buffer.concat([Buffer.from([2 + ((y.at(-1) as number) & 1)]), x])
}

const keyOf = (curve: Curve, privateKey: KeyObject): Key => {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' }) as JsonObject
  const multibase = multibaseOf(curve, publicBytes(curve, jwk))
  const did = `did:key:${multibase}`
  return { curve, privateKey, jwk, multibase, did, vm: `${did}#${multibase}` }
}

/** The same key for the same number. */
export const edKey = (number: number): Key => {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, number)])
  return keyOf('Ed25519', createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }))
}

export const ecKey = (curve: 'P-256' | 'P-384'): Key => keyOf(curve, generateKeyPairSync('ec', { namedCurve: curve }).privateKey)

/** Contexts that only a hostile document names: a stranger's server would serve them. */
const foreign = new Map<string, JsonObject>([
  ['https://evil.example/context.json', { '@context': { extra: 'https://evil.example/#extra', '@vocab': 'https://evil.example/#' } }],
])

const documentLoader = async (url: string) => {
  const document = foreign.get(url)
  return document === undefined ? contexts.documentLoader(url) : { contextUrl: null, documentUrl: url, document }
}

/** RDFC-1.0 by the libraries, without safe mode: what a careless issuer or an attacker would sign. */
const nquads = async (document: JsonObject, messageDigestAlgorithm: 'sha256' | 'sha384'): Promise<string> => {
  const options = { base: null, safe: false, documentLoader, rdfDirection: 'i18n-datatype', produceGeneralizedRdf: false }
  const quads = await jsonld.toRDF(document, options as never)
  return canonize(quads, { algorithm: 'RDFC-1.0', messageDigestAlgorithm } as never)
}

const hash = (name: 'sha256' | 'sha384', text: string): Buffer => createHash(name).update(text).digest()

/** The raw signature over bytes: Ed25519, or ECDSA as r ‖ s. */
export const rawSignature = (key: Key, bytes: Uint8Array): Buffer =>
  nodeSign({ Ed25519: null, 'P-256': 'sha256', 'P-384': 'sha384' }[key.curve], bytes, { key: key.privateKey, dsaEncoding: 'ieee-p1363' })

/** Members that replace those of an object; `undefined` takes one away. */
export type Members = { [member: string]: Json | undefined }
export const withMembers = (object: JsonObject, members: Members): JsonObject =>
  Object.fromEntries(Object.entries({ ...object, ...members }).filter((entry): entry is [string, Json] => entry[1] !== undefined))

const defaultSuite: Record<Curve, string> = { Ed25519: 'eddsa-rdfc-2022', 'P-256': 'ecdsa-rdfc-2019', 'P-384': 'ecdsa-rdfc-2019' }

/** What has no RDF at all is signed as JSON: nobody can verify it, and nobody may be confused by it. */
const toSign = async (document: JsonObject, options: JsonObject, key: Key): Promise<Uint8Array> => {
  const name = key.curve === 'P-384' ? 'sha384' : 'sha256'
  if (String(options['cryptosuite']).includes('-jcs-')) {
    const signed = options['@context'] === undefined ? document : { ...document, '@context': options['@context'] }
    return Buffer.concat([options, signed].map((value) => hash(name, canonicalizeJson(value) as string)))
  }
  const { '@context': _, ...rest } = options
  const configuration = { '@context': document['@context'] as Json, ...rest }
  const digest = async (value: JsonObject): Promise<Buffer> => hash(name, await nquads(value, name).catch(() => JSON.stringify(value)))
  return Buffer.concat([await digest(configuration), await digest(document)])
}

/** One proof over the document (with `proof` in a chain), its members replaced before it is signed. */
export const proofOver = async (document: JsonObject, key: Key, members: Members = {}): Promise<JsonObject> => {
  const options = withMembers(
    {
      type: 'DataIntegrityProof',
      cryptosuite: defaultSuite[key.curve],
      created: '2026-04-01T00:00:00Z',
      verificationMethod: key.vm,
      proofPurpose: 'assertionMethod',
    },
    members,
  )
  return { ...options, proofValue: `z${base58(rawSignature(key, await toSign(document, options, key)))}` }
}

/** The document with one proof over exactly what it says. */
export const seal = async (document: JsonObject, key: Key, members: Members = {}): Promise<JsonObject> => ({
  ...document,
  proof: await proofOver(document, key, members),
})
