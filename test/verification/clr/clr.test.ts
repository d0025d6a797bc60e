import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { verifyDocument } from '../../../src/verification/verify-document.ts'
import { badgeBy } from '../proof/badges.ts'
import { ed25519Signer, signed } from '../proof/signers.ts'
import { deciding, newWorld } from '../proof/world.ts'
import { entryOf, listUrl, signedList } from '../status/lists.ts'

const keeper = await ed25519Signer(1)
const issuer = await ed25519Signer(2)
const badge = await signed(badgeBy(issuer.did), issuer)
const second = await signed(badgeBy(keeper.did, { id: 'https://badges.example/badges/2' }), keeper)

/** A learner record by its keeper, with the given credentials inside. */
const recordOf = (credentials: Json[], members: JsonObject = {}): Promise<JsonObject> =>
  signed(
    {
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ],
      id: 'urn:uuid:2c8f3f4e-8a31-4a5e-9d2e-7a1f0b9c8d7e',
      type: ['VerifiableCredential', 'ClrCredential'],
      issuer: { id: keeper.did, type: ['Profile'], name: '記録の保管者（デモ）' },
      validFrom: '2026-04-10T00:00:00Z',
      name: 'Record',
      credentialSubject: {
        id: 'urn:uuid:0d0a7dfe-8a04-4f2e-9c3a-3f6f0f5f2b10',
        type: ['ClrSubject'],
        verifiableCredential: credentials,
      },
      ...members,
    },
    keeper,
  )

const verify = async (document: JsonObject, web = {}) => verifyDocument(document, newWorld({ web }).deps)

describe('Comprehensive Learner Record 2.0: each credential inside is judged by its own steps', () => {
  test('a record of two good badges is valid, and names both', async () => {
    const answer = await verify(await recordOf([badge, second]))
    expect(deciding(answer)).toBe('valid')
    expect(answer.kind).toBe('clr-2')
    expect(answer.contained?.map(({ verdict, issuer: by }) => [verdict, by?.id])).toEqual([
      ['valid', issuer.did],
      ['valid', keeper.did],
    ])
  })
  test('an altered badge inside makes the whole invalid, though the record itself is well signed', async () => {
    const answer = await verify(await recordOf([second, { ...badge, name: 'altered' }]))
    expect(answer.verdict).toBe('invalid')
    expect(answer.checks.find(({ id }) => id === 'proof')?.status).toBe('passed')
    expect(answer.contained?.map(({ verdict }) => verdict)).toEqual(['valid', 'invalid'])
    expect(answer.problemDetails.length).toBeGreaterThan(0)
  })
  test('an unsigned badge inside makes the whole invalid', async () => {
    const { proof: _, ...unsigned } = badge
    expect((await verify(await recordOf([unsigned]))).verdict).toBe('invalid')
  })
  test('a revoked badge inside makes the whole invalid, and one whose list is down unverifiable', async () => {
    const revocable = await signed(badgeBy(issuer.did, { credentialStatus: entryOf() }), issuer)
    const record = await recordOf([revocable])
    expect((await verify(record, { [listUrl]: await signedList(issuer) })).verdict).toBe('valid')
    expect((await verify(record, { [listUrl]: await signedList(issuer, { set: [94567] }) })).verdict).toBe('invalid')
    expect((await verify(record)).verdict).toBe('unverifiable')
  })
  test('an altered record is invalid, and nothing inside it is looked up', async () => {
    const revocable = await signed(badgeBy(issuer.did, { credentialStatus: entryOf() }), issuer)
    const world = newWorld({ web: { [listUrl]: await signedList(issuer) } })
    const answer = await verifyDocument({ ...(await recordOf([revocable])), name: 'altered' }, world.deps)
    expect(deciding(answer)).toBe('invalid proof.altered')
    expect(world.fetched).toEqual([])
  })
})
