import type { Achievement } from '../../domain/achievement.ts'
import type { IssuedCredential } from '../../domain/credential.ts'
import type { Participant } from '../../domain/participant.ts'
import { findAchievement } from '../achievements.ts'
import { findCredential } from '../credentials.ts'
import type { Db } from '../database.ts'
import { findParticipant } from '../participants.ts'

export { findErasedAt } from '../erase-badge.ts'

/** What our records hold about one badge, for its page and its pictures. */
export interface BadgePageRecord {
  credential: IssuedCredential
  achievement: Achievement
  /** only where the holder shows the name; it is never loaded otherwise */
  holder: Participant | undefined
}

/**
 * @param options.withHolder - the holder chose to show the name to this reader, or not to; otherwise what the holder chose for everybody counts
 * @returns undefined for a badge that does not exist or is not signed yet
 */
export const readBadgePage = async (db: Db, id: string, options: { withHolder?: boolean } = {}): Promise<BadgePageRecord | undefined> => {
  const credential = await findCredential(db, id)
  if (credential === undefined || credential.state === 'reserved') return undefined
  const achievement = await findAchievement(db, credential.achievementId)
  if (achievement === undefined) return undefined
  const holder = (options.withHolder ?? credential.nameShown) ? await findParticipant(db, credential.participantId) : undefined
  return { credential, achievement, holder }
}
