import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProductivityRecord } from '../../src/domain/productivity.ts'
import {
  draftProductivity,
  editProductivity,
  rejectProductivity,
  returnProductivity,
  submitProductivity,
  verifyProductivity,
  type WriteProductivity,
} from '../../src/service/productivity.ts'
import { takeOverProductivity } from '../../src/service/take-over-productivity.ts'
import { findProductivityRecord } from '../../src/store/productivity-records.ts'
import { loadPeople, outcomeOf, person, reason } from '../support/moves.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
let made = 0
const employer = person('employer', { organisationId: 'emp-07' })

const written: WriteProductivity = {
  employerId: 'emp-07',
  method: 'process_time',
  unit: '分/日',
  before: { value: 40, period: '2026-04/2026-06' },
  after: { value: 12, period: '2026-08/2026-10' },
  better: 'down',
  linkedCompletionIds: ['CMP-014'],
}
const inState = (state: ProductivityRecord['state']): Promise<ProductivityRecord> => {
  made += 1
  return takeOverProductivity(world.deps, world.system, {
    content: { ...written, id: `PRD-${state}-${made}`, isDemo: true },
    state,
    verified: state === 'verified' ? { on: '2026-11-18', by: 'secretariat' } : undefined,
    ending: { on: '2026-11-18', reason },
  })
}
const moves: Record<string, (id: string) => Promise<ProductivityRecord>> = {
  edit: (id) => editProductivity(world.deps, employer, { id, change: { unit: '分' } }),
  submit: (id) => submitProductivity(world.deps, employer, { id }),
  verify: (id) => verifyProductivity(world.deps, world.secretariat, { id }),
  return: (id) => returnProductivity(world.deps, world.secretariat, { id, reason }),
  reject: (id) => rejectProductivity(world.deps, world.secretariat, { id, reason }),
}
const allowed: Record<ProductivityRecord['state'], Record<string, string>> = {
  draft: { edit: 'draft', submit: 'submitted' },
  submitted: { verify: 'verified', return: 'returned', reject: 'rejected' },
  returned: { edit: 'returned', submit: 'submitted' },
  verified: {},
  rejected: {},
}

describe.each(dialects)('productivity records on %s', (dialect) => {
  beforeAll(async () => {
    world = await newWorld({ dialect })
    await loadPeople(world)
  })
  afterAll(() => world.close())

  const table = Object.keys(allowed).flatMap((state) => Object.keys(moves).map((move) => [state, move] as const))
  test.each(table)('%s → %s', async (state, move) => {
    const record = await inState(state as ProductivityRecord['state'])
    const reached = await outcomeOf((moves[move] as (id: string) => Promise<ProductivityRecord>)(record.id))
    expect(reached).toBe(allowed[state as ProductivityRecord['state']][move] ?? 'conflict')
    if (reached === 'conflict') expect(await findProductivityRecord(world.deps.db, record.id)).toEqual(record)
  })

  test.each<[string, Partial<WriteProductivity>, string]>([
    ['no improvement in the stated direction', { after: { value: 41, period: '2026-08/2026-10' } }, 'NO_IMPROVEMENT'],
    ['the other direction', { better: 'up' }, 'NO_IMPROVEMENT'],
    ['a method that is not listed', { method: 'feeling' }, 'METHOD_NOT_LISTED'],
    ['no completion', { linkedCompletionIds: [] }, 'COMPLETION_MISSING'],
    ['a completion of another firm’s employee', { linkedCompletionIds: ['CMP-013'] }, 'COMPLETION_MISSING'],
    ['an after-period before the course', { after: { value: 12, period: '2025-08/2025-10' } }, 'AFTER_BEFORE_COURSE'],
    ['a period that cannot be read', { before: { value: 40, period: '春' } }, 'PERIOD_UNREADABLE'],
  ])('is not verified with %s', async (_, change, code) => {
    const draft = await draftProductivity(world.deps, employer, { ...written, ...change })
    await submitProductivity(world.deps, employer, { id: draft.id })
    await expect(verifyProductivity(world.deps, world.secretariat, { id: draft.id })).rejects.toMatchObject({
      code: 'invalid_input',
      problems: [{ code }],
    })
  })

  test('nobody verifies the own firm, and nobody writes for another', async () => {
    const record = await inState('submitted')
    const own = person('reviewer', { organisationId: 'emp-07' })
    expect(await outcomeOf(verifyProductivity(world.deps, own, { id: record.id }))).toBe('forbidden')
    const other = person('employer', { organisationId: 'emp-01' })
    expect(await outcomeOf(draftProductivity(world.deps, other, written))).toBe('forbidden')
    expect(await outcomeOf(submitProductivity(world.deps, other, { id: record.id }))).toBe('forbidden')
  })
})
