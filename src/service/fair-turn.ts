import { setImmediate as nextTurn } from 'node:timers/promises'

/** How long a batch computes before requests have their turn: a verification needs several turns and must not wait for each. */
const SLICE_MILLISECONDS = 2

/** Makes a pause for long computations: called after each row, it lets waiting requests go first once the slice is used up. */
export const fairTurn = (): (() => Promise<void> | undefined) => {
  let since = performance.now()
  return () => {
    if (performance.now() - since < SLICE_MILLISECONDS) return undefined
    return nextTurn().then(() => {
      since = performance.now()
    })
  }
}
