import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import { permit } from '../domain/permit.ts'
import { findAchievement } from '../store/achievements.ts'
import { listCredentialsOfParticipant } from '../store/credentials.ts'
import type { Deps } from './deps.ts'

/** The badges of a person, private ones included, the newest first. @throws ServiceError `forbidden` */
export const listOwnBadges = async (
  deps: Deps,
  actor: Actor,
  participantId: string,
): Promise<{ credential: IssuedCredential; achievement: Achievement }[]> => {
  permit(actor, 'share_link.make', { participantId })
  const found: { credential: IssuedCredential; achievement: Achievement }[] = []
  for (const credential of await listCredentialsOfParticipant(deps.db, participantId)) {
    const achievement = await findAchievement(deps.db, credential.achievementId)
    if (credential.state !== 'reserved' && achievement !== undefined) found.push({ credential, achievement })
  }
  return found
}
