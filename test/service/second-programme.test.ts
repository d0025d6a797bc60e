import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readLedger } from '../../src/cli/read-ledger.ts'
import { readProgramme } from '../../src/cli/read-programme.ts'
import { readKpis } from '../../src/service/kpis.ts'
import { loadLedger } from '../../src/service/load-ledger.ts'
import { loadProgramme } from '../../src/service/load-programme.ts'
import { listDeclarations } from '../../src/store/declarations.ts'
import { listStandingOnBasis } from '../../src/store/endorsements.ts'
import { listHonours } from '../../src/store/honours.ts'
import { listOutcomes } from '../../src/store/outcomes.ts'
import { listProductivityRecords } from '../../src/store/productivity-records.ts'
import { writeSecondProgramme } from '../support/second-programme.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

const LONG_MILLISECONDS = 180_000

describe.each(dialects)('a second programme of the same shapes on %s', (dialect) => {
  let world: World
  const load = async (): Promise<void> => {
    const programme = readProgramme(folder)
    await loadProgramme(world.deps, world.system, programme)
    await loadLedger(world.deps, world.system, readLedger(folder, programme))
  }
  const folder = writeSecondProgramme()
  beforeAll(async () => {
    world = await newWorld({ dialect, now: '2028-01-15T01:00:00Z' })
    await load()
  }, LONG_MILLISECONDS)
  afterAll(() => world.close())

  const states = (records: { id: string; state: string }[]): Record<string, string> =>
    Object.fromEntries(records.map(({ id, state }) => [id, state]))

  test('ends in the states that its records say', async () => {
    const { db } = world.deps
    expect(states(await listDeclarations(db))).toMatchObject({
      'VOW-01': 'published',
      'VOW-02': 'expired',
      'VOW-02b': 'published',
      'VOW-08': 'submitted',
      'VOW-09': 'returned',
      'VOW-11': 'withdrawn',
      'VOW-14': 'returned',
      'VOW-15': 'draft',
    })
    expect(states(await listOutcomes(db))).toMatchObject({
      'RES-01': 'verified',
      'RES-11': 'learner_reported',
      'RES-12': 'employer_reported',
      'RES-20': 'disputed',
      'RES-21': 'withdrawn',
      'RES-22': 'verified',
    })
    expect(states(await listProductivityRecords(db))).toMatchObject({
      'PRO-05': 'submitted',
      'PRO-06': 'rejected',
      'PRO-10': 'returned',
      'PRO-11': 'verified',
      'PRO-12': 'draft',
    })
    expect(states(await listHonours(db))).toEqual({
      'PRIZE-R9-01': 'announced',
      'PRIZE-R9-02': 'announced',
      'PRIZE-R9-03': 'shortlisted',
      'PRIZE-R9-04': 'cancelled',
      'PRIZE-R9-05': 'not_awarded',
    })
  })

  test('signs for what stands only', async () => {
    const { db } = world.deps
    expect(await listStandingOnBasis(db, 'VOW-02')).toEqual([])
    expect((await listStandingOnBasis(db, 'VOW-02b')).length).toBeGreaterThan(1)
    expect(await listStandingOnBasis(db, 'PRIZE-R9-04')).toEqual([])
  })

  test('has its own figures, on each day', async () => {
    const on = async (day: string) => (await readKpis(world.deps, world.secretariat, day)).figures
    const figures = await on('2027-11-23')
    // A renewal is not new, and one employer counts once.
    expect(figures.declared).toMatchObject({ newInPeriod: 10, activeAsOf: 9 })
    expect(figures.honoured).toEqual({ value: 2, employers: ['firm-02', 'firm-07'] })
    expect(figures.productivity.value).toBe(4)
    expect(figures.badgeUse).toMatchObject({ holders: 31, verifiedOutcomes: 6 })
    expect(figures.badgeUse.notCounted).toEqual(
      expect.arrayContaining([
        { id: 'RES-03', why: 'consent not in force' },
        { id: 'RES-20', why: 'disputed' },
        { id: 'RES-21', why: 'withdrawn' },
        { id: 'RES-22', why: 'badgeWeight unknown' },
      ]),
    )
    // Somebody who answered twice counts once, with the later answer.
    expect(figures.survey).toEqual({ respondents: 15, shown: 11, useful: 9, notUsefulOrNotShown: 6 })
    expect((await on('2027-11-14')).badgeUse.notCounted.map(({ id }) => id)).not.toContain('RES-03')
    expect((await on('2026-12-31')).counts).toMatchObject({ completions: 0, badges: 0 })
  })

  test(
    'stays as it is when it is loaded again',
    async () => {
      const before = await readKpis(world.deps, world.secretariat)
      await load()
      expect(await readKpis(world.deps, world.secretariat)).toEqual(before)
    },
    LONG_MILLISECONDS,
  )
})
