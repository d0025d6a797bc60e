import { setMaxListeners } from 'node:events'
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
  const stopping = new AbortController()
  const { signal } = stopping
  // Every loop waits with it.
  setMaxListeners(0, signal)
  const loop = async (what: string, idleMilliseconds: number, turn: () => Promise<boolean>): Promise<void> => {
    while (!signal.aborted) {
      let busy = false
      try {
        busy = await turn()
      } catch (error) {
        work.failed(error, what)
      }
      if (!busy) await pause(idleMilliseconds, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
  const loops = [
    loop('job', IDLE_MILLISECONDS, async () => (await runNextJob(deps, work.handlers, signal)) !== undefined),
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
      stopping.abort()
      await Promise.all(loops)
    },
  }
}
