import type { Deps } from './deps.ts'
import { sendFollowUps } from './send-follow-ups.ts'
import { settleEndorsements } from './settle-endorsements.ts'
import { forgetOldSignIns } from './sign-in/sessions.ts'

/** Work that comes back by itself. It must be safe to run in several processes at once and to run again after a crash. */
export interface PeriodicTask {
  name: string
  everySeconds: number
  run(deps: Deps): Promise<void>
}

const HOUR_SECONDS = 3600

export const periodicTasks: readonly PeriodicTask[] = [
  { name: 'sign-ins', everySeconds: HOUR_SECONDS, run: forgetOldSignIns },
  {
    name: 'follow-ups',
    everySeconds: HOUR_SECONDS,
    run: async (deps) => {
      await sendFollowUps(deps)
    },
  },
  { name: 'endorsements of declarations and honours', everySeconds: HOUR_SECONDS, run: settleEndorsements },
]
