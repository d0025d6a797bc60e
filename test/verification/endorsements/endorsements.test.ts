import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import type { Check } from '../../../src/verification/verdict.ts'
import { verifyDocument } from '../../../src/verification/verify-document.ts'
import { badgeBy } from '../proof/badges.ts'
import { ed25519Signer, signed } from '../proof/signers.ts'
import { deciding, newWorld, type Web } from '../proof/world.ts'
import { entryOf, listUrl, signedList } from '../status/lists.ts'
import { endorsementBy } from './endorsement-by.ts'

const issuer = await ed25519Signer(1)
const employer = await ed25519Signer(2)
const stranger = await ed25519Signer(3)
const bare = badgeBy(issuer.did)
const badgeId = bare['id'] as string
const achievementId = 'https://badges.example/achievements/data-basics/1'

const withOn = async (place: 'badge' | 'achievement' | 'issuer', endorsement: Json): Promise<JsonObject> => {
  const badge = structuredClone(bare)
  const subject = badge['credentialSubject'] as JsonObject
  const holder = { badge, achievement: subject['achievement'] as JsonObject, issuer: badge['issuer'] as JsonObject }[place]
  holder['endorsement'] = [endorsement]
  return signed(badge, issuer)
}

const verify = (document: JsonObject, web: Web = {}) => verifyDocument(document, newWorld({ web }).deps)
const lineOf = async (document: JsonObject, web: Web = {}): Promise<Check | undefined> =>
  (await verify(document, web)).checks.find(({ id }) => id === 'endorsements')

describe('L11: embedded endorsements are verified, each by its own steps', () => {
  test.each([
    ['badge', badgeId],
    ['achievement', achievementId],
    ['issuer', issuer.did],
  ] as const)('one on the %s, about it and by the endorser, is good', async (place, about) => {
    const document = await withOn(place, await endorsementBy(employer, about))
    expect(deciding(await verify(document))).toBe('valid')
    const line = await lineOf(document)
    expect(line).toMatchObject({ status: 'passed', code: 'endorsements.passed' })
    expect(line?.items?.[0]?.data).toMatchObject({
      verdict: 'valid',
      about,
      comment: 'We count this badge.',
      endorser: { id: employer.did, name: '株式会社見本（デモ）', recognised: false },
    })
  })

  test('one whose text was changed after signing makes the badge invalid', async () => {
    const good = await endorsementBy(employer, badgeId)
    const subject = { ...(good['credentialSubject'] as JsonObject), endorsementComment: 'We count it twice.' }
    const line = await lineOf(await withOn('badge', { ...good, credentialSubject: subject }))
    expect(line).toMatchObject({ status: 'failed', code: 'endorsements.failed' })
    expect(line?.items?.[0]).toMatchObject({ status: 'failed', code: 'proof.altered' })
  })

  test('one that is not signed makes the badge invalid', async () => {
    const { proof: _, ...unsigned } = await endorsementBy(employer, badgeId)
    expect((await verify(await withOn('badge', unsigned))).verdict).toBe('invalid')
  })

  test("one in an employer's name by another key makes the badge invalid", async () => {
    const forged = await endorsementBy(stranger, badgeId, { issuer: { id: employer.did, type: ['Profile'] } })
    expect((await verify(await withOn('badge', forged))).verdict).toBe('invalid')
  })

  test('one about another badge makes the badge invalid', async () => {
    const line = await lineOf(await withOn('badge', await endorsementBy(employer, 'https://badges.example/badges/other')))
    expect(line?.items?.[0]).toMatchObject({ status: 'failed', code: 'endorsements.about_another' })
  })

  test('one that has expired makes the badge invalid', async () => {
    const expired = await endorsementBy(employer, badgeId, { validUntil: '2026-04-30T00:00:00Z' })
    const line = await lineOf(await withOn('badge', expired))
    expect(line?.items?.[0]).toMatchObject({ status: 'failed', code: 'validity.expired' })
  })

  test('one that is revoked makes the badge invalid, and one whose list is down makes it unverifiable', async () => {
    const document = await withOn('badge', await endorsementBy(employer, badgeId, { credentialStatus: entryOf() }))
    expect((await verify(document, { [listUrl]: await signedList(employer) })).verdict).toBe('valid')
    expect((await verify(document, { [listUrl]: await signedList(employer, { set: [94567] }) })).verdict).toBe('invalid')
    const line = await lineOf(document)
    expect(line).toMatchObject({ status: 'not_determined', code: 'endorsements.not_determined' })
    expect(line?.items?.[0]).toMatchObject({ code: 'status.unreachable' })
  })

  test('another good badge in the place of an endorsement makes the badge invalid', async () => {
    const other = await signed(badgeBy(employer.did), employer)
    expect((await verify(await withOn('badge', other))).verdict).toBe('invalid')
  })

  test('a text that is no token as endorsementJwt makes the badge invalid', async () => {
    const document = await signed({ ...structuredClone(bare), endorsementJwt: ['a.b.c'] }, issuer)
    expect((await verify(document)).verdict).toBe('invalid')
  })

  test('each of two is reported by itself', async () => {
    const badge = structuredClone(bare)
    badge['endorsement'] = [await endorsementBy(employer, badgeId), await endorsementBy(stranger, 'urn:uuid:0', { id: 'urn:uuid:2' })]
    const line = await lineOf(await signed(badge, issuer))
    expect(line?.items?.map(({ status }) => status)).toEqual(['passed', 'failed'])
  })

  test('nothing is fetched for endorsements once the signature of the badge has failed', async () => {
    const document = await withOn('badge', await endorsementBy(employer, badgeId, { credentialStatus: entryOf() }))
    const world = newWorld({ web: { [listUrl]: await signedList(employer) } })
    expect(deciding(await verifyDocument({ ...document, name: 'another' }, world.deps))).toBe('invalid proof.altered')
    expect(world.fetched).toEqual([])
  })
})
