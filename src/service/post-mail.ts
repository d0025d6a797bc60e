import type { MailData, MailKind } from '../domain/mail.ts'
import { newId } from '../ids.ts'
import { cancelMailsAbout, insertMail } from '../store/outbox.ts'
import type { Deps } from './deps.ts'

export interface PostMail<K extends MailKind> {
  kind: K
  /** names what happened, e.g. `credential:… issued`; the same event is told once, however often this is called */
  event: string
  toAddress: string
  data: MailData[K]
  /** the record that it is about, e.g. `credential:…`; undoing the record stops its mails */
  entity: string
  /** the operator that sees the mail in its outbox */
  operatorId?: string
  /** nothing leaves the house before this instant; at once where it is not given */
  notBefore?: Date
  isDemo: boolean
}

/**
 * Puts a mail into the outbox. Call it in the transaction of the deed that it tells of: then there is no deed without its mail and no mail without
 * its deed. Delivery follows by itself (`deliver-mails.ts`).
 *
 * @returns false when this event was told before
 */
export const postMail = async <K extends MailKind>(deps: Deps, mail: PostMail<K>): Promise<boolean> => {
  const now = deps.now()
  return insertMail(deps.db, {
    id: newId(),
    event: mail.event,
    kind: mail.kind,
    toAddress: mail.toAddress,
    data: mail.data,
    entity: mail.entity,
    ...(mail.operatorId === undefined ? {} : { operatorId: mail.operatorId }),
    state: 'waiting',
    dueAt: mail.notBefore ?? now,
    attempts: 0,
    isDemo: mail.isDemo,
    createdAt: now,
  })
}

/** Stops what has not left the house about a record, e.g. when the record is undone. Returns how many mails were stopped. */
export const stopMails = (deps: Deps, entity: string): Promise<number> => cancelMailsAbout(deps.db, entity)
