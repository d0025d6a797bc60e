import type { Actor } from '../domain/actor.ts'
import { undoIssue as undo, undoWindowMilliseconds } from '../domain/credential-moves.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { listIssuedSince, markUndone } from '../store/credentials.ts'
import { listMails } from '../store/outbox.ts'
import { setBit } from '../store/status-lists.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { requireSession } from './course-of.ts'
import type { Deps } from './deps.ts'
import { requireIssued } from './issue-credential.ts'
import { operatorOf } from './operator-of.ts'
import { stopMails } from './post-mail.ts'

/**
 * Takes an issue back within ten minutes, before anything left the house: its mail is stopped, the badge is found nowhere any more, a copy that somebody
 * downloaded verifies nowhere, and the completion can be issued again.
 *
 * @returns how many mails were stopped
 * @throws ServiceError `credential_not_found`, `forbidden`, `conflict` when it is too late
 */
export const undoIssue = async (deps: Deps, actor: Actor, command: { credentialId: string }): Promise<{ mailsStopped: number }> => {
  const credential = await requireIssued(deps, command.credentialId)
  permit(actor, 'credential.issue', { operatorId: await operatorOf(deps, credential) })
  const now = deps.now()
  return inTransaction(deps, async (deps) => {
    const mails = await listMails(deps.db, { entity: `credential:${credential.id}`, limit: 500 })
    const undone = undo(
      credential,
      now,
      mails.some(({ state, attempts }) => state === 'sent' || attempts > 0),
    )
    if (!(await markUndone(deps.db, undone.id, now)))
      throw new ServiceError('conflict', `The badge ${undone.id} was changed by somebody else; look at it again.`)
    await setBit(deps.db, undone.entry, true, now)
    const mailsStopped = await stopMails(deps, `credential:${undone.id}`)
    await audit(deps, actor, 'credential.undone', `credential:${undone.id}`, { mails: mailsStopped })
    return { mailsStopped }
  })
}

/**
 * Takes back everything that was issued for a run in the last ten minutes, as far as it can be.
 *
 * @returns the badges taken back, and those that stay with the reason
 * @throws ServiceError `session_not_found`, `forbidden`
 */
export const undoIssueOfSession = async (
  deps: Deps,
  actor: Actor,
  command: { sessionId: string },
): Promise<{ undone: string[]; kept: { id: string; reason: string }[] }> => {
  const { course } = await requireSession(deps, command.sessionId)
  permit(actor, 'credential.issue', { operatorId: course.operatorId })
  const since = new Date(deps.now().getTime() - undoWindowMilliseconds)
  const undone: string[] = []
  const kept: { id: string; reason: string }[] = []
  for (const id of await listIssuedSince(deps.db, command.sessionId, since)) {
    try {
      await undoIssue(deps, actor, { credentialId: id })
      undone.push(id)
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      kept.push({ id, reason: error.message })
    }
  }
  return { undone, kept }
}
