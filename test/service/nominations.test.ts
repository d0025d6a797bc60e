import { afterEach, describe, expect, test } from 'vitest'
import type { Nomination } from '../../src/domain/nomination.ts'
import { agreeToNomination } from '../../src/service/agree-to-nomination.ts'
import { confirmFigures } from '../../src/service/confirm-figures.ts'
import { consentToNomination } from '../../src/service/consent-to-nomination.ts'
import { giveConsent } from '../../src/service/consents.ts'
import { declineNomination } from '../../src/service/decline-nomination.ts'
import { draftNomination } from '../../src/service/draft-nomination.ts'
import { editNomination } from '../../src/service/edit-nomination.ts'
import { issueAllConsented } from '../../src/service/issue-consented.ts'
import { requestConfirmation } from '../../src/service/request-confirmation.ts'
import { resubmitNomination } from '../../src/service/resubmit-nomination.ts'
import { reviewNomination } from '../../src/service/review-nomination.ts'
import { withdrawNomination } from '../../src/service/withdraw-nomination.ts'
import { workplaceTextDigest } from '../../src/service/workplace-text.ts'
import { findCredential } from '../../src/store/credentials.ts'
import { listEndorsementsOf } from '../../src/store/endorsements.ts'
import { findNomination, saveNomination } from '../../src/store/nominations.ts'
import { draftCommand, type NominationWorld, newNominationWorld, overtime } from '../support/nomination-world.ts'
import { verifyText } from '../support/verifier.ts'
import { dialects, newWorld } from '../support/world.ts'

let at: NominationWorld
afterEach(() => at.world.close())

const begin = async (dialect: (typeof dialects)[number]): Promise<void> => {
  at = await newNominationWorld(await newWorld({ dialect }))
}
const post = { ja: '総務部長' }
const reason = { code: 'BASELINE_MISSING', text: '改善前の期間を書いてください。' }
const superior = 'joushi@emp-02.example'

const asked = async (change = {}): Promise<Nomination> => {
  const { id } = await at.draft(change)
  return requestConfirmation(at.world.deps, at.learner, { id, toAddress: superior })
}
const submitted = async (change = {}): Promise<Nomination> => {
  const { id } = await asked(change)
  return confirmFigures(at.world.deps, (await at.mail('nomination_confirm')).actor, { id, confirmedBy: post })
}
const approved = async (): Promise<Nomination> => {
  const { id } = await submitted()
  await reviewNomination(at.world.deps, at.reviewers[0], { id, decision: 'approve' })
  return reviewNomination(at.world.deps, at.reviewers[1], { id, decision: 'approve' })
}

describe.each(dialects)('a nomination on %s', (dialect) => {
  test('goes from draft to an issued badge with the employer’s signed confirmation', async () => {
    await begin(dialect)
    const draft = await at.draft()
    expect(draft).toMatchObject({ state: 'draft', draftedBy: 'learner', isDemo: true })
    await requestConfirmation(at.world.deps, at.learner, { id: draft.id, toAddress: superior })
    const mail = await at.mail('nomination_confirm')
    expect(mail).toMatchObject({ toAddress: superior, actor: { kind: 'link', subject: 'nomination', id: draft.id } })
    const confirmed = await confirmFigures(at.world.deps, mail.actor, { id: draft.id, confirmedBy: post })
    expect(confirmed).toMatchObject({ state: 'submitted', confirmation: { confirmedOn: '2026-11-23', confirmedBy: post } })
    expect((await at.mail('nomination_confirm')).actor).toEqual({ kind: 'public' })

    const [first, second] = at.reviewers
    const once = await reviewNomination(at.world.deps, first, { id: draft.id, decision: 'approve' })
    expect(once).toMatchObject({ state: 'submitted', reviews: [{ reviewerId: 'user:user-review-1' }] })
    const both = await reviewNomination(at.world.deps, second, { id: draft.id, decision: 'approve' })
    expect(both.state).toBe('approved')

    const { actor } = await at.mail('nomination_learner')
    const issued = await consentToNomination(at.world.deps, actor, { id: draft.id, textDigest: workplaceTextDigest(both) })
    if (issued.state !== 'issued') throw new Error(issued.state)
    const badge = await findCredential(at.world.deps.db, issued.credentialId)
    if (badge?.state !== 'issued') throw new Error('no badge')
    const document = JSON.parse(badge.document.text)
    expect(document.credentialSubject).toMatchObject({
      role: '分析と改善案の作成を主導',
      source: { name: '有限会社マツバガオカ陸送（デモ）' },
      result: [
        { value: '月平均時間外労働時間：15 時間/人' },
        { value: '月平均時間外労働時間：10 時間/人未満' },
        { value: '月平均時間外労働時間：5 時間/人を超える減少' },
      ],
    })
    const [confirmation] = await listEndorsementsOf(at.world.deps.db, document.id)
    expect(document.endorsement).toEqual([JSON.parse(confirmation?.document.text ?? '{}')])
    expect((await verifyText(at.world.deps, badge.document.text)).verdict).toBe('valid')
    expect(await at.mails()).toEqual(['nomination_confirm', 'nomination_learner', 'badge_issued'])
    expect(await issueAllConsented(at.world.deps)).toEqual({ finished: 0, failed: [] })
  })

  test('is drafted by the learner for the own firm and completions only, and by an employer only with the learner’s consent', async () => {
    await begin(dialect)
    const { deps } = at.world
    const refused = async (actor: Parameters<typeof draftNomination>[1], change: object, code: string): Promise<void> => {
      await expect(draftNomination(deps, actor, draftCommand(change))).rejects.toMatchObject({ code })
    }
    await refused(at.otherLearner, {}, 'forbidden')
    await refused(at.otherEmployer, {}, 'forbidden')
    await refused(at.world.operator, {}, 'forbidden')
    await refused(at.learner, { employerId: 'emp-05' }, 'invalid_input')
    await refused(at.learner, { basedOnCompletions: ['CMP-039'] }, 'invalid_input')
    await refused(at.learner, { achievementId: '/achievements/ds-analysis-r8' }, 'achievement_not_found')
    await refused(at.employer, {}, 'forbidden')
    await giveConsent(deps, at.learner, {
      participantId: 'P-0001',
      purpose: 'provision_to_employer',
      items: ['course'],
      recipient: 'emp-02',
      handler: 'org-council',
      noticeVersion: '1',
      channel: 'web',
    })
    const draft = await draftNomination(deps, at.employer, draftCommand())
    expect(draft).toMatchObject({ draftedBy: 'employer' })

    // The employer's own confirmation comes with its request, and the learner is asked.
    await expect(requestConfirmation(deps, at.learner, { id: draft.id })).rejects.toMatchObject({ code: 'forbidden' })
    const waiting = await requestConfirmation(deps, at.employer, { id: draft.id, confirmedBy: post })
    expect(waiting).toMatchObject({ state: 'awaiting_employer', waitingFor: 'learner' })
    await expect(confirmFigures(deps, at.employer, { id: draft.id, confirmedBy: post })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(agreeToNomination(deps, at.otherLearner, { id: draft.id })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await agreeToNomination(deps, (await at.mail('nomination_learner')).actor, { id: draft.id })).toMatchObject({
      state: 'submitted',
    })
  })

  test('goes back to the learner where the employer corrects the figures', async () => {
    await begin(dialect)
    const { id } = await asked()
    const { actor } = await at.mail('nomination_confirm')
    const [corrected] = [overtime({ after: { value: 11.5, operator: 'eq', period: '2026-08/2026-10', asSaid: '11.5' } })]
    await expect(
      confirmFigures(at.world.deps, actor, { id, confirmedBy: post, measures: [overtime({ unit: '分/人' })] }),
    ).rejects.toMatchObject({ code: 'invalid_input' })
    const next = await confirmFigures(at.world.deps, actor, { id, confirmedBy: post, measures: [corrected] })
    expect(next).toMatchObject({ state: 'awaiting_employer', waitingFor: 'learner', measures: [{ after: { value: 11.5 } }] })
    const learner = (await at.mail('nomination_learner')).actor
    expect(await agreeToNomination(at.world.deps, learner, { id })).toMatchObject({
      state: 'submitted',
      confirmation: { confirmedBy: post },
    })
  })

  test('is a draft again, without a trace, where the other side declines', async () => {
    await begin(dialect)
    const { id } = await asked()
    const { actor } = await at.mail('nomination_confirm')
    await expect(declineNomination(at.world.deps, at.learner, { id, by: 'learner' })).rejects.toMatchObject({ code: 'forbidden' })
    const draft = await declineNomination(at.world.deps, actor, { id, by: 'employer' })
    expect(draft.state).toBe('draft')
    expect(draft).not.toHaveProperty('confirmation')
    expect((await at.mail('nomination_learner')).data).toMatchObject({ what: 'declined' })
    await expect(declineNomination(at.world.deps, at.employer, { id, by: 'employer' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await requestConfirmation(at.world.deps, at.learner, { id })).toMatchObject({ state: 'awaiting_employer' })
    expect((await at.mail('nomination_confirm')).toAddress).toBe('jinji@emp-02.example')
  })

  test('is reviewed by two people, of whom none is of the firm and none is a machine', async () => {
    await begin(dialect)
    const { id } = await submitted()
    const [first, second, own] = at.reviewers
    const approve = (actor: Parameters<typeof reviewNomination>[1]) => reviewNomination(at.world.deps, actor, { id, decision: 'approve' })
    for (const actor of [own, at.learner, at.employer, at.world.system])
      await expect(approve(actor)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(
      reviewNomination(
        at.world.deps,
        { kind: 'user', id: 'self', role: 'reviewer', organisationId: 'op-01', participantId: 'P-0001' },
        { id, decision: 'approve' },
      ),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await approve(first)
    await expect(approve(first)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await approve(second)).state).toBe('approved')
    await expect(approve(second)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('two reviews at the same moment both count', async () => {
    await begin(dialect)
    const { id } = await submitted()
    const [first, second] = at.reviewers
    const results = await Promise.allSettled(
      [first, second].map((actor) => reviewNomination(at.world.deps, actor, { id, decision: 'approve' })),
    )
    for (const [n, result] of results.entries())
      if (result.status === 'rejected') {
        expect(result.reason).toMatchObject({ code: 'conflict' })
        await reviewNomination(at.world.deps, at.reviewers[n] as (typeof at.reviewers)[0], { id, decision: 'approve' })
      }
    expect(await findNomination(at.world.deps.db, id)).toMatchObject({ state: 'approved', reviews: [{}, {}] })
  })

  test('is not approved with open problems; a short period may be waived with a reason', async () => {
    await begin(dialect)
    const short = overtime({ after: { value: 10, operator: 'lt', period: '2026-09/2026-10' } })
    const { id } = await submitted({ measures: [short] })
    const [first] = at.reviewers
    await expect(reviewNomination(at.world.deps, first, { id, decision: 'approve' })).rejects.toMatchObject({
      problems: [{ code: 'PERIOD_TOO_SHORT' }],
    })
    const waivers = [{ code: 'PERIOD_TOO_SHORT', reason: '季節変動がないため' }]
    expect(await reviewNomination(at.world.deps, first, { id, decision: 'approve', waivers })).toMatchObject({ reviews: [{ waivers }] })
  })

  test('is returned with a reason; resubmitted as it was it is reviewed afresh, changed it is confirmed again', async () => {
    await begin(dialect)
    const { id } = await submitted()
    const { deps } = at.world
    const [first] = at.reviewers
    await expect(reviewNomination(deps, first, { id, decision: 'return', reason: { code: 'X', text: '' } })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    const back = () => reviewNomination(deps, first, { id, decision: 'return', reason })
    expect(await back()).toMatchObject({ state: 'returned', reason })
    expect((await at.mail('nomination_learner')).data).toMatchObject({ what: 'returned', reason: reason.text })
    await expect(resubmitNomination(deps, at.otherLearner, { id })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await resubmitNomination(deps, at.learner, { id })).toMatchObject({ state: 'submitted', reviews: [] })
    await back()
    const link = (await at.mail('nomination_learner')).actor
    await editNomination(deps, link, { id, measures: [overtime({ scope: { ja: '運転者10名' } })] })
    expect(await resubmitNomination(deps, link, { id, toAddress: superior })).toMatchObject({
      state: 'awaiting_employer',
      waitingFor: 'employer',
    })
    await expect(editNomination(deps, at.learner, { id, title: { ja: '別' } })).rejects.toMatchObject({ code: 'conflict' })
    await expect(resubmitNomination(deps, at.learner, { id })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('is rejected for good', async () => {
    await begin(dialect)
    const { id } = await submitted()
    const [first, second] = at.reviewers
    expect(await reviewNomination(at.world.deps, first, { id, decision: 'reject', reason })).toMatchObject({ state: 'rejected' })
    await expect(reviewNomination(at.world.deps, second, { id, decision: 'approve' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(withdrawNomination(at.world.deps, at.learner, { id })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('is withdrawn by the learner at any time before issue, by nobody else, and its links close', async () => {
    await begin(dialect)
    const { deps } = at.world
    const { id } = await approved()
    for (const actor of [at.otherLearner, at.otherEmployer, at.employer])
      await expect(withdrawNomination(deps, actor, { id })).rejects.toMatchObject({ code: 'forbidden' })
    const { actor } = await at.mail('nomination_learner')
    expect(await withdrawNomination(deps, actor, { id })).toMatchObject({ state: 'withdrawn', reason: { code: 'LEARNER_REQUEST' } })
    expect((await at.mail('nomination_learner')).actor).toEqual({ kind: 'public' })
    await expect(requestConfirmation(deps, at.learner, { id })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('is not issued without the learner’s consent to exactly the present text', async () => {
    await begin(dialect)
    const { deps } = at.world
    const nomination = await approved()
    const { id } = nomination
    const textDigest = workplaceTextDigest(nomination)
    await expect(consentToNomination(deps, at.otherLearner, { id, textDigest })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(consentToNomination(deps, at.employer, { id, textDigest })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(consentToNomination(deps, at.learner, { id, textDigest: '0'.repeat(64) })).rejects.toMatchObject({ code: 'forbidden' })
    await saveNomination(deps.db, { ...nomination, role: { ja: '別の役割' } }, deps.now())
    await expect(consentToNomination(deps, at.learner, { id, textDigest })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await findNomination(deps.db, id)).toMatchObject({ state: 'approved' })
  })

  test('a badge that could not be signed at the consent is issued later, and the learner is told once', async () => {
    await begin(dialect)
    const { deps } = at.world
    const nomination = await approved()
    const stopped = { ...deps, signer: { ...deps.signer, sign: () => Promise.reject(new Error('stopped')) } }
    const command = { id: nomination.id, textDigest: workplaceTextDigest(nomination) }
    await expect(consentToNomination(stopped, at.learner, command)).rejects.toThrow('stopped')
    expect(await issueAllConsented(deps)).toEqual({ finished: 1, failed: [] })
    expect(await issueAllConsented(deps)).toEqual({ finished: 0, failed: [] })
    expect(await findNomination(deps.db, nomination.id)).toMatchObject({ state: 'issued' })
    expect((await at.mails()).filter((kind) => kind === 'badge_issued')).toHaveLength(1)
  })

  test('is not shown to the other side before it has title, role and course', async () => {
    await begin(dialect)
    const { id } = await at.draft({ title: { ja: ' ' }, role: { ja: '' } })
    await expect(requestConfirmation(at.world.deps, at.learner, { id })).rejects.toMatchObject({
      problems: [{ code: 'TITLE_MISSING' }, { code: 'ROLE_MISSING' }],
    })
    const { id: other } = await at.draft()
    await expect(requestConfirmation(at.world.deps, at.learner, { id: other, toAddress: 'nobody' })).rejects.toMatchObject({
      problems: [{ code: 'ADDRESS_NEEDED' }],
    })
  })
})
