import type { Actor } from '../domain/actor.ts'
import type { Mail, MailState } from '../domain/mail.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findMail, listMails, requeueMail } from '../store/outbox.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

const ownOperator = (actor: Actor): string | undefined =>
  'role' in actor && actor.role === 'operator' ? (actor.organisationId ?? '') : undefined

/** The mails that the actor may see, the newest first: an operator's own, all for the secretariat. */
export const listOwnMails = async (
  deps: Deps,
  actor: Actor,
  page: { state?: MailState; after?: string; limit: number },
): Promise<Mail[]> => {
  const operatorId = ownOperator(actor)
  permit(actor, 'outbox.read', operatorId === undefined ? {} : { operatorId })
  return listMails(deps.db, { ...page, ...(operatorId === undefined ? {} : { operatorId }) })
}

/** @throws ServiceError `not_found`, alike for a mail of another operator */
const requireOwnMail = async (deps: Deps, actor: Actor, id: string): Promise<Mail> => {
  const mail = await findMail(deps.db, id)
  const operatorId = ownOperator(actor)
  if (mail === undefined || (operatorId !== undefined && mail.operatorId !== operatorId))
    throw new ServiceError('not_found', `There is no mail ${id} in this outbox.`)
  permit(actor, 'outbox.read', mail.operatorId === undefined ? {} : { operatorId: mail.operatorId })
  return mail
}

/**
 * A mail with its letter. Whoever reads it may hold a link that was meant for somebody else, so that reading is an entry in the log.
 *
 * @throws ServiceError `not_found`, `forbidden`
 */
export const readOwnMail = async (deps: Deps, actor: Actor, id: string): Promise<Mail> => {
  const mail = await requireOwnMail(deps, actor, id)
  await inTransaction(deps, (deps) => audit(deps, actor, 'mail.read', `mail:${mail.id}`, { about: mail.entity }))
  return mail
}

/**
 * Sends a mail on its way again that failed or was kept.
 *
 * @throws ServiceError `not_found`, `forbidden`, `conflict` for one that was sent or stopped
 */
export const retryMail = async (deps: Deps, actor: Actor, id: string): Promise<void> => {
  const mail = await requireOwnMail(deps, actor, id)
  await inTransaction(deps, async (deps) => {
    if (!(await requeueMail(deps.db, mail.id, deps.now())))
      throw new ServiceError('conflict', `The mail ${mail.id} is ${mail.state}; it cannot be sent again.`)
    await audit(deps, actor, 'mail.retried', `mail:${mail.id}`, { about: mail.entity })
  })
}
