import type { Deps } from './deps.ts'
import { forgetOldSignIns } from './sign-in/sessions.ts'

/** Work that comes back by itself. It must be safe to run in several processes at once and to run again after a crash. */
export interface PeriodicTask {
  name: string
  everySeconds: number
  run(deps: Deps): Promise<void>
}

export const periodicTasks: readonly PeriodicTask[] = [{ name: 'sign-ins', everySeconds: 3600, run: forgetOldSignIns }]
