import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** maintenance database of the PostgreSQL that global-setup.ts started for this run */
    postgresUrl: string
  }
}

/**
 * Makes an empty database on the PostgreSQL of this test run, for the caller alone.
 * It disappears with the server at the end of the run; the caller only closes its own connections.
 *
 * @returns its URL, `postgres://user:password@127.0.0.1:port/name`
 */
export const newPostgresDatabase = (): Promise<string> => withClient((client) => copyOf(client, 'template0'))

/** The same with the present schema: a copy of a database that was migrated once in this test run. */
export const newMigratedPostgresDatabase = (): Promise<string> =>
  withClient(async (client) => {
    // PostgreSQL lets nobody copy a database that somebody is connected to, and two workers may want the first copy at the same moment.
    await client.query('select pg_advisory_lock(1)')
    try {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [migratedName])
      if (rowCount === 0) await makeMigrated(client)
    } finally {
      await client.query('select pg_advisory_unlock(1)')
    }
    return copyOf(client, migratedName)
  })

const migratedName = 'migrated'

/** Takes its name at the end only: what stopped halfway is never copied. */
const makeMigrated = async (client: Client): Promise<void> => {
  const url = await copyOf(client, 'template0')
  const database = await openDatabase({ kind: 'postgres', url })
  try {
    await migrate(database)
  } finally {
    await database.close()
  }
  await client.query(`alter database ${new URL(url).pathname.slice(1)} rename to ${migratedName}`)
}

const copyOf = async (client: Client, template: string): Promise<string> => {
  const name = `test_${randomBytes(6).toString('hex')}`
  await client.query(`create database ${name} template ${template}`)
  return urlOf(name)
}

const urlOf = (name: string): string => {
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return url.href
}

const withClient = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
