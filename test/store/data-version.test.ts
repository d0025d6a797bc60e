import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { dataVersion, dataVersionOfTurn } from '../../src/store/data-version.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'

const directory = mkdtempSync(join(tmpdir(), 'akashi-version-'))
let own: Database
let other: Database
const change = ({ sqlite }: Database): void => void sqlite?.prepare('insert into t values (1)').run()

beforeAll(async () => {
  own = await openDatabase({ kind: 'sqlite', file: join(directory, 'version.db') })
  other = await openDatabase({ kind: 'sqlite', file: join(directory, 'version.db') })
  own.sqlite?.exec('create table t (n integer)')
})
beforeEach(() => nextTurn())
afterAll(async () => {
  await own.close()
  await other.close()
  rmSync(directory, { recursive: true, force: true })
})

test('the mark stays the same while nobody writes, and tells what either connection wrote', () => {
  const before = dataVersion(own.db)
  expect(dataVersion(own.db)).toBe(before)
  change(own)
  const after = dataVersion(own.db)
  expect(after).not.toBe(before)
  change(other)
  expect(dataVersion(own.db)).not.toBe(after)
})

test('within a turn own changes count at once, those of others with the next turn', async () => {
  const before = dataVersionOfTurn(own.db)
  change(other)
  expect(dataVersionOfTurn(own.db)).toBe(before)
  await nextTurn()
  const next = dataVersionOfTurn(own.db)
  expect(next).not.toBe(before)
  change(own)
  expect(dataVersionOfTurn(own.db)).not.toBe(next)
})
