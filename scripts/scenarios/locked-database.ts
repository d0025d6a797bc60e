import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { checkInvariants } from '../../src/service/check-invariants.ts'
import type { ScenarioOptions, ScenarioResult } from './scenario.ts'
import { newServed, type Served } from './served.ts'

/** A wait for the lock in the serving thread would be seconds; less than this a busy machine does by itself. */
const MAX_LAG_MILLISECONDS = 1500

const hold = async (file: string, milliseconds: number): Promise<ChildProcess> => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('lock-child.ts', import.meta.url)), file, String(milliseconds)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  return child
}

/**
 * R6: another process holds the database. For a short time everything is issued; for a long one issuing answers 503 with Retry-After, verifying and pages
 * go on, and nothing answers 500.
 */
export const lockedDatabase = async ({ long }: ScenarioOptions): Promise<ScenarioResult> => {
  const root = mkdtempSync(join(tmpdir(), 'akashi-r6-'))
  const file = join(root, 'akashi.db')
  const served = await newServed({ file })
  const wrong: string[] = []
  try {
    await served.readAll()
    const before = await served.issue()
    if (before.status !== 201) wrong.push(`before: issuing answers ${before.status}`)
    const short = await round(served, file, long ? 3000 : 1200)
    for (const { status } of short.issued) if (status !== 201) wrong.push(`short: issuing answers ${status}`)
    const longer = await round(served, file, long ? 30_000 : 6500)
    const refused = longer.issued.filter(({ status }) => status === 503)
    if (refused.length === 0) wrong.push('long: nothing was refused')
    for (const { status, retryAfter } of longer.issued)
      if (status !== 503 ? status !== 201 : retryAfter === undefined)
        wrong.push(`long: issuing answers ${status}, Retry-After ${retryAfter}`)
    for (const { reads } of [short, longer]) for (const read of reads) if (read !== 200) wrong.push(`a read answers ${read}`)
    const lag = Math.max(short.lag, longer.lag)
    if (lag > MAX_LAG_MILLISECONDS) wrong.push(`the event loop stood still for ${Math.round(lag)} ms`)
    const after = await served.issue()
    if (after.status !== 201) wrong.push(`after: issuing answers ${after.status}`)
    const broken = (await checkInvariants(served.database, undefined)).filter(({ ok }) => !ok)
    return {
      ok: wrong.length === 0 && broken.length === 0,
      waited: short.issued.length,
      refused: refused.length,
      reads: short.reads.length + longer.reads.length,
      lagMilliseconds: Math.round(lag),
      wrong,
      broken,
    }
  } finally {
    await served.close()
    rmSync(root, { recursive: true, force: true })
  }
}

/** Issues three badges while the database is held, and reads and verifies all the time. */
const round = async (served: Served, file: string, milliseconds: number) => {
  const child = await hold(file, milliseconds)
  const ended = once(child, 'exit')
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const reads: number[] = []
  const issuing = Promise.all([served.issue(), served.issue(), served.issue()])
  let isOver = false
  void issuing.finally(() => {
    isOver = true
  })
  while (!isOver) {
    reads.push(...(await served.readAll()))
    await pause(100)
  }
  const issued = await issuing
  delay.disable()
  await ended
  return { issued, reads, lag: delay.max / 1e6 }
}
