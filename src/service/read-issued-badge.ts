import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import type { Course, Session } from '../domain/course.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import type { Mail } from '../domain/mail.ts'
import type { Participant } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findAchievement } from '../store/achievements.ts'
import type { StoredCompletion } from '../store/completions.ts'
import { listMails } from '../store/outbox.ts'
import { findParticipant } from '../store/participants.ts'
import { auditView } from './audit.ts'
import { requireCompletion } from './course-of.ts'
import type { Deps } from './deps.ts'
import { requireIssued } from './issue-credential.ts'
import { operatorOf } from './operator-of.ts'

/** One badge as those who issue it work with it: whose it is, on which completion it stands, and which mails told of it. */
export interface IssuedBadge {
  credential: IssuedCredential
  achievement: Achievement
  participant: Participant
  completion?: StoredCompletion
  course?: Course
  session?: Session
  mails: Mail[]
}

/** Why somebody of the secretariat looks; it stands in the log. */
const PURPOSE = 'badge_administration'

/** @throws ServiceError `credential_not_found`, `forbidden` */
export const readIssuedBadge = async (deps: Deps, actor: Actor, id: string): Promise<IssuedBadge> => {
  const credential = await requireIssued(deps, id)
  permit(actor, 'credential.read_private', { operatorId: await operatorOf(deps, credential), purpose: PURPOSE })
  const achievement = await findAchievement(deps.db, credential.achievementId)
  const participant = await findParticipant(deps.db, credential.participantId)
  if (achievement === undefined || participant === undefined)
    throw new ServiceError('credential_not_found', `The definition or the holder of the badge ${id} is gone.`)
  await auditView(deps, actor, 'credential.read', `credential:${credential.id}`, PURPOSE)
  const behind = credential.completionId === undefined ? undefined : await requireCompletion(deps, credential.completionId)
  return {
    credential,
    achievement,
    participant,
    ...(behind === undefined ? {} : { completion: behind.completion, course: behind.course, session: behind.session }),
    mails: await listMails(deps.db, { entity: `credential:${credential.id}`, limit: 20 }),
  }
}
