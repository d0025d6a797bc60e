import type { Actor } from '../domain/actor.ts'
import type { Nomination } from '../domain/nomination.ts'
import { badgeName } from '../domain/participant.ts'
import { findAchievement } from '../store/achievements.ts'
import { listUnfinishedNominations } from '../store/credentials.ts'
import { listNominations } from '../store/nominations.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { createHolderLink } from './holder.ts'
import { issueNominatedBadge } from './issue-nominated-badge.ts'
import { requireNomination } from './nomination-moves.ts'
import { postMail } from './post-mail.ts'

const issuing: Actor = { kind: 'system', reason: 'consent' }

/**
 * Issues the badge of a nomination whose learner has consented, with the confirmation, and sends the learner the link to it. May be called again after any
 * stop; the mail is sent once.
 */
export const issueConsented = async (deps: Deps, nominationId: string): Promise<Nomination> => {
  const credential = await issueNominatedBadge(deps, issuing, { nominationId })
  const participant = await findParticipant(deps.db, credential.participantId)
  const achievement = await findAchievement(deps.db, credential.achievementId)
  const toAddress = participant?.emails[0]
  if (participant !== undefined && achievement !== undefined && toAddress !== undefined)
    await inTransaction(deps, async (deps) => {
      await postMail(deps, {
        kind: 'badge_issued',
        event: `credential:${credential.id} issued`,
        toAddress,
        data: {
          to: { kind: 'person', name: badgeName(participant) },
          badge: { ja: achievement.name },
          url: await createHolderLink(deps, credential.id),
        },
        entity: `credential:${credential.id}`,
        isDemo: credential.isDemo,
      })
    })
  return (await requireNomination(deps, nominationId)).nomination
}

/**
 * Goes on with what an earlier process left: badges that were consented to and not issued, reserved and not signed, or signed and not confirmed.
 *
 * @returns how many were finished, and the nominations that could not be, each with its reason
 */
export const issueAllConsented = async (deps: Deps): Promise<{ finished: number; failed: { id: string; reason: string }[] }> => {
  const consented = (await listNominations(deps.db, 'approved')).filter((nomination) => 'consent' in nomination).map(({ id }) => id)
  const failed: { id: string; reason: string }[] = []
  let finished = 0
  for (const id of [...consented, ...(await listUnfinishedNominations(deps.db))]) {
    try {
      await issueConsented(deps, id)
      finished += 1
    } catch (error) {
      failed.push({ id, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return { finished, failed }
}
