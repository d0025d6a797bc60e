import { afterEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import { noticeVersion } from '../../src/domain/consent-notice.ts'
import { announceCredential, resendHolderLink } from '../../src/service/announce-credential.ts'
import { applicationOf, applyForBadge } from '../../src/service/apply-for-badge.ts'
import { correctCompletion, judgeCompletion } from '../../src/service/correct-completion.ts'
import { deliverDueMails } from '../../src/service/deliver-mails.ts'
import { claimCredential, shareCredential } from '../../src/service/holder.ts'
import { inviteToApply } from '../../src/service/invite-to-apply.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { recordCompletion } from '../../src/service/record-completion.ts'
import { actorBySecretLink } from '../../src/service/secret-links.ts'
import { undoIssue, undoIssueOfSession } from '../../src/service/undo-issue.ts'
import { findCompletion, listFormerRows } from '../../src/store/completions.ts'
import { listConsents } from '../../src/store/consents.ts'
import { findCredential } from '../../src/store/credentials.ts'
import { listMails } from '../../src/store/outbox.ts'
import { listSetIndexes } from '../../src/store/status-lists.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())
const session = 'DL-BASIC-R8:R8-1'
const agreed = { noticeVersion, agreed: true }
const holderOf = (id: string): Actor => ({ kind: 'link', subject: 'holder', id })

describe.each(dialects)('the way of a completion to its badge on %s', (dialect) => {
  test('an invitation by mail opens one application, which is made with consent, once', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    expect(await inviteToApply(world.deps, world.operator, { sessionId: session })).toEqual({ invited: 2, withoutAddress: [] })
    expect(await inviteToApply(world.deps, world.operator, { sessionId: session })).toEqual({ invited: 0, withoutAddress: [] })
    const [mail] = await listMails(world.deps.db, { entity: 'completion:CMP-001', limit: 5 })
    expect(mail).toMatchObject({ kind: 'application_invited', toAddress: 'p0011@learner.example', operatorId: 'op-04' })
    const secret = new URL((mail as { data: { url: string } }).data.url).searchParams.get('k') as string
    const link = (await actorBySecretLink(world.deps, secret))?.actor as Actor

    await expect(applyForBadge(world.deps, link, { completionId: 'CMP-002', ...agreed })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(applyForBadge(world.deps, link, { completionId: 'CMP-001', ...agreed, agreed: false })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect(await listConsents(world.deps.db, 'P-0011')).toEqual([])

    const applied = await applyForBadge(world.deps, link, { completionId: 'CMP-001', ...agreed })
    expect(applied).toMatchObject({ state: 'applied', appliedOn: '2026-11-23' })
    expect(await listConsents(world.deps.db, 'P-0011', 'badge_issuance')).toMatchObject([{ consentId: applied.consentId, channel: 'web' }])
    expect(await actorBySecretLink(world.deps, secret)).toBeUndefined()
    await expect(applyForBadge(world.deps, link, { completionId: 'CMP-001', ...agreed })).rejects.toMatchObject({ code: 'conflict' })
    expect(await inviteToApply(world.deps, world.operator, { sessionId: session, reminder: 1 })).toMatchObject({ invited: 1 })

    const credential = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    const completion = await findCompletion(world.deps.db, 'CMP-001')
    expect(completion && (await applicationOf(world.deps, completion))).toMatchObject({ state: 'issued', credentialId: credential.id })
  })

  test('who did not complete the course does not apply, and nobody applies for somebody else', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const link: Actor = { kind: 'link', subject: 'application', id: 'CMP-010' }
    await expect(applyForBadge(world.deps, link, { completionId: 'CMP-010', ...agreed })).rejects.toMatchObject({
      code: 'completion_not_eligible',
    })
    await expect(applyForBadge(world.deps, world.operator, { completionId: 'CMP-001', ...agreed })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(inviteToApply(world.deps, world.otherOperator, { sessionId: session })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a course that collects the application applies at once, under a consent that is recorded', async () => {
    world = await newWorld({ dialect })
    const { operators, participants, achievements, courses } = world.programme
    await world.loadParts({
      operators,
      participants: participants.map(({ participant }) => ({ participant })),
      achievements,
      courses: courses.map(({ course, sessions }) => ({
        sessions,
        course: { ...course, ...(course.badge === undefined ? {} : { badge: { ...course.badge, autoApply: true } }) },
      })),
    })
    const completion = await recordCompletion(world.deps, world.operator, {
      sessionId: session,
      participantId: 'P-0011',
      status: 'completed',
      startOn: '2026-05-12',
      endOn: '2026-07-28',
    })
    const stored = await findCompletion(world.deps.db, completion.id)
    expect(stored).toMatchObject({ appliedOn: '2026-11-23' })
    expect(await listConsents(world.deps.db, 'P-0011')).toMatchObject([
      { consentId: stored?.consentId, noticeVersion: 'course:DL-BASIC-R8' },
    ])
  })
})

describe.each(dialects)('the ten minutes after an issue on %s', (dialect) => {
  test('nothing leaves the house, and an undone badge is as if it had never been', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const credential = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    expect(await announceCredential(world.deps, credential.id)).toBe('posted')
    expect(await announceCredential(world.deps, credential.id)).toBe('posted_before')
    const sent: string[] = []
    const mailer = { send: async (mail: { toAddress: string }) => void sent.push(mail.toAddress) }
    await deliverDueMails(world.deps, mailer as never)
    expect(sent).toEqual([])

    world.setNow('2026-11-23T01:33:59Z')
    await expect(undoIssue(world.deps, world.otherOperator, { credentialId: credential.id })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await undoIssue(world.deps, world.operator, { credentialId: credential.id })).toEqual({ mailsStopped: 1 })
    expect(await findCredential(world.deps.db, credential.id)).toBeUndefined()
    expect(await listSetIndexes(world.deps.db, credential.entry.listId)).toEqual([credential.entry.index])
    world.setNow('2026-11-23T02:00:00Z')
    await deliverDueMails(world.deps, mailer as never)
    expect(sent).toEqual([])

    const next = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    expect(next.id).not.toBe(credential.id)
    expect(next.entry).not.toEqual(credential.entry)
  })

  test('afterwards, or when the holder was there first, it is too late', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const late = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    const seen = await issueCredential(world.deps, world.operator, { completionId: 'CMP-002' })
    await shareCredential(world.deps, holderOf(seen.id), { id: seen.id, visibility: 'link', nameShown: false })
    await expect(undoIssue(world.deps, world.operator, { credentialId: seen.id })).rejects.toMatchObject({ code: 'conflict' })
    world.setNow('2026-11-23T01:34:00Z')
    await expect(undoIssue(world.deps, world.operator, { credentialId: late.id })).rejects.toMatchObject({ code: 'conflict' })
    expect((await findCredential(world.deps.db, late.id))?.state).toBe('issued')
  })

  test('a whole run is taken back at once, as far as it can be', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const first = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    const second = await issueCredential(world.deps, world.operator, { completionId: 'CMP-002' })
    await claimCredential(world.deps, holderOf(second.id), { id: second.id, claim: 'claimed' })
    const answer = await undoIssueOfSession(world.deps, world.operator, { sessionId: session })
    expect(answer).toMatchObject({ undone: [first.id], kept: [{ id: second.id, reason: expect.stringContaining('opened by its holder') }] })
  })
})

describe.each(dialects)('holder and mails on %s', (dialect) => {
  test('a badge is claimed or declined once', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const { id } = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    await claimCredential(world.deps, holderOf(id), { id, claim: 'declined' })
    await claimCredential(world.deps, holderOf(id), { id, claim: 'declined' })
    await expect(claimCredential(world.deps, holderOf(id), { id, claim: 'claimed' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(claimCredential(world.deps, holderOf('other'), { id, claim: 'claimed' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(resendHolderLink(world.deps, world.operator, { credentialId: id })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a lost mail is sent again with a new link, and who has not answered is reminded', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const { id } = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    await announceCredential(world.deps, id)
    expect(await resendHolderLink(world.deps, world.operator, { credentialId: id })).toBe('posted')
    expect(await resendHolderLink(world.deps, world.operator, { credentialId: id, reminder: true })).toBe('posted')
    const mails = await listMails(world.deps.db, { entity: `credential:${id}`, limit: 10 })
    expect(mails.map(({ kind }) => kind).sort()).toEqual(['badge_issued', 'badge_issued', 'badge_reminder'])
    expect(new Set(mails.map(({ data }) => (data as { url: string }).url)).size).toBe(3)
    await claimCredential(world.deps, holderOf(id), { id, claim: 'claimed' })
    await expect(resendHolderLink(world.deps, world.operator, { credentialId: id, reminder: true })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe.each(dialects)('correcting a completion on %s', (dialect) => {
  test('keeps the old row as history, lets the new one count, and names the badge to look at', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const credential = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    const corrected = await correctCompletion(world.deps, world.operator, {
      completionId: 'CMP-001',
      correction: { attendanceRate: 88, score: 71 },
      reason: '点数の入力誤り',
    })
    expect(corrected).toMatchObject({
      completion: { status: 'completed', attendanceRate: 88, score: 71 },
      credential: { id: credential.id },
    })
    expect(await findCompletion(world.deps.db, 'CMP-001')).toMatchObject({
      status: 'corrected',
      correctedBy: corrected.completion.id,
      score: 87,
    })
    expect(await listFormerRows(world.deps.db, session, 'P-0011')).toMatchObject([
      { id: 'CMP-001', correction: { from: 'completed', reason: '点数の入力誤り', by: 'user:operator' } },
    ])
    await expect(
      correctCompletion(world.deps, world.operator, { completionId: 'CMP-001', correction: { score: 1 }, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  test('to "not completed" revokes the badge as issued in error', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const credential = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    await correctCompletion(world.deps, world.operator, {
      completionId: 'CMP-001',
      correction: { status: 'not_completed' },
      reason: '出席率の確認',
    })
    expect(await findCredential(world.deps.db, credential.id)).toMatchObject({ state: 'revoked', reason: 'ISSUED_IN_ERROR' })
  })

  test('needs a reason, acceptable figures, the own course, and a judged row', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const correct = (actor: Actor, correction: object, reason = 'x') =>
      correctCompletion(world.deps, actor, { completionId: 'CMP-001', correction, reason })
    await expect(correct(world.operator, { score: 90 }, ' ')).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(correct(world.operator, { attendanceRate: 101 })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(correct(world.otherOperator, { score: 90 })).rejects.toMatchObject({ code: 'forbidden' })
    const { completion } = { completion: await findCompletion(world.deps.db, 'CMP-002') }
    await world.deps.db.deleteFrom('completion').where('id', '=', 'CMP-002').execute()
    const enrolled = await recordCompletion(world.deps, world.operator, {
      sessionId: session,
      participantId: completion?.participantId ?? '',
      status: 'enrolled',
      startOn: '2026-05-12',
    })
    await expect(
      correctCompletion(world.deps, world.operator, { completionId: enrolled.id, correction: { status: 'completed' }, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    const judged = await judgeCompletion(world.deps, world.operator, {
      completionId: enrolled.id,
      status: 'completed',
      endOn: '2026-07-28',
      score: 80,
    })
    expect(judged).toMatchObject({ status: 'completed', score: 80 })
    await expect(
      judgeCompletion(world.deps, world.operator, { completionId: enrolled.id, status: 'withdrawn', endOn: '2026-07-28' }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })
})
