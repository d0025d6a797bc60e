import { describe, expect, test } from 'vitest'
import { clockJumps } from '../../scripts/scenarios/clock-jumps.ts'
import { damagedKeys } from '../../scripts/scenarios/damaged-keys.ts'
import { migration } from '../../scripts/scenarios/migration.ts'
import { tenYears } from '../../scripts/scenarios/ten-years.ts'

/** Short forms of the scenarios of RELIABILITY.md; `npm run scenario -- R7 --long` before a release. */
describe('the scenarios in their short form', () => {
  test('R7: a damaged key file is refused by name, prints no secret and never leads to a new key', async () => {
    expect(await damagedKeys({ long: false })).toMatchObject({ ok: true, tried: 72, refused: 72, missed: [] })
  })

  test('R9: a clock that jumps dates nothing back; far back, nothing is issued and verifying goes on', async () => {
    expect(await clockJumps({ long: false })).toMatchObject({ ok: true, refused: 4, wrong: [], broken: [] })
  })

  test('R12: a migration that is killed leaves a database of a step, and every badge its bytes', async () => {
    expect(await migration({ long: false })).toMatchObject({ ok: true, wrong: [] })
  }, 120_000)

  test('R20: badges of every release have the verdict that they had', async () => {
    expect(await tenYears({ long: false })).toMatchObject({ ok: true, keys: 6, wrong: [] })
  })
})
