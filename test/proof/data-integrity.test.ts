import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue, verifyCredential } from '@digitalbazaar/vc'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { addProof, proofConfiguration, verifyEddsaRdfc, withoutProof } from '../../src/proof/data-integrity.ts'
import { ed25519PrivateKey, ed25519PublicBytes, ed25519PublicKey, signEd25519 } from '../../src/proof/ed25519.ts'
import { decodeMultikey, encodeMultikey } from '../../src/proof/multikey.ts'
import { specDir } from '../support/spec-dir.ts'
import { sampleBadge } from './sample-badge.ts'

const contexts = loadContexts()
const canonicalizer = referenceCanonicalizer(contexts)
const seed = new Uint8Array(32).fill(7)
const privateKey = ed25519PrivateKey(seed)
const multibase = encodeMultikey({ type: 'Ed25519', bytes: ed25519PublicBytes(privateKey) })
const controller = `did:key:${multibase}`
const verificationMethod = `${controller}#${multibase}`
const created = '2026-04-01T00:00:00Z'

const signed = async (document: JsonObject): Promise<JsonObject> =>
  JSON.parse(await addProof(document, { verificationMethod, created, sign: (bytes) => signEd25519(privateKey, bytes) }, canonicalizer))

const accepts = async (document: JsonObject): Promise<boolean> =>
  verifyEddsaRdfc(withoutProof(document), document['proof'] as JsonObject, ed25519PublicKey(ed25519PublicBytes(privateKey)), canonicalizer)

/** What the libraries need to know: our contexts, and the key and its controller by their URLs. */
const libraryLoader = async (url: string) => {
  const key = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: verificationMethod,
    type: 'Multikey',
    controller,
    publicKeyMultibase: multibase,
  }
  if (url === verificationMethod) return { documentUrl: url, document: key, contextUrl: null }
  if (url === controller) {
    const document = { '@context': 'https://www.w3.org/ns/did/v1', id: controller, assertionMethod: [verificationMethod] }
    return { documentUrl: url, document, contextUrl: null }
  }
  return contexts.documentLoader(url)
}

describe('eddsa-rdfc-2022', () => {
  test('DI-2 the proof has the members that the specification asks for, in the order of the reference library', async () => {
    const { proof } = await signed(sampleBadge())
    expect(Object.keys(proof as JsonObject)).toEqual(['type', 'created', 'verificationMethod', 'cryptosuite', 'proofPurpose', 'proofValue'])
    expect(proof).toMatchObject({ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', proofPurpose: 'assertionMethod' })
  })

  test('a signed badge verifies, and is refused once one character of its name differs', async () => {
    const badge = await signed(sampleBadge())
    expect(await accepts(badge)).toBe(true)
    expect(await accepts({ ...badge, name: `${badge['name']}。` })).toBe(false)
  })

  test('the proof options are signed: another creation time in the proof is refused', async () => {
    const badge = await signed(sampleBadge())
    const proof = { ...(badge['proof'] as JsonObject), created: '2026-04-01T00:00:01Z' }
    expect(await accepts({ ...badge, proof })).toBe(false)
  })

  test.each([
    ['without the multibase prefix', (value: string) => value.slice(1)],
    ['in another base', (value: string) => `u${value.slice(1)}`],
    ['one byte short', (value: string) => value.slice(0, -2)],
    ['with a character that base58 lacks', (value: string) => `${value.slice(0, -1)}0`],
  ])('a proof value %s is refused', async (_, change) => {
    const badge = await signed(sampleBadge())
    const proof = badge['proof'] as JsonObject
    expect(await accepts({ ...badge, proof: { ...proof, proofValue: change(proof['proofValue'] as string) } })).toBe(false)
  })

  test('signing does not write into the document that it is given', async () => {
    const badge = sampleBadge()
    await signed(badge)
    expect(badge).toEqual(sampleBadge())
  })

  test('a document that has a proof already is not signed again', async () => {
    const badge = await signed(sampleBadge())
    await expect(signed(badge)).rejects.toThrow('has a proof already')
  })

  test('a document that verifiers would order differently is refused before it is signed', async () => {
    const badge = sampleBadge()
    const subject = badge['credentialSubject'] as JsonObject
    const achievement = subject['achievement'] as JsonObject
    await expect(
      signed({ ...badge, credentialSubject: { ...subject, achievement: { ...achievement, tag: ['𠮷田', '（田）'] } } }),
    ).rejects.toThrow('sort by code point')
    await expect(
      signed({ ...badge, credentialSubject: { ...subject, achievement: { ...achievement, tag: ['𠮷田', '田）'] } } }),
    ).resolves.toBeDefined()
  })
})

describe('against the libraries', () => {
  test('@digitalbazaar/vc makes the same bytes for the same key and creation time', async () => {
    const key = await Ed25519Multikey.generate({ id: verificationMethod, controller, seed })
    const suite = new DataIntegrityProof({ signer: key.signer(), date: created, cryptosuite })
    const theirs = await issue({ credential: sampleBadge(), suite, documentLoader: libraryLoader })
    const ours = await addProof(
      sampleBadge(),
      { verificationMethod, created, sign: (bytes) => signEd25519(privateKey, bytes) },
      canonicalizer,
    )
    expect(ours).toBe(JSON.stringify(theirs))
  })

  test('@digitalbazaar/vc verifies what we sign, and refuses it altered', async () => {
    const suite = new DataIntegrityProof({ cryptosuite })
    const badge = await signed({ ...sampleBadge(), issuer: { ...(sampleBadge()['issuer'] as JsonObject), id: controller } })
    const verify = (credential: JsonObject) =>
      verifyCredential({ credential, suite, documentLoader: libraryLoader, checkStatus: async () => ({ verified: true }) })
    expect(await verify(badge)).toMatchObject({ verified: true })
    expect(await verify({ ...badge, validFrom: '2026-03-31T00:00:00Z' })).toMatchObject({ verified: false })
  })
})

describe.runIf(specDir !== undefined)("the specification's signed vector", () => {
  const vectors = join(specDir ?? '', 'vectors')
  const vector = specDir === undefined ? {} : (JSON.parse(readFileSync(join(vectors, 'proof-vector-2.json'), 'utf8')) as JsonObject)
  const proof = vector['proof'] as JsonObject
  const canon = (name: string): string => `${readFileSync(join(vectors, name), 'utf8').trimEnd()}\n`

  test('DI-3 it verifies with the key in the fragment of its verification method', async () => {
    const key = ed25519PublicKey(decodeMultikey((proof['verificationMethod'] as string).split('#')[1] as string).bytes)
    expect(await verifyEddsaRdfc(withoutProof(vector), proof, key, canonicalizer)).toBe(true)
    expect(await verifyEddsaRdfc({ ...withoutProof(vector), name: 'Teamwork badge' }, proof, key, canonicalizer)).toBe(false)
  })

  test('document and proof options have the canonical form that the specification prints', async () => {
    expect(await canonicalizer.canonicalize(withoutProof(vector))).toBe(canon('obv3p0-document-canon.txt'))
    expect(await canonicalizer.canonicalize(proofConfiguration(vector, proof))).toBe(canon('obv3p0-proof-canon.txt'))
  })
})
