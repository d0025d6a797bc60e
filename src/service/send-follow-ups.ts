import { dueFollowUps } from '../domain/follow-up.ts'
import { addDays, jstDay } from '../domain/japanese-date.ts'
import { badgeName } from '../domain/participant.ts'
import { findAchievement } from '../store/achievements.ts'
import { findCredential } from '../store/credentials.ts'
import { insertFollowUp, listFollowUpSubjects } from '../store/follow-ups.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import type { Deps } from './deps.ts'
import { postMail } from './post-mail.ts'
import { createSecretLink } from './secret-links.ts'
import { followUpId } from './survey.ts'

/** Days in which the link of a follow-up mail opens. */
export const followUpLinkDays = 30

/**
 * Posts the mails that ask holders, 1, 6 and 12 months after claiming, what became of their badge. Each wave of a badge is asked for once, also by
 * several processes at the same moment.
 *
 * @returns how many mails were posted
 */
export const sendFollowUps = async (deps: Deps): Promise<number> => {
  const today = jstDay(deps.now())
  let posted = 0
  for (const due of dueFollowUps(await listFollowUpSubjects(deps.db, today), today)) {
    const participant = await findParticipant(deps.db, due.participantId)
    const credential = await findCredential(deps.db, due.credentialId)
    const achievement = credential && (await findAchievement(deps.db, credential.achievementId))
    const toAddress = participant?.emails.at(-1)
    if (participant === undefined || achievement === undefined || toAddress === undefined) continue
    try {
      await inTransaction(deps, async (deps) => {
        await insertFollowUp(deps.db, due, deps.now())
        const recordId = followUpId(due)
        const { secret } = await createSecretLink(deps, { subject: 'follow_up', recordId, days: followUpLinkDays })
        await postMail(deps, {
          kind: 'follow_up',
          event: `follow_up:${recordId}`,
          toAddress,
          data: {
            to: { kind: 'person', name: badgeName(participant) },
            badge: { ja: achievement.name },
            months: due.wave,
            url: `${deps.publicUrl}/follow-up?k=${secret}`,
            until: addDays(today, followUpLinkDays),
          },
          entity: `credential:${due.credentialId}`,
          isDemo: participant.isDemo,
        })
      })
      posted += 1
    } catch (error) {
      // Another process asked at the same moment.
      if (!isUniqueViolation(error)) throw error
    }
  }
  return posted
}
