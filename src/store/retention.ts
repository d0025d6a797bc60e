import { expiredRowText } from '../domain/retention.ts'
import { count, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import { emptyImportRow } from './imports.ts'

const deleted = (result: { numDeletedRows: bigint }): number => count(result.numDeletedRows)
const updated = (result: { numUpdatedRows: bigint }): number => count(result.numUpdatedRows)

export const deleteIdempotencyBefore = async (db: Db, at: Date): Promise<number> =>
  deleted(await db.deleteFrom('idempotency').where('created_at', '<', instant.write(at)).executeTakeFirstOrThrow())

/** Erases imports that nobody confirmed: the file that was sent, its rows, its name. */
export const discardUnconfirmedBefore = async (db: Db, at: Date, now: Date): Promise<number> => {
  const ids = (
    await db
      .selectFrom('import_file')
      .select('id')
      .where('state', 'in', ['receiving', 'received', 'checked', 'refused'])
      .where('created_at', '<', instant.write(at))
      .execute()
  ).map(({ id }) => id)
  for (const id of ids) {
    await db.deleteFrom('import_chunk').where('import_id', '=', id).execute()
    await db.deleteFrom('import_row').where('import_id', '=', id).execute()
    await db
      .updateTable('import_file')
      .set({ state: 'discarded', file_name: '', problem: null, finished_at: instant.write(now) })
      .where('id', '=', id)
      .execute()
  }
  return ids.length
}

/** Empties the rows of imports that are long past; decisions and outcomes stay. */
export const emptyImportRowsBefore = async (db: Db, at: Date): Promise<number> => {
  const files = (
    await db
      .selectFrom('import_file')
      .select('id')
      .where('state', '=', 'imported')
      .where('finished_at', '<', instant.write(at))
      .where('file_name', '<>', '')
      .execute()
  ).map(({ id }) => id)
  let emptied = 0
  for (const id of files) {
    const rows = await db.selectFrom('import_row').select(['import_id', 'record', 'line']).where('import_id', '=', id).execute()
    for (const row of rows) await emptyImportRow(db, row, expiredRowText)
    // A file name may be a person's; without one the file is known to be done.
    await db.updateTable('import_file').set({ file_name: '' }).where('id', '=', id).execute()
    emptied += rows.length
  }
  return emptied
}

/** Takes address and content out of mails that are past; their letter cannot be read any more. */
export const emptyMailsBefore = async (db: Db, at: Date): Promise<number> =>
  updated(
    await db
      .updateTable('outbox_mail')
      .set({ to_address: '', data: json.write({ to: { kind: 'person', name: '' } }), last_error: null, state: 'emptied' })
      .where('state', 'in', ['sent', 'failed', 'cancelled', 'kept'])
      .where('created_at', '<', instant.write(at))
      .executeTakeFirstOrThrow(),
  )

/** Deletes links to readers that ended before, with their logs. */
export const deleteShareLinksBefore = async (db: Db, at: Date): Promise<number> => {
  const ids = (await db.selectFrom('share_link').select('id').where('expires_at', '<', instant.write(at)).execute()).map(({ id }) => id)
  for (let from = 0; from < ids.length; from += 500) {
    const some = ids.slice(from, from + 500)
    await db.deleteFrom('share_link_opening').where('link_id', 'in', some).execute()
    await db.deleteFrom('share_link').where('id', 'in', some).execute()
  }
  return ids.length
}

export const deleteSecretLinksBefore = async (db: Db, at: Date): Promise<number> => {
  const before = instant.write(at)
  const secret = await db
    .deleteFrom('secret_link')
    .where((where) => where.or([where('expires_at', '<', before), where('closed_at', '<', before)]))
    .executeTakeFirstOrThrow()
  const holder = await db.deleteFrom('holder_link').where('expires_at', '<', before).executeTakeFirstOrThrow()
  return deleted(secret) + deleted(holder)
}

/**
 * Deletes records of provision whose time is over: those that the law wants kept after their day, a learner's own sharing after `ownSharing`.
 *
 * @param today - JST day
 */
export const deleteProvisionsBefore = async (db: Db, today: string, ownSharing: string): Promise<number> =>
  deleted(
    await db
      .deleteFrom('provision_record')
      .where((where) =>
        where.or([where('keep_until', '<', today), where.and([where('keep_until', 'is', null), where('provided_on', '<', ownSharing)])]),
      )
      .executeTakeFirstOrThrow(),
  )

/** Takes parameters and results out of work that is finished. */
export const emptyJobsBefore = async (db: Db, at: Date): Promise<number> =>
  updated(
    await db
      .updateTable('job')
      .set({ params: '{}', result: null, failure: null })
      .where('state', 'in', ['done', 'failed', 'cancelled'])
      .where('finished_at', '<', instant.write(at))
      .where('params', '<>', '{}')
      .executeTakeFirstOrThrow(),
  )
