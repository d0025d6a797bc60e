import type { Actor } from '../domain/actor.ts'
import type { Course } from '../domain/course.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { fullName } from '../domain/person-name.ts'
import { findMailAddress } from '../store/addresses.ts'
import { listNotApplied, type StoredCompletion } from '../store/completions.ts'
import { listMails } from '../store/outbox.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { requireSession } from './course-of.ts'
import type { Deps } from './deps.ts'
import { postMail } from './post-mail.ts'
import { createSecretLink } from './secret-links.ts'

/** How long the link of an invitation opens: a quarter, so that somebody who is away finds it. */
const linkDays = 90
const pageRows = 200

export interface Invited {
  /** mails put into the outbox */
  invited: number
  /** people whom no mail reaches: the operator hands them the link or asks for an address */
  withoutAddress: string[]
}

/**
 * Invites everybody who completed a run and has not applied to apply for the badge, by a mail with a secret link. Once for each invitation: the same round
 * again sends nothing twice.
 *
 * @param command.reminder - the number of the reminder, 1, 2 …; absent for the first invitation
 * @throws ServiceError `session_not_found`, `forbidden`
 */
export const inviteToApply = async (deps: Deps, actor: Actor, command: { sessionId: string; reminder?: number }): Promise<Invited> => {
  const { course } = await requireSession(deps, command.sessionId)
  permit(actor, 'credential.issue', { operatorId: course.operatorId })
  const result: Invited = { invited: 0, withoutAddress: [] }
  if (course.badge === undefined) return result
  for (let after = ''; ; ) {
    const waiting = await listNotApplied(deps.db, command.sessionId, { after, limit: pageRows })
    await inTransaction(deps, async (deps) => {
      let invited = 0
      for (const completion of waiting) {
        const posted = await inviteOne(deps, course, completion, command.reminder)
        if (posted === 'no_address') result.withoutAddress.push(completion.participantId)
        else if (posted) invited += 1
      }
      if (invited > 0)
        await audit(deps, actor, 'application.invited', `session:${command.sessionId}`, { invited, reminder: command.reminder ?? 0 })
      result.invited += invited
    })
    const last = waiting.at(-1)
    if (last === undefined || waiting.length < pageRows) return result
    after = last.id
  }
}

/** Invites one person, in the caller's transaction. @returns whether a mail was posted that was not there before */
export const inviteOne = async (
  deps: Deps,
  course: Course,
  completion: StoredCompletion,
  reminder?: number,
): Promise<boolean | 'no_address'> => {
  const toAddress = await findMailAddress(deps.db, completion.participantId)
  const participant = await findParticipant(deps.db, completion.participantId)
  if (toAddress === undefined || participant === undefined) return 'no_address'
  const event = `completion:${completion.id} invited ${reminder ?? 0}`
  const known = await listMails(deps.db, { entity: `completion:${completion.id}`, limit: 100 })
  if (known.some((mail) => mail.event === event)) return false
  const { secret, expiresAt } = await createSecretLink(deps, { subject: 'application', recordId: completion.id, days: linkDays })
  return postMail(deps, {
    kind: 'application_invited',
    event,
    toAddress,
    data: {
      to: { kind: 'person', name: fullName(participant.familyName, participant.givenName) },
      course: course.name,
      url: `${deps.publicUrl}/apply?k=${secret}`,
      until: jstDay(expiresAt),
      reminder: reminder !== undefined,
    },
    entity: `completion:${completion.id}`,
    operatorId: course.operatorId,
    isDemo: completion.isDemo,
  })
}
