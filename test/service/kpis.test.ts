import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KpiFigures } from '../../src/domain/kpi.ts'
import { changeKpiSettings } from '../../src/service/kpi-settings.ts'
import { readKpiRows, readKpis } from '../../src/service/kpis.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { demoJson } from '../support/demo.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
/** A whole programme is loaded twice, on a busy machine. */
const LONG_MILLISECONDS = 180_000

const expected = demoJson<KpiFigures>('kpi-expected.json')
describe.each(dialects)('the figures of the loaded demo on %s', (dialect) => {
  beforeAll(async () => {
    world = await newWorld({ dialect, now: '2027-01-15T01:00:00Z' })
    await world.load()
    await world.loadLedger()
  }, LONG_MILLISECONDS)
  afterAll(() => world.close())

  test('are those that were worked out by hand, also when the programme is loaded on a later day', async () => {
    const { figures, rates } = await readKpis(world.deps, world.secretariat, '2026-11-23')
    expect(figures).toEqual(expected)
    expect(rates.verifiedUse).toEqual({ n: 8, of: 31, rate: 8 / 31 })
    expect(rates.shown).toMatchObject({ n: 12, of: 20 })
  })

  test(
    'stay as they are when the programme is loaded again',
    async () => {
      const before = await readKpis(world.deps, world.secretariat)
      await world.load()
      await world.loadLedger()
      expect(await readKpis(world.deps, world.secretariat)).toEqual(before)
    },
    LONG_MILLISECONDS,
  )

  test('count on each past day what had happened by then', async () => {
    const on = async (day: string) => (await readKpis(world.deps, world.secretariat, day)).figures
    // DEC-11 is withdrawn on 31 October: active the day before, new in the period for ever.
    expect((await on('2026-10-30')).declared).toMatchObject({ newInPeriod: 10, activeAsOf: 10 })
    expect((await on('2026-10-31')).declared).toMatchObject({ newInPeriod: 10, activeAsOf: 9 })
    expect((await on('2026-10-19')).honoured.value).toBe(0)
    expect((await on('2026-10-20')).honoured.value).toBe(2)
    expect((await on('2026-11-17')).productivity.value).toBe(0)
    // The revocation of 20 October and the suspension of 15 November hold from these days on.
    expect((await on('2026-10-19')).counts.badgesByValidity).toMatchObject({ valid: 39 })
    expect((await on('2026-10-20')).counts.badgesByValidity).toMatchObject({ revoked: 1 })
    expect((await on('2026-11-14')).counts.badgesByValidity['suspended']).toBeUndefined()
    expect((await on('2026-11-15')).counts.badgesByValidity['suspended']).toBe(1)
    expect((await on('2025-12-31')).counts).toMatchObject({ completions: 0, badges: 0, consents: 0 })
  })

  test('every figure has as many rows as it says, each with its record and a digest', async () => {
    const rowsOf = (figure: string) => readKpiRows(world.deps, world.secretariat, { figure, asOf: '2026-11-23' })
    const counts: [string, number][] = [
      ['declared.newInPeriod', 10],
      ['declared.activeAsOf', 9],
      ['honoured', 2],
      ['productivity', 4],
      ['badgeUse.holders', 31],
      ['badgeUse.verifiedOutcomes', 8],
      ['badgeUse.peopleWithVerifiedOutcome', 8],
      ['survey.respondents', 20],
      ['survey.shown', 12],
      ['survey.useful', 10],
      ['counts.completions', 48],
      ['counts.completed', 43],
      ['counts.badges', 43],
      ['counts.consents', 64],
    ]
    for (const [figure, count] of counts) {
      const { rows, rulesVersion } = await rowsOf(figure)
      expect(rows, figure).toHaveLength(count)
      expect(rulesVersion).toMatch(/^\d{4}-\d{2}-\d{2}\/\d+$/)
      for (const row of rows) {
        expect(row.record, `${figure} ${row.id}`).toBeDefined()
        expect(row.sha256).toMatch(/^[0-9a-f]{64}$/)
      }
    }
    expect((await rowsOf('badgeUse.verifiedOutcomes')).notCounted.map(({ id }) => id)).toEqual(['OUT-09', 'OUT-10', 'OUT-11', 'OUT-12'])
  })

  test('a revocation today leaves the figures of yesterday as they were', async () => {
    const holders = async (day: string) => (await readKpis(world.deps, world.secretariat, day)).figures.counts.badgesByValidity['valid']
    const row = await world.deps.db.selectFrom('credential').select('id').where('completion_id', '=', 'CMP-001').executeTakeFirstOrThrow()
    const before = await holders('2027-01-15')
    await revokeCredential(world.deps, world.secretariat, { id: row.id, reason: 'ISSUED_IN_ERROR' })
    expect(await holders('2027-01-14')).toBe(before)
    expect(await holders('2027-01-15')).toBe((before ?? 0) - 1)
  })
})

describe('who may ask for which day', () => {
  beforeAll(async () => {
    world = await newWorld()
  })
  afterAll(() => world.close())

  test('rows are for the secretariat, days to come for nobody, settings for the administrator', async () => {
    await expect(readKpiRows(world.deps, world.operator, { figure: 'honoured' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(readKpis(world.deps, world.secretariat, '2026-11-24')).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(readKpis(world.deps, world.secretariat, '2026-02-30')).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(readKpiRows(world.deps, world.secretariat, { figure: 'none' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(changeKpiSettings(world.deps, world.secretariat, { counting: 'active' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('period and counting rule are settings', async () => {
    const { employers, declarations } = world.programme
    await world.loadParts({ employers, declarations })
    const administrator = { kind: 'user', id: 'a', role: 'administrator' } as const
    expect((await readKpis(world.deps, world.secretariat)).declaredAgainstTarget).toBe(10)
    await changeKpiSettings(world.deps, administrator, { counting: 'active' })
    expect((await readKpis(world.deps, world.secretariat)).declaredAgainstTarget).toBe(9)
    await changeKpiSettings(world.deps, administrator, { period: ['2026-04-01', '2028-03-31'], counting: 'new_in_period' })
    expect((await readKpis(world.deps, world.secretariat)).figures.declared.newInPeriod).toBeLessThan(10)
    await expect(changeKpiSettings(world.deps, administrator, { period: ['2027-04-01', '2026-03-31'] })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})
