import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { readSetting, writeSetting } from '../../src/store/settings.ts'
import { asServiceError, inTransaction } from '../../src/store/transaction.ts'
import { newPostgresDatabase } from '../support/postgres.ts'
import { dialects } from '../support/world.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'akashi-database-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const openSqlite = (): Promise<Database> => openDatabase({ kind: 'sqlite', file: join(directory, 'below', 'akashi.db') })
const settings = (database: Database): Record<string, unknown> =>
  Object.fromEntries(
    ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete'].map((name) => [name, database.sqlite?.pragma(name, { simple: true })]),
  )

describe('an SQLite database', () => {
  test('L14 keeps what it acknowledges when it is new and when it is opened again', async () => {
    const expected = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, secure_delete: 1 }
    const fresh = await openSqlite()
    expect(settings(fresh)).toEqual(expected)
    await migrate(fresh)
    await fresh.close()
    const reopened = await openSqlite()
    expect(settings(reopened)).toEqual(expected)
    await reopened.close()
  })

  test('that is no database is refused by its name', async () => {
    const file = join(directory, 'text')
    const { writeFileSync } = await import('node:fs')
    writeFileSync(file, 'this is a text and no database, and it is long enough to be looked at'.repeat(20))
    await expect(openDatabase({ kind: 'sqlite', file })).rejects.toMatchObject({
      code: 'database_unsafe',
      message: expect.stringContaining(file),
    })
  })

  test('whose disk is full takes nothing, says so, and goes on when there is room', async () => {
    const database = await openSqlite()
    await migrate(database)
    const pages = Number(database.sqlite?.pragma('page_count', { simple: true }))
    database.sqlite?.pragma(`max_page_count = ${pages}`)
    const write = (name: string) => inTransaction(database, ({ db }) => writeSetting(db, name, 'x'.repeat(100_000)))
    await expect(write('a')).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 5 })
    expect(await readSetting(database.db, 'a')).toBeUndefined()
    database.sqlite?.pragma(`max_page_count = ${pages + 1000}`)
    await write('a')
    await database.close()
  })

  test('that is locked by another process is overloaded, not a defect', async () => {
    const [one, two] = [await openSqlite(), await openSqlite()]
    await migrate(one)
    one.sqlite?.exec('begin immediate')
    const write = (lockWaitMilliseconds: number) => inTransaction(two, (two) => writeSetting(two.db, 'a', 'b'), { lockWaitMilliseconds })
    await expect(write(50)).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 5 })
    // Whoever waits for the lock holds up nobody: this thread reads meanwhile, and lets go of the lock itself.
    const waiting = write(5000)
    expect(await readSetting(two.db, 'a')).toBeUndefined()
    await pause(60)
    one.sqlite?.exec('commit')
    await waiting
    expect(await readSetting(one.db, 'a')).toBe('b')
    await one.close()
    await two.close()
  })
})

test('a PostgreSQL that cannot be reached is named without its password', async () => {
  const error = await openDatabase({ kind: 'postgres', url: 'postgres://akashi:secret@127.0.0.1:1/akashi' }).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(ServiceError)
  expect((error as ServiceError).code).toBe('database_unsafe')
  expect((error as ServiceError).message).toContain('127.0.0.1:1/akashi')
  expect((error as ServiceError).message).not.toContain('secret')
})

describe.each(dialects)('migrating %s', (dialect) => {
  const open = async (): Promise<Database> =>
    dialect === 'sqlite' ? openSqlite() : openDatabase({ kind: 'postgres', url: await newPostgresDatabase() })

  test('brings an empty database to the present schema once', async () => {
    const database = await open()
    expect((await migrate(database)).slice(0, 2)).toEqual(['0001-foundation', '0002-register'])
    expect(await migrate(database)).toEqual([])
    await database.close()
  })

  test('refuses a database that a newer version wrote', async () => {
    const database = await open()
    await migrate(database)
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01T00:00:00Z')`.execute(database.db)
    await expect(migrate(database)).rejects.toMatchObject({ code: 'database_newer', message: expect.stringContaining('9999-future') })
    await database.close()
  })

  test('a transaction that fails leaves nothing', async () => {
    const database = await open()
    await migrate(database)
    const failing = inTransaction(database, async (database) => {
      await writeSetting(database.db, 'half', 'done')
      throw new Error('in the middle')
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(await database.db.selectFrom('setting').select('name').execute()).toEqual([])
    await database.close()
  })
})

test.each([
  ['SQLITE_FULL', true],
  ['SQLITE_BUSY_SNAPSHOT', true],
  ['57P01', true],
  ['ECONNREFUSED', true],
  ['SQLITE_CONSTRAINT_UNIQUE', false],
  ['23505', false],
])('the database error %s is overloaded: %s', (code, isOverloaded) => {
  const error = asServiceError(Object.assign(new Error('of the driver'), { code }))
  expect(error instanceof ServiceError && error.code === 'overloaded').toBe(isOverloaded)
})
