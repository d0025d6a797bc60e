import { count } from '../columns.ts'
import { countOpenDataRequests } from '../data-requests.ts'
import type { Db } from '../database.ts'

/** How many rows there are of each kind and state, for whoever watches the service. */
export interface OperationalCounts {
  credentials: { kind: string; state: string; count: number }[]
  mails: { state: string; count: number }[]
  jobs: { state: string; count: number }[]
  /** requests about personal data that wait, and those of them that are overdue */
  dataRequests: { open: number; overdue: number }
}

/** Counts whole tables, badges by an index of their own: ask seldom. @param today - JST day */
export const readOperationalCounts = async (db: Db, today: string): Promise<OperationalCounts> => {
  const credentials = await db
    .selectFrom('credential')
    .select((row) => ['kind', 'state', row.fn.countAll().as('count')])
    .where('undone_at', 'is', null)
    .groupBy(['kind', 'state'])
    .execute()
  const mails = await db
    .selectFrom('outbox_mail')
    .select((row) => ['state', row.fn.countAll().as('count')])
    .groupBy('state')
    .execute()
  const jobs = await db
    .selectFrom('job')
    .select((row) => ['state', row.fn.countAll().as('count')])
    .groupBy('state')
    .execute()
  return {
    credentials: credentials.map((row) => ({ ...row, count: count(row.count) })),
    mails: mails.map((row) => ({ ...row, count: count(row.count) })),
    jobs: jobs.map((row) => ({ ...row, count: count(row.count) })),
    dataRequests: await countOpenDataRequests(db, today),
  }
}
