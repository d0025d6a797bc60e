import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Honour } from '../../src/domain/honour.ts'
import { honourCandidates } from '../../src/service/honour-candidates.ts'
import { announceHonour, awardHonour, cancelHonour, declineHonour, proposeHonour, shortlistHonour } from '../../src/service/honours.ts'
import { readHonour } from '../../src/service/read-ledger-record.ts'
import { takeOverHonour } from '../../src/service/take-over-honour.ts'
import { listStandingOnBasis } from '../../src/store/endorsements.ts'
import { findHonour } from '../../src/store/honours.ts'
import { loadPeople, outcomeOf, person, reason } from '../support/moves.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
let made = 0

const citation = { ja: '作業時間の短縮' }
const basis = { nominationIds: [], productivityIds: ['PRD-04'] }
const awarded = { category: 'good_practice' as const, citation, on: '2026-11-20' }

const recorded = (more: object) => {
  made += 1
  return takeOverHonour(world.deps, world.system, {
    content: { id: `HON-${made}`, employerId: 'emp-07', fiscalYear: 2026, basis, isDemo: true },
    ...more,
  })
}
const inState: Record<Honour['state'], () => Promise<Honour>> = {
  candidate: () => recorded({ isCandidate: true }),
  shortlisted: () => recorded({}),
  awarded: () => recorded({ awarded }),
  not_awarded: () => recorded({ notAwardedOn: '2026-11-20' }),
  announced: () => recorded({ awarded: { ...awarded, announcedOn: '2026-11-21' } }),
  cancelled: () => recorded({ awarded, cancelled: { on: '2026-11-22', reason } }),
}
const moves: Record<string, (id: string) => Promise<Honour>> = {
  shortlist: (id) => shortlistHonour(world.deps, world.secretariat, { id }),
  award: (id) => awardHonour(world.deps, world.secretariat, { id, category: 'best_practice', citation }),
  decline: (id) => declineHonour(world.deps, world.secretariat, { id }),
  announce: (id) => announceHonour(world.deps, world.secretariat, { id }),
  cancel: (id) => cancelHonour(world.deps, world.secretariat, { id, reason }),
}
const allowed: Record<Honour['state'], Record<string, string>> = {
  candidate: { shortlist: 'shortlisted', cancel: 'cancelled' },
  shortlisted: { award: 'awarded', decline: 'not_awarded', cancel: 'cancelled' },
  awarded: { announce: 'announced', cancel: 'cancelled' },
  not_awarded: {},
  announced: { cancel: 'cancelled' },
  cancelled: {},
}

describe.each(dialects)('honours on %s', (dialect) => {
  beforeAll(async () => {
    world = await newWorld({ dialect })
    await loadPeople(world)
    const productivity = world.ledger.productivity.filter(({ content }) => ['PRD-03', 'PRD-04', 'PRD-05'].includes(content.id))
    await world.loadLedger({ consents: [], outcomes: [], provisionRecords: [], survey: [], honours: [], productivity })
  })
  afterAll(() => world.close())

  test('one is read by its id by those who decide, and is not there for others', async () => {
    const { id } = await inState.shortlisted()
    expect((await readHonour(world.deps, world.secretariat, id)).state).toBe('shortlisted')
    expect((await readHonour(world.deps, person('reviewer', { organisationId: 'emp-01' }), id)).id).toBe(id)
    for (const who of [person('employer', { organisationId: 'emp-07' }), world.operator])
      await expect(readHonour(world.deps, who, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(readHonour(world.deps, world.secretariat, 'none')).rejects.toMatchObject({ code: 'not_found' })
  })

  const table = Object.keys(allowed).flatMap((state) => Object.keys(moves).map((move) => [state, move] as const))
  test.each(table)('%s → %s', async (state, move) => {
    const honour = await inState[state as Honour['state']]()
    const reached = await outcomeOf((moves[move] as (id: string) => Promise<Honour>)(honour.id))
    expect(reached).toBe(allowed[state as Honour['state']][move] ?? 'conflict')
    if (reached === 'conflict') expect(await findHonour(world.deps.db, honour.id)).toEqual(honour)
  })

  test('the shortlist names the best founded employers with a draft text, and one of them is honoured, signed and cancelled', async () => {
    const { deps, secretariat } = world
    const candidates = await honourCandidates(deps, secretariat, { fiscalYear: 2025 })
    expect(candidates.map(({ employerId }) => employerId)).toEqual(['emp-05', 'emp-07'])
    expect(candidates[0]?.draft.ja).toContain('不良率：7.1％の改善')
    const honour = await proposeHonour(deps, secretariat, {
      employerId: 'emp-05',
      fiscalYear: 2025,
      basis: candidates[0]?.basis ?? basis,
    })
    expect(honour.state).toBe('candidate')
    expect((await honourCandidates(deps, secretariat, { fiscalYear: 2025 })).map(({ employerId }) => employerId)).toEqual(['emp-07'])
    await shortlistHonour(deps, secretariat, { id: honour.id })
    expect(await awardHonour(deps, secretariat, { id: honour.id, category: 'best_practice', citation })).toMatchObject({
      decidedOn: '2026-11-23',
    })
    expect(await listStandingOnBasis(deps.db, honour.id)).toEqual([])
    await announceHonour(deps, secretariat, { id: honour.id })
    expect((await listStandingOnBasis(deps.db, honour.id)).map(({ kind }) => kind)).toEqual(['honoured'])
    await cancelHonour(deps, secretariat, { id: honour.id, reason })
    expect(await listStandingOnBasis(deps.db, honour.id)).toEqual([])
  })

  test('an award without a confirmed result of the same employer, and one by the employer itself, are refused', async () => {
    const { deps, secretariat } = world
    const propose = (employerId: string, productivityIds: string[]) =>
      outcomeOf(proposeHonour(deps, secretariat, { employerId, fiscalYear: 2026, basis: { nominationIds: [], productivityIds } }))
    expect(await propose('emp-12', ['PRD-05'])).toBe('invalid_input')
    expect(await propose('emp-01', ['PRD-04'])).toBe('invalid_input')
    const without = await proposeHonour(deps, secretariat, {
      employerId: 'emp-01',
      fiscalYear: 2026,
      basis: { nominationIds: [], productivityIds: [] },
    })
    await shortlistHonour(deps, secretariat, { id: without.id })
    expect(await outcomeOf(awardHonour(deps, secretariat, { id: without.id, category: 'good_practice', citation }))).toBe('invalid_input')
    const own = person('reviewer', { organisationId: 'emp-07' })
    const honour = await inState.shortlisted()
    expect(await outcomeOf(awardHonour(deps, own, { id: honour.id, category: 'good_practice', citation }))).toBe('forbidden')
  })
})
