import { afterEach, describe, expect, test } from 'vitest'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import type { CheckedCredential } from '../../src/openbadges/types.ts'
import { compromiseKey, planCompromise } from '../../src/service/compromise-key.ts'
import { requireConforming } from '../../src/service/credential-document.ts'
import { endorseCourse } from '../../src/service/endorse-course.ts'
import { issueBatch } from '../../src/service/issue-batch.ts'
import { issueCredential, requireIssued } from '../../src/service/issue-credential.ts'
import { readJob, runNextJob } from '../../src/service/jobs.ts'
import { publishedJwks } from '../../src/service/jwks.ts'
import { readStatusList } from '../../src/service/publish-status-list.ts'
import { resignBadgesJob } from '../../src/service/resign-badges.ts'
import { suspendCredential } from '../../src/service/suspend-credential.ts'
import { verifyAuditChain } from '../../src/store/audit.ts'
import { listCourses } from '../../src/store/courses.ts'
import { listCredentialVersions } from '../../src/store/credential-versions.ts'
import { listCredentials, readUnsignedText } from '../../src/store/credentials.ts'
import { findEndorsement } from '../../src/store/endorsements.ts'
import { addCompletions } from '../support/many-completions.ts'
import { verifyText } from '../support/verifier.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

const proofOf = (text: string) => JSON.parse(text).proof as { verificationMethod: string }
const handlers = { resign_badges: resignBadgesJob }
const since = new Date('2026-11-24T00:00:00Z')

/** What a thief signs with the key: a badge of ours with another person's award, back-dated. */
const forge = async (badge: IssuedCredential, kid: string): Promise<string> => {
  const document = JSON.parse((await readUnsignedText(world.deps.db, badge.id)) as string)
  document.credentialSubject.achievement.description = 'forged'
  const checked: CheckedCredential = requireConforming(world.deps, document)
  const key = { kid, verificationMethod: proofOf(badge.document.text).verificationMethod }
  return (await world.deps.signer.sign(key, checked, new Date('2026-11-23T02:00:00Z'), `credential:${badge.id}`)).text
}

describe.each(dialects)('a stolen key on %s', (dialect) => {
  test('signs nothing that verifies; older badges get new signatures under their ids, younger ones are revoked', async () => {
    world = await newWorld({ dialect })
    await world.loadOne(['CMP-001', 'CMP-002', 'CMP-003'])
    const { deps, system } = world
    const old = await issueCredential(deps, system, { completionId: 'CMP-001' })
    const suspended = await issueCredential(deps, system, { completionId: 'CMP-002' })
    await suspendCredential(deps, system, { id: suspended.id, reason: 'COURSE_UNDER_REVIEW' })
    await readStatusList(deps, old.entry.listId)
    world.setNow('2026-11-24T01:00:00Z')
    const young = await issueCredential(deps, system, { completionId: 'CMP-003' })
    const kid = proofOf(old.document.text).verificationMethod.split('#')[1] as string
    const forged = await forge(old, kid)
    expect(await verifyText(deps, forged)).toMatchObject({ verdict: 'valid' })

    world.setNow('2026-11-24T02:00:00Z')
    const before = await verifyAuditChain(deps.db)
    expect(await planCompromise(deps, system, { kid, since })).toMatchObject({ issuer: 'council', resign: 1, revoke: 1 })
    expect(await verifyAuditChain(deps.db)).toEqual(before)
    await expect(compromiseKey(deps, world.secretariat, { kid, since })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(compromiseKey(deps, system, { kid, since: new Date('2027-01-01') })).rejects.toMatchObject({ code: 'invalid_input' })
    const { active, job } = await compromiseKey(deps, system, { kid, since })
    // At once, before anything is signed again.
    for (const text of [forged, old.document.text]) expect((await verifyText(deps, text)).verdict).not.toBe('valid')
    expect(JSON.stringify(await publishedJwks(deps))).not.toContain(kid)

    await runNextJob(deps, handlers)
    expect(await readJob(deps, system, job.id)).toMatchObject({ state: 'done', result: { resigned: 1, revoked: 1, failed: [] } })
    const now = await requireIssued(deps, old.id)
    expect(proofOf(now.document.text).verificationMethod).toMatch(new RegExp(`#${active.kid}$`))
    expect(now.entry).toEqual(old.entry)
    expect(await listCredentialVersions(deps.db, old.id)).toEqual([old.document.sha256])
    expect(JSON.parse(now.document.text)).toMatchObject({ id: JSON.parse(old.document.text).id, validFrom: '2026-11-24T02:00:00Z' })
    expect(await verifyText(deps, now.document.text)).toMatchObject({ verdict: 'valid' })
    expect(await requireIssued(deps, young.id)).toMatchObject({ state: 'revoked', reason: 'KEY_COMPROMISE' })
    expect((await requireIssued(deps, suspended.id)).state).toBe('suspended')
    for (const text of [forged, old.document.text, young.document.text]) expect((await verifyText(deps, text)).verdict).not.toBe('valid')
    expect(await verifyAuditChain(deps.db)).toMatchObject({ ok: true })
  }, 120_000)
})

test('endorsements of a stolen key: older ones get new signatures under their ids, younger ones are revoked', async () => {
  world = await newWorld()
  const { completions } = world.programme
  const first = completions.find(({ id }) => id === 'CMP-001')
  const other = completions.find(({ sessionId }) => sessionId.split(':')[0] !== first?.sessionId.split(':')[0])
  await world.loadOne(['CMP-001', other?.id ?? ''])
  const { deps, system } = world
  const courses = await listCourses(deps.db)
  const course = (sessionId = '') => courses.find(({ id }) => id === sessionId.split(':')[0]) as (typeof courses)[number]
  const old = await endorseCourse(deps, course(first?.sessionId))
  world.setNow('2026-11-24T01:00:00Z')
  const known = new Set(old.map(({ id }) => id))
  const young = (await endorseCourse(deps, { ...course(other?.sessionId), name: { ja: '改めた名前' } })).filter(({ id }) => !known.has(id))
  expect([old.length, young.length]).toEqual([2, 2])
  for (const { document } of [...old, ...young]) expect(await verifyText(deps, document.text)).toMatchObject({ verdict: 'valid' })
  const kid = proofOf((old[0] as (typeof old)[number]).document.text).verificationMethod.split('#')[1] as string

  world.setNow('2026-11-24T02:00:00Z')
  expect(await planCompromise(deps, system, { kid, since })).toMatchObject({ endorsements: { resign: 2, revoke: 2 } })
  const { active, job } = await compromiseKey(deps, system, { kid, since })
  await runNextJob(deps, handlers)
  expect(await readJob(deps, system, job.id)).toMatchObject({
    state: 'done',
    result: { endorsements: { resigned: 2, revoked: 2, failed: [] } },
  })
  for (const former of old) {
    const now = await findEndorsement(deps.db, former.id)
    if (now?.state !== 'issued') throw new Error('it does not stand')
    expect(proofOf(now.document.text).verificationMethod).toMatch(new RegExp(`#${active.kid}$`))
    expect({ ...JSON.parse(now.document.text), proof: null }).toEqual({ ...JSON.parse(former.document.text), proof: null })
    expect(await verifyText(deps, now.document.text)).toMatchObject({ verdict: 'valid' })
    expect((await verifyText(deps, former.document.text)).verdict).not.toBe('valid')
  }
  for (const { id } of young)
    expect(await findEndorsement(deps.db, id)).toMatchObject({ state: 'revoked', reason: { code: 'KEY_COMPROMISE' } })
  expect(await verifyAuditChain(deps.db)).toMatchObject({ ok: true })
}, 60_000)

test('drill: 200 badges are signed again, a stop in the middle included, and every one verifies', async () => {
  world = await newWorld()
  await world.loadOne(['CMP-001'])
  const { deps, system } = world
  const sample = world.programme.completions.find(({ id }) => id === 'CMP-001')
  if (sample === undefined) throw new Error('the demo has no CMP-001')
  await addCompletions({ db: deps.db }, sample, { from: 0, count: 200 })
  expect((await issueBatch(deps, system, { sessionId: sample.sessionId })).issued).toBeGreaterThanOrEqual(200)
  const before = await listCredentials(deps.db, { after: '', limit: 1000 })
  const first = before[0] as IssuedCredential
  const kid = proofOf(first.document.text).verificationMethod.split('#')[1] as string
  const forged = await forge(first, kid)

  world.setNow('2026-11-24T02:00:00Z')
  const { job } = await compromiseKey(deps, system, { kid, since })
  // The process stops after the first hundred: the job is parked, and another one goes on.
  const stopping = new AbortController()
  const stopAfterOne: typeof resignBadgesJob = (deps, run) =>
    resignBadgesJob(deps, { ...run, report: async (progress) => run.report(progress).then(() => stopping.abort()) })
  await runNextJob(deps, { resign_badges: stopAfterOne }, stopping.signal)
  const halfway = await readJob(deps, system, job.id)
  expect(halfway.state).toBe('queued')
  expect(halfway.done).toBe(100)
  await runNextJob(deps, handlers)
  expect(await readJob(deps, system, job.id)).toMatchObject({ state: 'done', result: { revoked: 0, failed: [] } })

  const after = await listCredentials(deps.db, { after: '', limit: 1000 })
  expect(after.map(({ id, entry }) => ({ id, entry }))).toEqual(before.map(({ id, entry }) => ({ id, entry })))
  for (const { document } of after) expect(await verifyText(deps, document.text)).toMatchObject({ verdict: 'valid' })
  expect((await verifyText(deps, forged)).verdict).not.toBe('valid')
  for (const { id } of after) expect(await listCredentialVersions(deps.db, id)).toHaveLength(1)
}, 180_000)
