import type { Actor } from '../domain/actor.ts'
import type { Day } from '../domain/japanese-date.ts'
import {
  confirmNomination,
  consentToText,
  type LinkedCompletion,
  type Nomination,
  type NominationContent,
  requestConfirmation,
  reviewersNeeded,
  reviewNomination,
  type UnrecordedMember,
  withdrawNomination,
} from '../domain/nomination.ts'
import { permit } from '../domain/permit.ts'
import type { Reason } from '../domain/refusal.ts'
import type { Text } from '../domain/text.ts'
import { findCompletion } from '../store/completions.ts'
import { findNomination, saveNomination } from '../store/nominations.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { workplaceTextDigest } from './workplace-text.ts'

/** A nomination with what was recorded of its moves elsewhere until now. */
export interface RecordedNomination {
  content: NominationContent
  /** where it stands by that record */
  state: Nomination['state']
  /** day on which the other side was asked */
  requestedOn?: Day
  confirmation?: { on: Day; confirmedBy: Text }
  /** the reviewers who approved, and the day of the decision */
  approval?: { on: Day; reviewerIds: string[] }
  /** why it was returned, rejected or withdrawn, and when */
  ending?: { on?: Day; reason: Reason }
  /** the learner's consent to the text as it stands in the record */
  consent?: { on: Day; consentId: string }
  /** the date of the records: by this day everything in them had happened */
  asOf?: Day
}

type Missing = UnrecordedMember | 'approval' | 'consent'

export type TakenOver = { kind: 'taken_over'; nomination: Nomination } | { kind: 'incomplete'; missing: Missing[] }

/**
 * Takes a nomination over by making its recorded moves again, so that each is held to the rules. Where a record does not say when or by whom, and no word for
 * a badge hangs on it, the nomination says so itself (`takenOver.unrecorded`) and carries the date of the records; figures that nobody is recorded to have
 * confirmed count as unconfirmed, so that no badge can rest on them. What a badge rests on is never filled in: without it, or without a date of the records,
 * the record is not taken over. One that is recorded as issued becomes approved and consented to; issuing its badge makes it issued. The same id again
 * changes nothing.
 *
 * @throws ServiceError `forbidden`, `conflict`, `invalid_input` where a recorded move is not allowed
 */
export const takeOverNomination = async (deps: Deps, actor: Actor, recorded: RecordedNomination): Promise<TakenOver> => {
  permit(actor, 'programme.load')
  const { content } = recorded
  const known = await findNomination(deps.db, content.id)
  if (known !== undefined) return { kind: 'taken_over', nomination: known }
  const missing = missingIn(recorded)
  const { asOf } = recorded
  if (missing.length > 0 && (asOf === undefined || isJudged(recorded.state))) return { kind: 'incomplete', missing }
  const found = await Promise.all(content.basedOnCompletions.map((id) => findCompletion(deps.db, id)))
  const nomination = replay(
    missing.length === 0 || asOf === undefined ? recorded : withDateOfRecords(recorded, asOf, missing),
    found.filter((completion) => completion !== undefined),
  )
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    await saveNomination(deps.db, nomination, now)
    await audit(deps, actor, `nomination.${nomination.state}`, `nomination:${content.id}`, { employer: content.employerId })
  })
  return { kind: 'taken_over', nomination }
}

const isReviewed = (state: Nomination['state']): boolean => ['returned', 'rejected', 'approved', 'issued'].includes(state)

/** Whether a badge rests on the record. */
const isJudged = (state: Nomination['state']): boolean => state === 'approved' || state === 'issued'

/** The members that the recorded state needs and the record does not have. */
const missingIn = ({ state, ...recorded }: RecordedNomination): Missing[] => {
  const needed: (Missing | false)[] = [
    state === 'awaiting_employer' && recorded.requestedOn === undefined && 'requestedOn',
    (state === 'submitted' || isReviewed(state)) && recorded.confirmation === undefined && 'confirmation',
    (state === 'approved' || state === 'issued') && (recorded.approval?.reviewerIds.length ?? 0) < reviewersNeeded && 'approval',
    (state === 'returned' || state === 'rejected') && recorded.approval?.reviewerIds[0] === undefined && 'reviewer',
    ['returned', 'rejected', 'withdrawn'].includes(state) && recorded.ending?.on === undefined && 'decidedOn',
    state === 'issued' && recorded.consent === undefined && 'consent',
  ]
  return needed.filter((name) => name !== false)
}

/** The record with its own date in the place of what it does not say. */
const withDateOfRecords = (recorded: RecordedNomination, asOf: Day, missing: readonly Missing[]): RecordedNomination => {
  const unrecorded = missing.filter((name) => name !== 'approval' && name !== 'consent')
  const { confirmation, approval, ending } = recorded
  return {
    ...recorded,
    content: { ...recorded.content, takenOver: { asOf, unrecorded } },
    requestedOn: recorded.requestedOn ?? asOf,
    confirmation: confirmation ?? (unrecorded.includes('confirmation') ? { on: asOf, confirmedBy: notRecorded } : undefined),
    approval: approval ?? (unrecorded.includes('reviewer') ? { on: asOf, reviewerIds: [`${recorded.content.id}/unrecorded`] } : undefined),
    ending: ending === undefined ? undefined : { ...ending, on: ending.on ?? asOf },
  }
}

const notRecorded: Text = { ja: '記録なし', en: 'not recorded' }

/** A confirmation that nobody recorded confirms no figures. */
const confirmedAsRecorded = (nomination: In<'submitted'>): In<'submitted'> =>
  nomination.takenOver?.unrecorded.includes('confirmation') === true
    ? { ...nomination, confirmation: { ...nomination.confirmation, figures: '' } }
    : nomination

type In<State extends Nomination['state']> = Extract<Nomination, { state: State }>

const replay = (recorded: RecordedNomination, completions: readonly LinkedCompletion[]): Nomination => {
  const { content, state, confirmation, approval, ending, consent } = recorded
  const draft: Nomination = { ...content, state: 'draft' }
  if (state === 'draft') return draft
  const on = ending?.on
  if (state === 'withdrawn' && ending !== undefined && on !== undefined)
    return withdrawNomination(draft, { side: 'learner', participantId: content.participantId }, { on, reason: ending.reason })

  // A submitted nomination does not keep the day of the request; where none is recorded, it was asked for at the latest when it was answered.
  const requestedOn = recorded.requestedOn ?? confirmation?.on
  if (requestedOn === undefined) throw new Error(`nomination ${content.id} was let through without a day of the request`)
  const asked = requestConfirmation(draft, { on: requestedOn, confirmedBy: confirmation?.confirmedBy })
  if (state === 'awaiting_employer' || confirmation === undefined) return asked
  let nomination: Nomination = confirmedAsRecorded(
    confirmNomination(
      asked,
      content.draftedBy === 'learner' ? { by: 'employer', ...confirmation } : { by: 'learner', on: confirmation.on },
    ),
  )
  const reviewers = (approval?.reviewerIds ?? []).map((id) => ({ id, organisationIds: [] }))
  const [first] = reviewers
  if ((state === 'returned' || state === 'rejected') && ending !== undefined && on !== undefined && first !== undefined)
    return reviewNomination(
      nomination,
      first,
      { on, decision: state === 'returned' ? 'return' : 'reject', reason: ending.reason },
      completions,
    )
  if (approval === undefined || state === 'submitted') return nomination
  for (const reviewer of reviewers)
    nomination = reviewNomination(nomination, reviewer, { on: approval.on, decision: 'approve' }, completions)
  if (consent === undefined) return nomination
  return consentToText(
    nomination,
    { participantId: content.participantId },
    { consentedOn: consent.on, consentId: consent.consentId, textDigest: workplaceTextDigest(nomination) },
  )
}
