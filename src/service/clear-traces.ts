import { clearTraces } from '../store/clear-traces.ts'
import { readSetting, writeSetting } from '../store/settings.ts'
import type { Deps } from './deps.ts'

const SETTING = 'erasure.traces'
/** Writing a larger database or table anew holds up everybody for seconds: the periodic task does it. */
const AT_ONCE_BYTES = 64_000_000

/** Remembers that something was erased whose pages may still hold it; in the transaction of the erasure. */
export const markTraces = (deps: Deps): Promise<void> => writeSetting(deps.db, SETTING, 'due')

/** Clears what an erasure left in the files, at once where that takes little; otherwise it stays due. */
export const clearTracesNow = (deps: Deps): Promise<void> => clear(deps, AT_ONCE_BYTES)

/** Clears what is due, however long it takes. Safe to run anywhere at any time. */
export const clearDueTraces = (deps: Deps): Promise<void> => clear(deps, Number.MAX_SAFE_INTEGER)

const clear = async (deps: Deps, maxBytes: number): Promise<void> => {
  if ((await readSetting(deps.db, SETTING)) !== 'due') return
  try {
    if (!(await clearTraces(deps.db, maxBytes))) return
  } catch (error) {
    // Somebody reads or writes at this moment; the erasure itself stands, and the next turn clears its traces.
    if (isBusy(error)) return
    throw error
  }
  await writeSetting(deps.db, SETTING, 'done')
}

const isBusy = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code))
