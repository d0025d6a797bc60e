import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Declaration } from '../../src/domain/declaration.ts'
import type { Recognition } from '../../src/domain/recognition.ts'
import { publishDeclaration, returnDeclaration } from '../../src/service/decide-declaration.ts'
import { listLedger } from '../../src/service/list-ledger.ts'
import {
  draftDeclaration,
  editDeclaration,
  renewDeclaration,
  submitDeclaration,
  withdrawDeclaration,
} from '../../src/service/own-declaration.ts'
import { readOwnDeclaration } from '../../src/service/read-ledger-record.ts'
import { registerOrganisation } from '../../src/service/register-organisation.ts'
import { takeOverDeclaration } from '../../src/service/take-over-declaration.ts'
import { verifyAuditChain } from '../../src/store/audit.ts'
import { findDeclaration, listDeclarations } from '../../src/store/declarations.ts'
import { listStandingOnBasis } from '../../src/store/endorsements.ts'
import { listMoves } from '../../src/store/record-moves.ts'
import { outcomeOf, person, reason } from '../support/moves.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
let made = 0

const newEmployer = async (): Promise<string> => {
  made += 1
  const id = `employer-${made}`
  await registerOrganisation(world.deps, world.system, {
    id,
    slug: id,
    kind: 'employer',
    name: { ja: `第${made}株式会社（デモ）` },
    isDemo: true,
  })
  return id
}

const content = (employerId: string, more: Partial<Declaration> = {}) => ({
  id: `${employerId}-v1`,
  employerId,
  corporateNumber: '6999901000101',
  version: 1,
  statement: { ja: '学びを処遇に結び付けます。' },
  measures: [],
  badgeRecognitions: [] as Recognition[],
  noRecognitionYet: true,
  isDemo: true,
  ...more,
})
const on = '2026-10-01'
const published = { on, validUntil: '2028-10-01', publisherId: 'secretariat' }

/** A declaration of a new employer in each state. */
const inState: Record<Declaration['state'], () => Promise<Declaration>> = {
  draft: async () => takeOverDeclaration(world.deps, world.system, { content: content(await newEmployer()) }),
  submitted: async () => takeOverDeclaration(world.deps, world.system, { content: content(await newEmployer()), submittedOn: on }),
  returned: async () =>
    takeOverDeclaration(world.deps, world.system, { content: content(await newEmployer()), submittedOn: on, returned: { on, reason } }),
  published: async () =>
    takeOverDeclaration(world.deps, world.system, { content: content(await newEmployer()), submittedOn: on, published }),
  expired: async () => {
    const first = await inState.published()
    await takeOverDeclaration(world.deps, world.system, {
      content: content(first.employerId, { id: `${first.employerId}-v2`, version: 2 }),
      submittedOn: '2026-11-01',
      published: { ...published, on: '2026-11-01' },
    })
    return (await findDeclaration(world.deps.db, first.id)) as Declaration
  },
  withdrawn: async () =>
    takeOverDeclaration(world.deps, world.system, {
      content: content(await newEmployer()),
      submittedOn: on,
      published,
      withdrawn: { on: '2026-11-01', reason },
    }),
}

const moves: Record<string, (declaration: Declaration) => Promise<{ state: string }>> = {
  edit: ({ id, employerId }) =>
    editDeclaration(world.deps, person('employer', { organisationId: employerId }), { id, change: { measures: ['study_time'] } }),
  submit: ({ id, employerId }) => submitDeclaration(world.deps, person('employer', { organisationId: employerId }), { id }),
  publish: async ({ id }) => (await publishDeclaration(world.deps, world.secretariat, { id })).declaration,
  return: ({ id }) => returnDeclaration(world.deps, world.secretariat, { id, reason }),
  renew: ({ id, employerId }) => renewDeclaration(world.deps, person('employer', { organisationId: employerId }), { id }),
  withdraw: ({ id, employerId }) => withdrawDeclaration(world.deps, person('employer', { organisationId: employerId }), { id, reason }),
}

/** What each move leads to from each state; everything else is refused as a conflict. */
const allowed: Record<Declaration['state'], Record<string, string>> = {
  draft: { edit: 'draft', submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { publish: 'published', return: 'returned', withdraw: 'withdrawn' },
  returned: { edit: 'returned', submit: 'submitted', withdraw: 'withdrawn' },
  published: { renew: 'draft', withdraw: 'withdrawn' },
  expired: { renew: 'draft' },
  withdrawn: { renew: 'draft' },
}

describe.each(dialects)('declarations on %s', (dialect) => {
  beforeAll(async () => {
    world = await newWorld({ dialect })
    const { employers, achievements, courses, operators } = world.programme
    await world.loadParts({ employers, achievements, courses, operators })
  })
  afterAll(() => world.close())

  const table = Object.keys(allowed).flatMap((state) => Object.keys(moves).map((move) => [state, move] as const))
  test.each(table)('%s → %s', async (state, move) => {
    const declaration = await inState[state as Declaration['state']]()
    const before = await findDeclaration(world.deps.db, declaration.id)
    const reached = await outcomeOf((moves[move] as (declaration: Declaration) => Promise<{ state: string }>)(declaration))
    expect(reached).toBe(allowed[state as Declaration['state']][move] ?? 'conflict')
    if (reached === 'conflict') expect(await findDeclaration(world.deps.db, declaration.id)).toEqual(before)
  })

  const allowance: Recognition = {
    achievements: ['https://badges.example/achievements/dl-basic-r8'],
    use: 'allowance',
    strength: 'guaranteed',
    text: { ja: '手当を支給します。' },
  }
  const complete: Recognition = {
    ...allowance,
    effect: { kind: 'monthly_allowance', amountJPY: 5000, from: '2026-12-01' },
    rule: { ja: '賃金規程 第18条' },
    appliesTo: ['regular'],
  }
  const text = { statement: { ja: '学びを処遇に結び付けます。' }, measures: [], badgeRecognitions: [allowance], noRecognitionYet: false }
  const employer = person('employer', { organisationId: 'emp-01' })

  test('a guaranteed allowance without an amount comes back with EFFECT_INCOMPLETE; completed, it is published, signed, renewed and withdrawn', async () => {
    const { deps, secretariat } = world
    const draft = await draftDeclaration(deps, employer, { ...text, employerId: 'emp-01' })
    const returned = await submitDeclaration(deps, employer, { id: draft.id })
    expect(returned).toMatchObject({ state: 'returned', reason: { code: 'EFFECT_INCOMPLETE' } })
    expect(returned.state === 'returned' && returned.problems.map(({ path }) => path)).toEqual([
      '/badgeRecognitions/0/effect/amountJPY',
      '/badgeRecognitions/0/effect/from',
      '/badgeRecognitions/0/rule',
      '/badgeRecognitions/0/appliesTo',
    ])
    await editDeclaration(deps, employer, { id: draft.id, change: { badgeRecognitions: [complete] } })
    await submitDeclaration(deps, employer, { id: draft.id })
    const { declaration: first } = await publishDeclaration(deps, secretariat, { id: draft.id })
    expect(first).toMatchObject({ state: 'published', version: 1, publishedOn: '2026-11-23', validUntil: '2028-11-23' })
    expect((await listStandingOnBasis(deps.db, first.id)).map(({ kind }) => kind).sort()).toEqual(['declared', 'recognition'])

    const second = await renewDeclaration(deps, employer, { id: first.id })
    expect(second).toMatchObject({ version: 2, previousId: first.id, badgeRecognitions: [complete] })
    expect(await outcomeOf(renewDeclaration(deps, employer, { id: first.id }))).toBe('conflict')
    await submitDeclaration(deps, employer, { id: second.id })
    const renewed = await publishDeclaration(deps, secretariat, { id: second.id, validUntil: '2027-11-22' })
    expect(renewed.previous).toMatchObject({ id: first.id, state: 'expired', endedOn: '2026-11-23', publishedOn: '2026-11-23' })
    expect(await listStandingOnBasis(deps.db, first.id)).toEqual([])
    expect(await listStandingOnBasis(deps.db, second.id)).toHaveLength(2)

    await withdrawDeclaration(deps, employer, { id: second.id, reason })
    expect(await listStandingOnBasis(deps.db, second.id)).toEqual([])
    expect(await findDeclaration(deps.db, second.id)).toMatchObject({ state: 'withdrawn', publishedOn: '2026-11-23' })
    expect((await listMoves(deps.db, 'declaration', second.id)).map(({ state }) => state)).toEqual([
      'draft',
      'submitted',
      'published',
      'withdrawn',
    ])
    expect(await verifyAuditChain(deps.db)).toMatchObject({ ok: true })
  })

  test('two publications at the same moment: one wins, the other is told', async () => {
    const declaration = await inState.submitted()
    const reached = await Promise.all(
      [1, 2, 3].map(() => outcomeOf(moves['publish']?.(declaration) ?? Promise.reject(new Error('no move')))),
    )
    expect(reached.sort()).toEqual(['conflict', 'conflict', 'published'])
    expect((await listDeclarations(world.deps.db, { employerId: declaration.employerId })).map(({ state }) => state)).toEqual(['published'])
  })

  test('badges that are not known, and other people, are refused by name', async () => {
    const { deps, secretariat } = world
    const wrong = { ...complete, achievements: ['https://elsewhere.example/achievements/x'] }
    await expect(
      draftDeclaration(deps, person('employer', { organisationId: 'emp-02' }), {
        ...text,
        badgeRecognitions: [wrong],
        employerId: 'emp-02',
      }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      problems: [{ path: '/badgeRecognitions/0/achievements/0', code: 'ACHIEVEMENT_UNKNOWN' }],
    })
    const declaration = await inState.submitted()
    const own = person('employer', { organisationId: declaration.employerId })
    expect(await outcomeOf(withdrawDeclaration(deps, employer, { id: declaration.id, reason }))).toBe('forbidden')
    await expect(publishDeclaration(deps, own, { id: declaration.id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(draftDeclaration(deps, secretariat, { ...text, employerId: 'emp-01' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(readOwnDeclaration(deps, employer, declaration.id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await readOwnDeclaration(deps, own, declaration.id)).id).toBe(declaration.id)
  })

  test('a list holds the own records only, page by page', async () => {
    const { deps, secretariat } = world
    const own = await listLedger(deps, employer, 'declaration', {})
    expect(new Set(own.map(({ employerId }) => employerId))).toEqual(new Set(['emp-01']))
    await expect(listLedger(deps, employer, 'declaration', { employerId: 'emp-02' })).rejects.toMatchObject({ code: 'forbidden' })
    const all = await listLedger(deps, secretariat, 'declaration', {})
    const first = await listLedger(deps, secretariat, 'declaration', { limit: 2 })
    const next = await listLedger(deps, secretariat, 'declaration', { limit: 2, after: first[1]?.id })
    expect([...first, ...next]).toEqual(all.slice(0, 4))
  })
})
