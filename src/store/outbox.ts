import type { Mail, MailData, MailKind, MailState } from '../domain/mail.ts'
import { absent, flag, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { Row } from './tables.ts'

const columns = [
  'id',
  'event',
  'kind',
  'to_address',
  'data',
  'entity',
  'operator_id',
  'state',
  'due_at',
  'attempts',
  'last_error',
  'lease_token',
  'is_demo',
  'created_at',
  'sent_at',
] as const

const fromRow = (row: Row<'outbox_mail'>): Mail => ({
  id: row.id,
  event: row.event,
  kind: row.kind as MailKind,
  toAddress: row.to_address,
  data: json.read<MailData[MailKind]>(row.data),
  entity: row.entity,
  operatorId: absent(row.operator_id),
  state: row.state as MailState,
  dueAt: instant.read(row.due_at),
  attempts: row.attempts,
  lastError: absent(row.last_error),
  isDemo: flag.read(row.is_demo),
  createdAt: instant.read(row.created_at),
  sentAt: instant.readMaybe(row.sent_at),
})

/** Puts a mail into the outbox, unless the same event is told already. Returns whether it is new. */
export const insertMail = async (db: Db, mail: Mail): Promise<boolean> => {
  const result = await db
    .insertInto('outbox_mail')
    .values({
      id: mail.id,
      event: mail.event,
      kind: mail.kind,
      to_address: mail.toAddress,
      data: json.write(mail.data),
      entity: mail.entity,
      operator_id: mail.operatorId ?? null,
      state: mail.state,
      due_at: instant.write(mail.dueAt),
      attempts: mail.attempts,
      last_error: mail.lastError ?? null,
      lease_token: 0,
      is_demo: flag.write(mail.isDemo),
      created_at: instant.write(mail.createdAt),
      sent_at: instant.writeMaybe(mail.sentAt),
    })
    .onConflict((conflict) => conflict.column('event').doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1
}

/** Which of these events were told already. */
export const listToldEvents = async (db: Db, events: readonly string[]): Promise<Set<string>> => {
  const told = new Set<string>()
  for (let from = 0; from < events.length; from += 500)
    for (const row of await db
      .selectFrom('outbox_mail')
      .select('event')
      .where('event', 'in', events.slice(from, from + 500))
      .execute())
      told.add(row.event)
  return told
}

export const findMail = async (db: Db, id: string): Promise<Mail | undefined> => {
  const row = await db.selectFrom('outbox_mail').select(columns).where('id', '=', id).where('state', '<>', 'emptied').executeTakeFirst()
  return row && fromRow(row)
}

export interface MailFilter {
  state?: MailState
  entity?: string
  operatorId?: string
  /** id of the last mail of the page before */
  after?: string
  limit: number
}

/** Mails, the newest first. */
export const listMails = async (db: Db, filter: MailFilter): Promise<Mail[]> => {
  // Of a mail that is long past only the event is left.
  let query = db.selectFrom('outbox_mail').select(columns).where('state', '<>', 'emptied')
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.entity !== undefined) query = query.where('entity', '=', filter.entity)
  if (filter.operatorId !== undefined) query = query.where('operator_id', '=', filter.operatorId)
  const before = filter.after === undefined ? undefined : await findMail(db, filter.after)
  if (before !== undefined) {
    const createdAt = instant.write(before.createdAt)
    query = query.where((where) =>
      where.or([where('created_at', '<', createdAt), where.and([where('created_at', '=', createdAt), where('id', '<', before.id)])]),
    )
  }
  const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute()
  return rows.map(fromRow)
}

/**
 * Takes mails that are due, for one process: their due time is moved on by the lease, so that another process, or this one after a crash,
 * tries them again only when the lease is over.
 */
export const leaseDueMails = async (db: Db, now: Date, leaseSeconds: number, limit: number): Promise<{ mail: Mail; token: number }[]> => {
  const due = await db
    .selectFrom('outbox_mail')
    .select(columns)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', instant.write(now))
    .orderBy('due_at')
    .limit(limit)
    .execute()
  const leased: { mail: Mail; token: number }[] = []
  for (const row of due) {
    const token = row.lease_token + 1
    const result = await db
      .updateTable('outbox_mail')
      .set({ lease_token: token, due_at: instant.write(new Date(now.getTime() + leaseSeconds * 1000)) })
      .where('id', '=', row.id)
      .where('state', '=', 'waiting')
      .where('lease_token', '=', row.lease_token)
      .executeTakeFirst()
    if (Number(result.numUpdatedRows) === 1) leased.push({ mail: fromRow(row), token })
  }
  return leased
}

/** Records what became of an attempt, if the lease is still ours. */
export const recordAttempt = async (
  db: Db,
  lease: { id: string; token: number },
  outcome: { state: MailState; attempts: number; dueAt?: Date; error?: string; sentAt?: Date },
): Promise<void> => {
  await db
    .updateTable('outbox_mail')
    .set({
      state: outcome.state,
      attempts: outcome.attempts,
      last_error: outcome.error ?? null,
      sent_at: instant.writeMaybe(outcome.sentAt),
      ...(outcome.dueAt === undefined ? {} : { due_at: instant.write(outcome.dueAt) }),
    })
    .where('id', '=', lease.id)
    .where('lease_token', '=', lease.token)
    .execute()
}

/** Sends a failed or kept mail on its way again. */
export const requeueMail = async (db: Db, id: string, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('outbox_mail')
    .set((set) => ({
      state: 'waiting',
      attempts: 0,
      last_error: null,
      due_at: instant.write(now),
      lease_token: set('lease_token', '+', 1),
    }))
    .where('id', '=', id)
    .where('state', 'in', ['failed', 'kept', 'waiting'])
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** Stops the mails about a record that have not left the house. Returns how many. */
export const cancelMailsAbout = async (db: Db, entity: string): Promise<number> => {
  const result = await db
    .updateTable('outbox_mail')
    .set((set) => ({ state: 'cancelled', lease_token: set('lease_token', '+', 1) }))
    .where('entity', '=', entity)
    .where('state', 'in', ['waiting', 'kept'])
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Stops mails of these kinds to these addresses that have not left the house. */
export const cancelMailsTo = async (db: Db, addresses: readonly string[], kinds: readonly MailKind[]): Promise<void> => {
  if (addresses.length === 0) return
  await db
    .updateTable('outbox_mail')
    .set((set) => ({ state: 'cancelled', lease_token: set('lease_token', '+', 1) }))
    .where('to_address', 'in', [...addresses])
    .where('kind', 'in', [...kinds])
    .where('state', 'in', ['waiting', 'kept'])
    .execute()
}
