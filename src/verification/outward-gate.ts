import { outwardLimits } from './limits.ts'

/** Lets only so many looks outward through at a time, in all and to one host; others wait their turn. */
export interface Gate {
  /** @returns what `task` returns; `undefined`, without a start, when `signal` fires before its turn */
  pass<T>(host: string, signal: AbortSignal, task: () => Promise<T>): Promise<T | undefined>
}

interface Waiting {
  host: string
  start: () => void
}

export const createGate = (): Gate => {
  const perHost = new Map<string, number>()
  const queue = new Set<Waiting>()
  let running = 0

  const hasRoom = (host: string): boolean =>
    running < outwardLimits.maxConcurrent && (perHost.get(host) ?? 0) < outwardLimits.maxConcurrentPerHost
  const enter = (host: string): void => {
    running++
    perHost.set(host, (perHost.get(host) ?? 0) + 1)
  }
  const leave = (host: string): void => {
    running--
    const left = (perHost.get(host) ?? 1) - 1
    if (left === 0) perHost.delete(host)
    else perHost.set(host, left)
    for (const waiting of queue) {
      if (!hasRoom(waiting.host)) continue
      queue.delete(waiting)
      enter(waiting.host)
      waiting.start()
    }
  }
  const turn = (host: string, signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      const waiting: Waiting = { host, start: () => resolve(true) }
      queue.add(waiting)
      signal.addEventListener('abort', () => {
        if (queue.delete(waiting)) resolve(false)
      })
    })
  return {
    async pass(host, signal, task) {
      if (hasRoom(host)) enter(host)
      else if (!(await turn(host, signal))) return undefined
      try {
        return await task()
      } finally {
        leave(host)
      }
    },
  }
}
