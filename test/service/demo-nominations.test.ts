import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'
import { reviewNomination } from '../../src/service/review-nomination.ts'
import { listEndorsementsBy } from '../../src/store/endorsements.ts'
import { findNomination, listNominations } from '../../src/store/nominations.ts'
import { verifyText } from '../support/verifier.ts'
import { newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

const expected = JSON.parse(readFileSync(join(projectRoot, 'demo', 'kpi-expected.json'), 'utf8')) as {
  counts: { nominationsByStatus: Record<string, number> }
}

describe('the nominations of the demo programme', () => {
  test('stand in the states that are expected, and what no record says is named', async () => {
    world = await newWorld()
    await world.load()
    const nominations = await listNominations(world.deps.db)
    const counts: Record<string, number> = {}
    for (const { state } of nominations) counts[state] = (counts[state] ?? 0) + 1
    expect(counts).toEqual(expected.counts.nominationsByStatus)
    const unrecorded = nominations.flatMap(({ id, takenOver }) => (takenOver === undefined ? [] : [[id, takenOver.unrecorded]]))
    expect(Object.fromEntries(unrecorded)).toEqual({
      'NOM-06': ['confirmation'],
      'NOM-07': ['requestedOn'],
      'NOM-08': ['confirmation', 'reviewer', 'decidedOn'],
      'NOM-10': ['confirmation', 'reviewer', 'decidedOn'],
    })

    // Nobody recorded that the employer confirmed NOM-06: no approval, and so no badge, can rest on it before it is confirmed.
    const approve = reviewNomination(world.deps, world.secretariat, { id: 'NOM-06', decision: 'approve' })
    await expect(approve).rejects.toMatchObject({ problems: [{ code: 'CONFIRMATION_MISSING' }] })
    const reason = { code: 'CONFIRMATION_MISSING', text: '勤務先の確認を受けてください。' }
    await reviewNomination(world.deps, world.secretariat, { id: 'NOM-06', decision: 'return', reason })
    expect(await findNomination(world.deps.db, 'NOM-06')).toMatchObject({ state: 'returned' })

    // The four issued ones are confirmed by signed endorsements of their employers.
    for (const [id, employer] of [
      ['NOM-01', 'emp-02'],
      ['NOM-02', 'emp-05'],
      ['NOM-03', 'emp-07'],
      ['NOM-04', 'emp-01'],
    ] as const) {
      const confirmation = (await listEndorsementsBy(world.deps.db, employer)).find(
        ({ kind, basisId }) => kind === 'confirmation' && basisId === id,
      )
      expect((await verifyText(world.deps, confirmation?.document.text ?? '{}')).verdict, id).toBe('valid')
    }
  }, 90_000)
})
