import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'

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
export async function newPostgresDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'))
  const name = `test_${randomBytes(6).toString('hex')}`
  const client = new Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(`create database ${name} template template0`)
  } finally {
    await client.end()
  }
  url.pathname = `/${name}`
  return url.href
}
