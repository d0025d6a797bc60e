import { Client } from 'pg'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { newMigratedPostgresDatabase, newPostgresDatabase } from './postgres.ts'

const ask = async (url: string, statement: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

test('every caller gets an empty database of its own', async () => {
  const [first, second] = await Promise.all([newPostgresDatabase(), newPostgresDatabase()])
  await ask(first, 'create table mark (id integer)')
  const tables = "select table_name from information_schema.tables where table_schema = 'public'"
  expect(await ask(first, tables)).toEqual([['mark']])
  expect(await ask(second, tables)).toEqual([])
})

test('a copy of the migrated database has the whole schema, no rows, and no other caller', async () => {
  const urls = await Promise.all([newMigratedPostgresDatabase(), newMigratedPostgresDatabase()])
  await ask(urls[0] as string, "insert into setting (name, value) values ('mark', '1')")
  const copy = await openDatabase({ kind: 'postgres', url: urls[1] as string })
  try {
    expect(await migrate(copy), 'nothing is left to migrate').toEqual([])
  } finally {
    await copy.close()
  }
  expect(await ask(urls[1] as string, "select value from setting where name = 'mark'")).toEqual([])
})

test('the test server writes as durably as a real one and sorts by code point', async () => {
  const url = await newPostgresDatabase()
  expect(await ask(url, "select current_setting('fsync'), current_setting('synchronous_commit')")).toEqual([['on', 'on']])
  expect(await ask(url, "select v from (values ('髙'), ('b'), ('A'), ('𠮷'), ('a')) as t(v) order by v")).toEqual([
    ['A'],
    ['a'],
    ['b'],
    ['髙'],
    ['𠮷'],
  ])
})
