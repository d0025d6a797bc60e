import type { Actor } from '../domain/actor.ts'
import { consentInForce } from '../domain/consent.ts'
import { jstDay } from '../domain/japanese-date.ts'
import type { Nomination, NominationContent } from '../domain/nomination.ts'
import { permit } from '../domain/permit.ts'
import { refuseProblems, refuseWithoutConsent } from '../domain/refusal.ts'
import { type InputProblem, ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findAchievement } from '../store/achievements.ts'
import { findCompletion } from '../store/completions.ts'
import { listConsents } from '../store/consents.ts'
import { listEmployments } from '../store/employments.ts'
import { saveNomination } from '../store/nominations.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

export type DraftNomination = Omit<NominationContent, 'id' | 'draftedBy' | 'isDemo' | 'takenOver' | 'evidence'> & {
  evidence?: NominationContent['evidence']
  /** the badge whose holder's link the learner comes by */
  holderOf?: string
}

/**
 * Begins a nomination for an achievement at work. The learner nominates the own result at a firm where he or she works or worked; an employer nominates its
 * own people, and only with their consent, since it names their completions.
 *
 * @returns the draft; nobody else is asked yet
 * @throws ServiceError `forbidden`, also without consent; `participant_not_found`, `organisation_not_found`; `achievement_not_found` for a definition that is
 *   not for achievements at work; `invalid_input` for an employer or a completion that is not the learner's
 */
export const draftNomination = async (deps: Deps, actor: Actor, command: DraftNomination): Promise<Nomination> => {
  // 1. May this actor nominate this person at this firm?
  const participant = await findParticipant(deps.db, command.participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', `There is no participant ${command.participantId}.`)
  const employers = (await listEmployments(deps.db, participant.id)).map(({ employerId }) => employerId)
  permit(actor, 'nomination.draft', {
    participantId: participant.id,
    employerId: command.employerId,
    employerIdsOfParticipant: employers,
    ...(command.holderOf === undefined ? {} : { recordId: command.holderOf }),
  })
  const byEmployer = 'role' in actor && actor.role === 'employer'
  if (byEmployer) await requireConsent(deps, participant.id, command.employerId)

  // 2. Do the records exist that it names?
  const achievement = await findAchievement(deps.db, command.achievementId)
  if (achievement === undefined || achievement.kind !== 'workplace_achievement')
    throw new ServiceError('achievement_not_found', `There is no badge for achievements at work at ${command.achievementId}.`)
  const employer = await findOrganisation(deps.db, command.employerId)
  if (employer?.kind !== 'employer') throw new ServiceError('organisation_not_found', `There is no employer ${command.employerId}.`)
  refuseProblems('The nomination names what is not the learner’s.', [
    ...(employers.includes(employer.id)
      ? []
      : [{ path: '/employerId', code: 'NOT_EMPLOYED', message: '本人の勤務先として登録されている企業を選んでください。' }]),
    ...(await completionProblems(deps, participant.id, command.basedOnCompletions)),
  ])

  // 3. Store the draft.
  const { holderOf: _, evidence, ...content } = command
  const nomination: Nomination = {
    ...content,
    evidence: evidence ?? [],
    id: newId(),
    draftedBy: byEmployer ? 'employer' : 'learner',
    isDemo: participant.isDemo,
    state: 'draft',
  }
  await inTransaction(deps, async (deps) => {
    await saveNomination(deps.db, nomination, deps.now())
    await audit(deps, actor, 'nomination.drafted', `nomination:${nomination.id}`, { employer: employer.id, by: nomination.draftedBy })
  })
  return nomination
}

const requireConsent = async (deps: Deps, participantId: string, employerId: string): Promise<void> => {
  const today = jstDay(deps.now())
  const consents = await listConsents(deps.db, participantId)
  const agreed =
    consentInForce(consents, { participantId, purpose: 'provision_to_employer', recipient: employerId }, today) ??
    consentInForce(consents, { participantId, purpose: 'workplace_achievement', recipient: employerId }, today)
  if (agreed === undefined)
    refuseWithoutConsent(
      'The learner has not agreed to this employer seeing the own courses; the learner can start the nomination instead.',
    )
}

/** @returns one problem for each completion that is not a completed one of this person */
export const completionProblems = async (
  deps: Pick<Deps, 'db'>,
  participantId: string,
  ids: readonly string[],
): Promise<InputProblem[]> => {
  const problems: InputProblem[] = []
  for (const [n, id] of ids.entries()) {
    const completion = await findCompletion(deps.db, id)
    if (completion === undefined || completion.participantId !== participantId || completion.status !== 'completed')
      problems.push({ path: `/basedOnCompletions/${n}`, code: 'COMPLETION_NOT_USABLE', message: '本人の修了した講座を選んでください。' })
  }
  return problems
}
