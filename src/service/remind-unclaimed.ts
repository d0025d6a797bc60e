import type { Actor } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { listMails } from '../store/outbox.ts'
import { listSessionPeople } from '../store/read-models/session-people.ts'
import { resendHolderLink } from './announce-credential.ts'
import { requireSession } from './course-of.ts'
import type { Deps } from './deps.ts'

const BATCH = 200

/**
 * Reminds everybody of a run who has not claimed the badge. Whoever got a mail about it today is left out, so that a second press sends nothing twice.
 *
 * @returns how many reminders were posted
 * @throws ServiceError `session_not_found`, `forbidden`
 */
export const remindUnclaimed = async (deps: Deps, actor: Actor, command: { sessionId: string }): Promise<{ reminded: number }> => {
  const { course } = await requireSession(deps, command.sessionId)
  permit(actor, 'credential.issue', { operatorId: course.operatorId })
  const today = jstDay(deps.now())
  let reminded = 0
  for (let after = ''; ; ) {
    const people = await listSessionPeople(deps.db, command.sessionId, { after, limit: BATCH })
    for (const { badge } of people) {
      if (badge === undefined || badge.claim !== 'unclaimed' || badge.state !== 'issued') continue
      const mails = await listMails(deps.db, { entity: `credential:${badge.id}`, limit: 50 })
      if (mails.some(({ createdAt, state }) => state !== 'cancelled' && jstDay(createdAt) === today)) continue
      try {
        if ((await resendHolderLink(deps, actor, { credentialId: badge.id, reminder: true })) === 'posted') reminded += 1
      } catch (error) {
        // Claimed or declined at this moment: nothing to remind of.
        if (!(error instanceof ServiceError) || error.code !== 'conflict') throw error
      }
    }
    const last = people.at(-1)
    if (last === undefined || people.length < BATCH) return { reminded }
    after = last.completionId
  }
}
