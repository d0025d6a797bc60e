import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ServiceError } from '../../src/errors.ts'
import { checkInvariants } from '../../src/service/check-invariants.ts'
import { clockGuardOf } from '../../src/service/clock-guard.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { verifyDocument } from '../../src/verification/verify-document.ts'
import { verifierOf } from '../../test/support/verifier.ts'
import { newWorld } from '../../test/support/world.ts'
import type { ScenarioOptions, ScenarioResult } from './scenario.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** Jumps of the clock, one after the other; `back` says how far it then is behind the latest instant that counted. */
const jumps: readonly { what: string; by: number; refused: boolean }[] = [
  { what: 'leap second', by: -1000, refused: false },
  { what: 'back 4 minutes', by: -4 * MINUTE, refused: false },
  { what: 'forward again', by: 5 * MINUTE, refused: false },
  { what: 'back 1 day', by: -DAY, refused: true },
  { what: 'still back 23 hours', by: 3_600_000, refused: true },
  { what: 'right again', by: 23 * 3_600_000, refused: false },
  { what: 'forward 1 hour (summer time set by hand)', by: 3_600_000, refused: false },
  { what: 'back 1 hour', by: -3_600_000, refused: true },
  { what: 'right again', by: 3_600_000, refused: false },
  { what: 'forward 1 year', by: 365 * DAY, refused: false },
  { what: 'back 1 year, after a restart', by: -365 * DAY, refused: true },
  { what: 'forward 100 years', by: 36_525 * DAY, refused: false },
]

/**
 * R9: the clock jumps while badges are issued. No `created` lies before the entry of the audit log that went before; more than five minutes back nothing is
 * issued, and verifying goes on.
 */
export const clockJumps = async (_options: ScenarioOptions): Promise<ScenarioResult> => {
  const root = mkdtempSync(join(tmpdir(), 'akashi-r9-'))
  const world = await newWorld({ file: join(root, 'akashi.db'), now: '2026-11-23T01:24:00Z' })
  const completions = world.programme.completions.filter(({ status }) => status === 'completed').map(({ id }) => id)
  await world.loadOne(completions)
  world.deps.clock = await clockGuardOf(world.deps)
  const wrong: string[] = []
  const left = [...completions]
  let [issued, refused, verified] = [0, 0, 0]
  let lastCreated = 0
  let sample: string | undefined
  const issue = async (what: string, expectRefusal: boolean): Promise<void> => {
    const completionId = left.pop()
    if (completionId === undefined) throw new Error('too few completions')
    try {
      const badge = await issueCredential(world.deps, world.system, { completionId })
      sample ??= badge.document.text
      issued += 1
      if (expectRefusal) wrong.push(`${what}: issued`)
      const document = JSON.parse(badge.document.text) as { proof: { created: string } }
      const created = new Date(document.proof.created).getTime()
      if (created < lastCreated) wrong.push(`${what}: created lies before the badge before`)
      lastCreated = created
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      // A course that is not certified on that day, or a day of award in its future, is no matter of the clock.
      if (error.code !== 'clock_behind') {
        left.unshift(completionId)
        if (['course_not_certified', 'completion_not_eligible', 'invalid_input'].includes(error.code)) return issue(what, expectRefusal)
        throw error
      }
      refused += 1
      if (!expectRefusal) wrong.push(`${what}: refused`)
      if (error.retryAfterSeconds === undefined) wrong.push(`${what}: no Retry-After`)
    }
    if (sample !== undefined) {
      const { verdict } = await verifyDocument(JSON.parse(sample), verifierOf(world.deps))
      verified += 1
      if (verdict === 'bad-request') wrong.push(`${what}: not verified`)
    }
  }
  await issue('before', false)
  for (const { what, by, refused: expectRefusal } of jumps) {
    world.setNow(new Date(world.deps.now().getTime() + by).toISOString())
    if (what.includes('restart')) world.deps.clock = await clockGuardOf(world.deps)
    await issue(what, expectRefusal)
  }
  const invariants = await checkInvariants(world.database, undefined)
  await world.close()
  rmSync(root, { recursive: true, force: true })
  const broken = invariants.filter(({ ok }) => !ok)
  return { ok: wrong.length === 0 && broken.length === 0, issued, refused, verified, wrong, broken }
}
