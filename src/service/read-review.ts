import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import { type Nomination, nominationProblems } from '../domain/nomination.ts'
import type { Organisation } from '../domain/organisation.ts'
import { badgeName } from '../domain/participant.ts'
import { mayDo, permit } from '../domain/permit.ts'
import type { Text } from '../domain/text.ts'
import type { InputProblem } from '../errors.ts'
import { findAchievement } from '../store/achievements.ts'
import { findCompletion, type StoredCompletion } from '../store/completions.ts'
import { findCourse, findSession } from '../store/courses.ts'
import { listNominations, pageNominations } from '../store/nominations.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findParticipant } from '../store/participants.ts'
import { auditView } from './audit.ts'
import type { Deps } from './deps.ts'
import { nominationTarget, requireNomination } from './nomination-moves.ts'

/** A nomination in the queue of reviewers. */
export interface QueuedNomination {
  nomination: Nomination
  employer: Organisation | undefined
  learner: string
}

/** Nominations that the actor may review, the oldest submission first. */
export const listReviewQueue = async (deps: Deps, actor: Actor): Promise<QueuedNomination[]> => {
  const waiting = (await listNominations(deps.db, 'submitted')).filter((nomination) =>
    mayDo(actor, 'nomination.review', nominationTarget(nomination)),
  )
  const since = (nomination: Nomination): string => ('submittedOn' in nomination ? nomination.submittedOn : '')
  return Promise.all(
    waiting
      .sort((a, b) => since(a).localeCompare(since(b)))
      .map(async (nomination) => ({ nomination, ...(await peopleOf(deps, nomination)) })),
  )
}

/** Everything that a reviewer needs beside one another. */
export interface ReviewFile extends QueuedNomination {
  achievement: Achievement | undefined
  completions: { completion: StoredCompletion; course: Text | undefined }[]
  /** what keeps it from being approved */
  problems: InputProblem[]
  /** other nominations of the same person, for duplicates */
  others: Nomination[]
}

/** @throws ServiceError `not_found`; `forbidden` for the own firm */
export const readReviewFile = async (deps: Deps, actor: Actor, id: string): Promise<ReviewFile> => {
  const { nomination } = await requireNomination(deps, id)
  permit(actor, 'nomination.review', nominationTarget(nomination))
  await auditView(deps, actor, 'nomination.read', `participant:${nomination.participantId}`)
  const completions: ReviewFile['completions'] = []
  for (const completionId of nomination.basedOnCompletions) {
    const completion = await findCompletion(deps.db, completionId)
    if (completion === undefined) continue
    const session = await findSession(deps.db, completion.sessionId)
    completions.push({ completion, course: session && (await findCourse(deps.db, session.courseId))?.name })
  }
  return {
    nomination,
    ...(await peopleOf(deps, nomination)),
    achievement: await findAchievement(deps.db, nomination.achievementId),
    completions,
    problems: nominationProblems(
      nomination,
      completions.map(({ completion }) => completion),
    ),
    others: (await pageNominations(deps.db, { participantId: nomination.participantId, limit: 50 })).filter(
      (other) => other.id !== nomination.id,
    ),
  }
}

const peopleOf = async (deps: Deps, nomination: Nomination): Promise<{ employer: Organisation | undefined; learner: string }> => {
  const participant = await findParticipant(deps.db, nomination.participantId)
  return {
    employer: await findOrganisation(deps.db, nomination.employerId),
    learner: participant === undefined ? '' : badgeName(participant),
  }
}
