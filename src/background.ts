import { setTimeout as pause } from 'node:timers/promises'
import { deliverDueMails, type Mailer } from './service/deliver-mails.ts'
import type { Deps } from './service/deps.ts'
import { type JobHandler, runNextJob } from './service/jobs.ts'
import type { PeriodicTask } from './service/periodic-tasks.ts'

const IDLE_MILLISECONDS = 1_000

export interface Background {
  /** stops taking new work, lets the work in hand come to a safe point */
  stop(): Promise<void>
}

/** What runs beside the requests: jobs, mails, and tasks that come back. One loop each, so that a slow mail server holds up nothing else. */
export const startBackground = (
  deps: Deps,
  work: {
    handlers: Readonly<Record<string, JobHandler>>
    mailer: Mailer
    tasks: readonly PeriodicTask[]
    failed(error: unknown, what: string): void
  },
): Background => {
  const loop = (what: string, idleMilliseconds: number, turn: (signal: AbortSignal) => Promise<boolean>): Background =>
    startLoop(idleMilliseconds, turn, (error) => work.failed(error, what))
  const loops = [
    loop('job', IDLE_MILLISECONDS, async (signal) => (await runNextJob(deps, work.handlers, signal)) !== undefined),
    loop('mail', IDLE_MILLISECONDS, async () => Object.values(await deliverDueMails(deps, work.mailer)).some((count) => count > 0)),
    ...work.tasks.map((task) =>
      loop(task.name, task.everySeconds * 1000, async () => {
        await task.run(deps)
        return false
      }),
    ),
  ]
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

/**
 * Takes one turn after the other, with a pause after each that found nothing to do.
 *
 * Each loop has a signal of its own: all that wait on one signal are listeners of it, and Node takes more than ten for a leak.
 *
 * @param turn - says whether there was work, and so whether to look again at once
 */
const startLoop = (
  idleMilliseconds: number,
  turn: (signal: AbortSignal) => Promise<boolean>,
  failed: (error: unknown) => void,
): Background => {
  const stopping = new AbortController()
  const { signal } = stopping
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const busy = await turn(signal).catch((error: unknown) => {
        failed(error)
        return false
      })
      if (!busy) await pause(idleMilliseconds, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
  const ended = run()
  return {
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}
