import type { InputProblem } from '../errors.ts'
import type { Day } from './japanese-date.ts'
import { figuresKey, type Measure, measureProblems, type PublishPolicy } from './measure.ts'
import { type Reason, refuseActor, refuseMove, refuseProblems, refuseWithoutConsent, requireReason } from './refusal.ts'
import type { Text } from './text.ts'

/** What a reviewer saw: a summary without names for the public, the original's digest for the file (DOMAIN section 8). */
export interface NominationEvidence {
  name: string
  genre?: string
  narrative: string
  audience?: string
  /** day on which a reviewer saw the original */
  seenOn?: Day
  /** SHA-256 of the confidential file, hex */
  fileSha256?: string
}

export type NominationSide = 'learner' | 'employer'

/** A nomination for a workplace achievement, whatever became of it. */
export interface NominationContent {
  id: string
  achievementId: string
  participantId: string
  employerId: string
  draftedBy: NominationSide
  /** completions that led to the result, at least one */
  basedOnCompletions: string[]
  title: Text
  role: Text
  measures: Measure[]
  evidence: NominationEvidence[]
  publishPolicy: PublishPolicy
  /** shared by the nominations of one team */
  projectId?: string
  /** for a nomination that was taken over from records kept elsewhere: their date, and what they do not say */
  takenOver?: { asOf: Day; unrecorded: UnrecordedMember[] }
  isDemo: boolean
}

/** What records of former nominations may leave out; a day that is one of these is the date of the records, by which it had happened. */
export type UnrecordedMember = 'requestedOn' | 'confirmation' | 'reviewer' | 'decidedOn'

/** The employer's word for the numbers and the role. Numbers confirmed by the firm are 勤務先確認済み, never "audited". */
export interface EmployerConfirmation {
  confirmedOn: Day
  /** post of the person, e.g. 人事責任者; no name */
  confirmedBy: Text
  /** {@link figuresKey} and role of what was confirmed */
  figures: string
}

export interface Review {
  reviewerId: string
  decision: 'approve' | 'return' | 'reject'
  on: Day
  reason?: Reason
  /** problems of {@link nominationProblems} that this reviewer waives, each with a reason */
  waivers: { code: string; reason: string }[]
}

export interface LearnerConsent {
  consentedOn: Day
  consentId: string
  /** digest of the exact text that the learner saw */
  textDigest: string
}

interface Confirmed {
  confirmation: EmployerConfirmation
  submittedOn: Day
}

/** draft → awaiting_employer → submitted → (returned → submitted) → approved → issued; rejected; withdrawn (DOMAIN section 5). */
export type Nomination = NominationContent &
  (
    | { state: 'draft' }
    /** the other side has the word: the employer, or the learner where the employer drafted */
    | { state: 'awaiting_employer'; waitingFor: NominationSide; requestedOn: Day; confirmation?: EmployerConfirmation }
    | ({ state: 'submitted'; reviews: Review[] } & Confirmed)
    | ({ state: 'returned'; returnedOn: Day; reason: Reason; reviews: Review[] } & Confirmed)
    | ({ state: 'approved'; approvedOn: Day; reviews: Review[]; consent?: LearnerConsent } & Confirmed)
    | ({ state: 'issued'; approvedOn: Day; reviews: Review[]; consent: LearnerConsent; issuedOn: Day; credentialId: string } & Confirmed)
    | ({ state: 'rejected'; rejectedOn: Day; reason: Reason; reviews: Review[] } & Confirmed)
    | { state: 'withdrawn'; withdrawnOn: Day; reason: Reason }
  )

type In<State extends Nomination['state']> = Extract<Nomination, { state: State }>

/** Reviewers who have to approve. */
export const reviewersNeeded = 2

const thing = (nomination: Nomination): string => `nomination ${nomination.id}`

const contentOf = (nomination: Nomination): NominationContent => ({
  id: nomination.id,
  achievementId: nomination.achievementId,
  participantId: nomination.participantId,
  employerId: nomination.employerId,
  draftedBy: nomination.draftedBy,
  basedOnCompletions: nomination.basedOnCompletions,
  title: nomination.title,
  role: nomination.role,
  measures: nomination.measures,
  evidence: nomination.evidence,
  publishPolicy: nomination.publishPolicy,
  ...(nomination.projectId === undefined ? {} : { projectId: nomination.projectId }),
  ...(nomination.takenOver === undefined ? {} : { takenOver: nomination.takenOver }),
  isDemo: nomination.isDemo,
})

/** What the employer confirms: figures and role. */
export const confirmedFigures = (nomination: Pick<NominationContent, 'measures' | 'role'>): string =>
  `${figuresKey(nomination.measures)}|${nomination.role.ja}`

/** A completion that a nomination names, as far as its rules need it. */
export interface LinkedCompletion {
  id: string
  participantId: string
  status: string
  startOn: Day
}

/** Everything that keeps a nomination from being approved; it may be submitted and returned with these. */
export const nominationProblems = (nomination: NominationContent, completions: readonly LinkedCompletion[]): InputProblem[] => {
  const problems = contentProblems(nomination)
  const linked = nomination.basedOnCompletions.map((id) => completions.find((completion) => completion.id === id))
  linked.forEach((completion, i) => {
    if (completion === undefined || completion.participantId !== nomination.participantId || completion.status !== 'completed') {
      problems.push({ path: `/basedOnCompletions/${i}`, code: 'COMPLETION_NOT_USABLE', message: '本人の修了した講座を選んでください。' })
    }
  })
  if (nomination.measures.length === 0) {
    problems.push({ path: '/measures', code: 'BASELINE_MISSING', message: '改善前の数値と測定期間を記入してください。' })
  }
  const starts = linked.flatMap((completion) => (completion === undefined ? [] : [completion.startOn]))
  const earliest = starts.sort()[0]
  for (const [i, measure] of nomination.measures.entries()) problems.push(...measureProblems(measure, earliest, `/measures/${i}`))
  return problems
}

/** What even a draft needs before another person is asked to read it. */
const contentProblems = (nomination: NominationContent): InputProblem[] => {
  const problems: InputProblem[] = []
  if (nomination.title.ja.trim() === '') problems.push({ path: '/title', code: 'TITLE_MISSING', message: '成果の名称を記入してください。' })
  if (nomination.role.ja.trim() === '') problems.push({ path: '/role', code: 'ROLE_MISSING', message: '本人の役割を記入してください。' })
  if (nomination.basedOnCompletions.length === 0) {
    problems.push({ path: '/basedOnCompletions', code: 'COMPLETION_MISSING', message: 'もとになった講座の修了を1件以上選んでください。' })
  }
  return problems
}

/** Changes a draft or a returned nomination. Whose it is does not change. */
export const editNomination = (
  nomination: Nomination,
  change: Partial<
    Pick<NominationContent, 'basedOnCompletions' | 'title' | 'role' | 'measures' | 'evidence' | 'publishPolicy' | 'projectId'>
  >,
): Nomination => {
  if (nomination.state !== 'draft' && nomination.state !== 'returned')
    return refuseMove(thing(nomination), nomination.state, 'edit', ['draft', 'returned'])
  return { ...nomination, ...change }
}

/**
 * draft → awaiting_employer: asks the other side. Where the employer drafted, its own confirmation of the numbers comes with the request
 * and the learner is asked.
 */
export const requestConfirmation = (nomination: Nomination, request: { on: Day; confirmedBy?: Text }): In<'awaiting_employer'> => {
  if (nomination.state !== 'draft') return refuseMove(thing(nomination), nomination.state, 'request confirmation', ['draft'])
  refuseProblems('The nomination is not complete enough to be shown to the other side.', contentProblems(nomination))
  const base = { ...contentOf(nomination), state: 'awaiting_employer' as const, requestedOn: request.on }
  if (nomination.draftedBy === 'learner') return { ...base, waitingFor: 'employer' }
  const { confirmedBy } = request
  if (confirmedBy === undefined)
    return refuseActor('An employer who drafts a nomination confirms its numbers with the post of the person who does so.')
  return { ...base, waitingFor: 'learner', confirmation: { confirmedOn: request.on, confirmedBy, figures: confirmedFigures(nomination) } }
}

/**
 * awaiting_employer → submitted: the other side confirms. The employer may correct the numbers while confirming; the learner sees the
 * exact text once more before issue.
 */
export const confirmNomination = (
  nomination: Nomination,
  confirmation: { by: 'employer'; on: Day; confirmedBy: Text; measures?: Measure[] } | { by: 'learner'; on: Day },
): In<'submitted'> => {
  if (nomination.state !== 'awaiting_employer') return refuseMove(thing(nomination), nomination.state, 'confirm', ['awaiting_employer'])
  if (confirmation.by !== nomination.waitingFor) return refuseActor(`The ${nomination.waitingFor} has to confirm ${thing(nomination)}.`)
  const content = {
    ...contentOf(nomination),
    ...(confirmation.by === 'employer' && confirmation.measures ? { measures: confirmation.measures } : {}),
  }
  const confirmed =
    confirmation.by === 'employer'
      ? { confirmedOn: confirmation.on, confirmedBy: confirmation.confirmedBy, figures: confirmedFigures(content) }
      : nomination.confirmation
  if (confirmed === undefined || confirmed.figures !== confirmedFigures(content)) {
    return refuseActor(`The employer has not confirmed the present numbers of ${thing(nomination)}.`)
  }
  return { ...content, state: 'submitted', confirmation: confirmed, submittedOn: confirmation.on, reviews: [] }
}

/**
 * awaiting_employer → awaiting_employer, now the learner's turn: the employer confirms other figures than the learner reported, and the learner has to
 * agree to them before they are submitted. Only figures, operators and periods change; what was measured stays.
 *
 * @throws ServiceError `invalid_input` where the figures are the same, or another quantity is confirmed than the learner reported
 */
export const correctFigures = (
  nomination: Nomination,
  correction: { on: Day; confirmedBy: Text; measures: Measure[] },
): In<'awaiting_employer'> => {
  if (nomination.state !== 'awaiting_employer') return refuseMove(thing(nomination), nomination.state, 'correct', ['awaiting_employer'])
  if (nomination.waitingFor !== 'employer') return refuseActor(`The learner has to confirm ${thing(nomination)}.`)
  const content = { ...contentOf(nomination), measures: correction.measures }
  const quantities = (measures: readonly Measure[]): string =>
    JSON.stringify(measures.map(({ name, unit, method, scope, changeKind }) => [name.ja, unit, method.ja, scope.ja, changeKind]))
  if (quantities(correction.measures) !== quantities(nomination.measures))
    refuseProblems('The employer corrects figures and periods only.', [
      { path: '/measures', code: 'QUANTITY_CHANGED', message: '指標・単位・測定方法・範囲は変更できません。' },
    ])
  if (confirmedFigures(content) === confirmedFigures(nomination))
    refuseProblems('The figures are those that the learner reported.', [
      { path: '/measures', code: 'FIGURES_UNCHANGED', message: '数値は変わっていません。' },
    ])
  const confirmation = { confirmedOn: correction.on, confirmedBy: correction.confirmedBy, figures: confirmedFigures(content) }
  return { ...content, state: 'awaiting_employer', waitingFor: 'learner', requestedOn: correction.on, confirmation }
}

/** awaiting_employer → draft: the other side does not agree; the drafter changes or withdraws it. A refusal leaves no trace for others. */
export const declineConfirmation = (nomination: Nomination, by: NominationSide): In<'draft'> => {
  if (nomination.state !== 'awaiting_employer')
    return refuseMove(thing(nomination), nomination.state, 'decline to confirm', ['awaiting_employer'])
  if (by !== nomination.waitingFor) return refuseActor(`Only the ${nomination.waitingFor} can decline to confirm ${thing(nomination)}.`)
  return { ...contentOf(nomination), state: 'draft' }
}

/** A person who reviews, with the firms that he or she belongs to. */
export interface Reviewer {
  id: string
  organisationIds: readonly string[]
  /** the learner record of a reviewer who took part in the programme */
  participantId?: string
}

/**
 * submitted → submitted (first approval) → approved (second), or returned, or rejected. Nobody reviews the own firm or the own result,
 * nobody reviews twice; an approval needs a nomination without open problems, or a waiver with a reason for each.
 */
export const reviewNomination = (
  nomination: Nomination,
  reviewer: Reviewer,
  decision: { on: Day } & (
    | { decision: 'approve'; waivers?: { code: string; reason: string }[] }
    | { decision: 'return' | 'reject'; reason: Reason }
  ),
  completions: readonly LinkedCompletion[],
): In<'submitted' | 'approved' | 'returned' | 'rejected'> => {
  if (nomination.state !== 'submitted') return refuseMove(thing(nomination), nomination.state, decision.decision, ['submitted'])
  if (reviewer.organisationIds.includes(nomination.employerId)) return refuseActor('Nobody reviews a nomination of the own firm.')
  if (reviewer.participantId === nomination.participantId) return refuseActor('Nobody reviews the own nomination.')
  if (nomination.reviews.some(({ reviewerId }) => reviewerId === reviewer.id))
    return refuseActor(`This reviewer has reviewed ${thing(nomination)} already.`)

  if (decision.decision !== 'approve') {
    requireReason(decision.reason)
    const review: Review = { reviewerId: reviewer.id, decision: decision.decision, on: decision.on, reason: decision.reason, waivers: [] }
    const next = { ...contentOf(nomination), ...confirmedOf(nomination), reviews: [...nomination.reviews, review], reason: decision.reason }
    return decision.decision === 'return'
      ? { ...next, state: 'returned', returnedOn: decision.on }
      : { ...next, state: 'rejected', rejectedOn: decision.on }
  }
  const waivers = (decision.waivers ?? []).filter(({ reason }) => reason.trim() !== '')
  const waived = new Set([...nomination.reviews.flatMap((review) => review.waivers), ...waivers].map(({ code }) => code).filter(isWaivable))
  refuseProblems('The nomination cannot be approved as it is.', [
    ...nominationProblems(nomination, completions).filter(({ code }) => code === undefined || !waived.has(code)),
    ...unconfirmed(nomination),
  ])
  const reviews = [...nomination.reviews, { reviewerId: reviewer.id, decision: 'approve' as const, on: decision.on, waivers }]
  const next = { ...contentOf(nomination), ...confirmedOf(nomination), reviews }
  return reviews.length < reviewersNeeded ? { ...next, state: 'submitted' } : { ...next, state: 'approved', approvedOn: decision.on }
}

/** A nomination taken over without a record of what the employer confirmed: it is returned, and confirmed with its resubmission. */
const unconfirmed = ({ confirmation }: Confirmed): InputProblem[] =>
  confirmation.figures !== ''
    ? []
    : [
        {
          path: '/confirmation',
          code: 'CONFIRMATION_MISSING',
          message: '勤務先がこの数値を確認した記録がありません。差し戻して確認を受けてください。',
        },
      ]

/** Only the length of a period can be waived (DOMAIN section 8). */
const isWaivable = (code: string): boolean => code === 'PERIOD_TOO_SHORT'

const confirmedOf = ({ confirmation, submittedOn }: Confirmed): Confirmed => ({ confirmation, submittedOn })

/** returned → submitted with a fresh review; → awaiting_employer where figures or role differ from what the employer confirmed. */
export const resubmitNomination = (nomination: Nomination, on: Day): In<'submitted' | 'awaiting_employer'> => {
  if (nomination.state !== 'returned') return refuseMove(thing(nomination), nomination.state, 'resubmit', ['returned'])
  refuseProblems('The nomination is not complete enough to be submitted.', contentProblems(nomination))
  if (confirmedFigures(nomination) === nomination.confirmation.figures) {
    return { ...contentOf(nomination), state: 'submitted', confirmation: nomination.confirmation, submittedOn: on, reviews: [] }
  }
  return { ...contentOf(nomination), state: 'awaiting_employer', waitingFor: 'employer', requestedOn: on }
}

/** approved → approved with the learner's consent to the exact text. */
export const consentToText = (nomination: Nomination, by: { participantId: string }, consent: LearnerConsent): In<'approved'> => {
  if (nomination.state !== 'approved') return refuseMove(thing(nomination), nomination.state, 'consent', ['approved'])
  if (by.participantId !== nomination.participantId) return refuseActor('Only the learner consents to the text about the learner.')
  return { ...nomination, consent }
}

/**
 * approved → issued.
 *
 * @param issue - `textDigest` of the text that is about to be signed
 * @throws ServiceError `forbidden` where the learner has not consented to exactly this text, or the figures are not the confirmed ones
 */
export const issueNomination = (nomination: Nomination, issue: { on: Day; credentialId: string; textDigest: string }): In<'issued'> => {
  if (nomination.state !== 'approved') return refuseMove(thing(nomination), nomination.state, 'issue', ['approved'])
  if (nomination.consent === undefined) return refuseWithoutConsent(`The learner has not consented to the text of ${thing(nomination)}.`)
  if (nomination.consent.textDigest !== issue.textDigest) {
    return refuseWithoutConsent(`The text of ${thing(nomination)} is not the one that the learner consented to.`)
  }
  if (confirmedFigures(nomination) !== nomination.confirmation.figures) {
    return refuseActor(`The figures of ${thing(nomination)} are not the ones that the employer confirmed.`)
  }
  return { ...nomination, state: 'issued', consent: nomination.consent, issuedOn: issue.on, credentialId: issue.credentialId }
}

const withdrawable = ['draft', 'awaiting_employer', 'submitted', 'returned', 'approved'] as const

/** The learner withdraws at any time before issue; an employer only its own draft. */
export const withdrawNomination = (
  nomination: Nomination,
  by: { side: NominationSide; participantId?: string },
  withdrawal: { on: Day; reason: Reason },
): In<'withdrawn'> => {
  if (!withdrawable.some((state) => state === nomination.state))
    return refuseMove(thing(nomination), nomination.state, 'withdraw', withdrawable)
  if (by.side === 'learner' && by.participantId !== nomination.participantId)
    return refuseActor('Only the learner withdraws the own nomination.')
  if (by.side === 'employer' && !(nomination.state === 'draft' && nomination.draftedBy === 'employer')) {
    return refuseActor('The employer can withdraw only a draft of its own.')
  }
  requireReason(withdrawal.reason)
  return { ...contentOf(nomination), state: 'withdrawn', withdrawnOn: withdrawal.on, reason: withdrawal.reason }
}
