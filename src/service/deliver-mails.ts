import { type Mail, nextAttempt } from '../domain/mail.ts'
import { leaseDueMails, recordAttempt } from '../store/outbox.ts'
import type { Deps } from './deps.ts'

/** Hands one mail to the mail server, or to whoever reads it where there is none. */
export interface Mailer {
  /** `kept`: there is no mail server; the mail stays readable in the outbox */
  deliver(mail: Mail): Promise<'sent' | 'kept'>
}

/** A mail server answers within this time or the attempt counts as failed; then the mail may be tried by another process. */
const LEASE_SECONDS = 120
const MAILS_AT_ONCE = 20

/**
 * Delivers what is due. A mail that its server did not take is tried again later, at most five times; a server that is gone never stops anything else.
 *
 * @returns how many were sent, kept and put off
 */
export const deliverDueMails = async (deps: Deps, mailer: Mailer): Promise<{ sent: number; kept: number; putOff: number }> => {
  const counts = { sent: 0, kept: 0, putOff: 0 }
  for (const { mail, token } of await leaseDueMails(deps.db, deps.now(), LEASE_SECONDS, MAILS_AT_ONCE)) {
    const attempts = mail.attempts + 1
    const lease = { id: mail.id, token }
    try {
      const state = await mailer.deliver(mail)
      await recordAttempt(deps.db, lease, { state, attempts, ...(state === 'sent' ? { sentAt: deps.now() } : {}) })
      counts[state] += 1
    } catch (error) {
      const dueAt = nextAttempt(attempts, deps.now())
      await recordAttempt(deps.db, lease, { state: dueAt === undefined ? 'failed' : 'waiting', attempts, dueAt, error: reasonOf(error) })
      counts.putOff += 1
    }
  }
  return counts
}

/** What the mail server said, short and without addresses. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\S+@\S+/g, '<address>').slice(0, 200)
