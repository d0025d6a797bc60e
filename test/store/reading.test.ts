import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type DatabaseLocation, openDatabase, openDatabaseForReading } from '../../src/store/database.ts'
import { listAllKeys } from '../../src/store/issuers.ts'
import { migrate } from '../../src/store/migrate.ts'
import { newPostgresDatabase } from '../support/postgres.ts'

const directory = mkdtempSync(join(tmpdir(), 'akashi-reading-'))

test.each(['sqlite', 'postgres'] as const)('a %s database that is opened for reading takes no write', async (kind) => {
  const location: DatabaseLocation =
    kind === 'sqlite' ? { kind, file: join(directory, 'akashi.db') } : { kind, url: await newPostgresDatabase() }
  const writing = await openDatabase(location)
  await migrate(writing)
  const reading = await openDatabaseForReading(location)
  expect(await listAllKeys(reading.db)).toEqual([])
  const insert = (db: typeof reading.db) =>
    db.insertInto('attempt').values({ key_sha256: kind, window_start: '2026-11-24T00:00:00Z', count: 1 }).execute()
  await expect(insert(reading.db)).rejects.toThrow(/read-?only/i)
  await insert(writing.db)
  await reading.close()
  await writing.close()
  rmSync(directory, { recursive: true, force: true })
})

test('a file that is not there is not made', async () => {
  await expect(openDatabaseForReading({ kind: 'sqlite', file: join(directory, 'none.db') })).rejects.toMatchObject({
    code: 'database_unsafe',
  })
})
