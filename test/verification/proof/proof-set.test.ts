import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { badgeBy } from './badges.ts'
import { ecdsaSigner, ed25519Signer, jcsProofOver, proofOver, signed } from './signers.ts'
import { newWorld, outcome, verify } from './world.ts'

const issuer = await ed25519Signer(1)
const coSigner = await ed25519Signer(2)
const stranger = await ed25519Signer(3)
const document = badgeBy(issuer.did)

const byIssuer = await proofOver(document, issuer, { id: 'urn:uuid:1' })
const byCoSigner = await proofOver(document, coSigner, { id: 'urn:uuid:2' })
const broken = (proof: JsonObject): JsonObject => ({ ...proof, created: '2026-04-01T00:00:01Z' })
const withProof = (proof: Json): JsonObject => ({ ...document, proof })
const unknown: JsonObject = { ...byCoSigner, id: 'urn:uuid:9', cryptosuite: 'bbs-2023' }

/** A proof over the document with these proofs, complete with their values. */
const chained = (previous: JsonObject[], signer = coSigner, id = 'urn:uuid:3'): Promise<JsonObject> => {
  const names = previous.map((proof) => proof['id'] as string)
  const [only] = names
  return proofOver({ ...document, proof: previous }, signer, { id, previousProof: names.length === 1 ? (only as string) : names })
}

describe('L8: proof sets are judged as a whole', () => {
  test.each<[string, Json, string]>([
    ['the issuer alone', byIssuer, 'valid'],
    ['the issuer in a list of one', [byIssuer], 'valid'],
    ['the issuer and a co-signer', [byIssuer, byCoSigner], 'valid'],
    ['a co-signer and the issuer', [byCoSigner, byIssuer], 'valid'],
    ['the issuer twice', [byIssuer, { ...byIssuer, id: 'urn:uuid:4' }], 'invalid proof.altered'],
    ['a co-signer without the issuer', [byCoSigner], 'invalid issuer.not_confirmed'],
    ['the issuer and a broken proof of a co-signer', [byIssuer, broken(byCoSigner)], 'invalid proof.altered'],
    ['a broken proof of the issuer and a good one of a co-signer', [broken(byIssuer), byCoSigner], 'invalid proof.altered'],
    [
      'a good proof of a stranger and one that only names the issuer’s key',
      [byCoSigner, { ...byCoSigner, id: 'urn:uuid:5', verificationMethod: issuer.id }],
      'invalid proof.altered',
    ],
    ['two proofs of one id', [byIssuer, { ...byCoSigner, id: 'urn:uuid:1' }], 'invalid'],
    ['the issuer and a proof of an unknown suite', [byIssuer, unknown], 'valid'],
    ['an unknown suite alone', [unknown], 'unverifiable proof.suite_unknown'],
    ['an unknown suite and a co-signer', [unknown, byCoSigner], 'invalid issuer.not_confirmed'],
    ['the issuer and a proof for another purpose', [byIssuer, { ...byCoSigner, proofPurpose: 'authentication' }], 'invalid'],
    ['the issuer and something that is no object', [byIssuer, 'proof'], 'invalid'],
  ])('%s', async (_name, proof, expected) => {
    expect(await outcome(withProof(proof))).toMatch(new RegExp(`^${expected}`))
  })

  test('two suites may sign one badge', async () => {
    const key = ecdsaSigner('P-256')
    const ecdsa = (await signed(document, key, 'ecdsa-rdfc-2019'))['proof'] as JsonObject
    expect(await outcome(withProof([byIssuer, ecdsa, await jcsProofOver(document, stranger)]))).toBe('valid')
  })

  test('a co-signer whose key cannot be fetched leaves the whole unverifiable', async () => {
    const remote = await proofOver(document, coSigner, { id: 'urn:uuid:6', verificationMethod: 'did:web:nowhere.example#key-1' })
    expect(await outcome(withProof([byIssuer, remote]))).toBe('unverifiable proof.key_unreachable')
  })

  test('a proof of an unknown suite is reported', async () => {
    const { checks, warnings } = await verify(withProof([byIssuer, unknown]))
    const items = checks.find(({ id }) => id === 'proof')?.items?.map(({ code }) => code)
    expect(items).toEqual(['proof.verified', 'proof.suite_unknown'])
    expect(warnings.map(({ code }) => code)).toEqual(['proof.suite_unknown'])
  })
})

describe('L8, VC-API section 6: proof chains', async () => {
  const second = await chained([byIssuer])
  const both = await chained([byIssuer, byCoSigner], stranger)
  const third = await chained([second], stranger, 'urn:uuid:7')

  test.each<[string, Json, string]>([
    ['a second proof over the first', [byIssuer, second], 'valid'],
    ['in another order', [second, byIssuer], 'valid'],
    ['a proof over two others', [byIssuer, byCoSigner, both], 'valid'],
    ['a chain of three', [byIssuer, second, third], 'valid'],
    ['the first proof missing', [second], 'invalid proof.previous_unknown'],
    ['the first proof altered', [broken(byIssuer), second], 'invalid proof.altered'],
    ['the last of a chain without the middle', [byIssuer, third], 'invalid proof.previous_unknown'],
    ['previousProof taken away', [byIssuer, without(second)], 'invalid proof.altered'],
    ['previousProof added to a proof of a set', [byIssuer, { ...byCoSigner, previousProof: 'urn:uuid:1' }], 'invalid proof.altered'],
    [
      'one of two previous proofs no longer named',
      [byIssuer, byCoSigner, { ...both, previousProof: 'urn:uuid:1' }],
      'invalid proof.altered',
    ],
    ['previousProof a number', [byIssuer, { ...second, previousProof: 1 }], 'invalid'],
    ['previousProof an empty list', [byIssuer, { ...second, previousProof: [] }], 'invalid'],
    ['previousProof with a number among texts', [byIssuer, { ...second, previousProof: ['urn:uuid:1', 1] }], 'invalid'],
    ['a proof that builds on itself', [byIssuer, { ...second, previousProof: 'urn:uuid:3' }], 'invalid proof.chain_cycle'],
    ['two proofs that build on each other', [{ ...byIssuer, previousProof: 'urn:uuid:3' }, second], 'invalid proof.chain_cycle'],
  ])('%s', async (_name, proof, expected) => {
    expect(await outcome(withProof(proof))).toMatch(new RegExp(`^${expected}`))
  })

  test('a chain on a proof of an unknown suite cannot be decided', async () => {
    const onUnknown = await proofOver({ ...document, proof: [unknown] }, issuer, { id: 'urn:uuid:8', previousProof: 'urn:uuid:9' })
    expect(await outcome(withProof([byIssuer, unknown, onUnknown]))).toBe('unverifiable proof.previous_broken')
  })

  test('a chained proof made in the other form, over the document without proofs, is refused', async () => {
    const wrong = await proofOver(document, coSigner, { id: 'urn:uuid:3', previousProof: 'urn:uuid:1' })
    expect(await outcome(withProof([byIssuer, wrong]))).toBe('invalid proof.altered')
  })
})

describe('T5: a good signature by somebody else', () => {
  test('a badge by a fresh key that bears the name of a known issuer is not recognised', async () => {
    const register = { [issuer.did]: { name: '県', since: '2026-04-01' } }
    const forged = await signed(badgeBy(stranger.did), stranger)
    const { verdict, issuer: answer } = await verify(forged, newWorld({ register }))
    expect(verdict).toBe('valid')
    expect(answer).toMatchObject({ id: stranger.did, recognised: false, name: 'リスキリング事務局（デモ）' })
    const own = await verify(await signed(document, issuer), newWorld({ register }))
    expect(own.issuer).toMatchObject({ id: issuer.did, recognised: true, register: { name: '県' } })
  })

  test('a stranger who signs in the name of a known issuer is refused, and the issuer is not recognised', async () => {
    const register = { [issuer.did]: { name: '県', since: '2026-04-01' } }
    const { verdict, issuer: answer, checks } = await verify(await signed(document, stranger), newWorld({ register }))
    expect(verdict).toBe('invalid')
    expect(answer?.recognised).toBe(false)
    expect(checks.find(({ id }) => id === 'proof')?.status).toBe('passed')
    expect(checks.find(({ id }) => id === 'issuer')?.code).toBe('issuer.not_confirmed')
  })
})

function without(proof: JsonObject): JsonObject {
  const { previousProof: _, ...rest } = proof
  return rest
}

describe('step 4: floods are refused before anything is verified', () => {
  test('four proofs are judged, five are not', async () => {
    const proofs = [byIssuer, byCoSigner, await proofOver(document, stranger), await jcsProofOver(document, stranger)]
    const flood = [...proofs, await jcsProofOver(document, coSigner)]
    expect(await outcome(withProof(proofs))).toBe('valid')
    expect(await outcome(withProof(flood))).toBe('bad-request input.too_many_proofs')
  })
})
