import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What is sent: `amount` requests, of which each takes the next path and the next body. */
export interface Load {
  base: string
  paths: string[]
  bodies?: string[]
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  connections: number
  amount: number
  /** requests a second altogether; as fast as answers come where it is not given */
  perSecond?: number
}

export interface LoadResult {
  answers: number
  /** failed, or answered with 400 and above */
  wrong: number
  perSecond: number
  /** milliseconds */
  p50: number
  p99: number
}

const isSource = import.meta.url.endsWith('.ts')
const LONGEST_MS = 120_000

/** A process that sends requests, one load after the other. */
export const loader = (): { send(load: Load): Promise<LoadResult>; close(): void } => {
  const child: ChildProcess = fork(fileURLToPath(new URL(`./load-child.${isSource ? 'ts' : 'js'}`, import.meta.url)), {
    execArgv: isSource ? ['--import', 'tsx'] : [],
  })
  return {
    send: (load) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => child.kill(), LONGEST_MS)
        const ended = (): void => reject(new Error('the process that sends requests ended'))
        child.once('exit', ended)
        child.once('message', (result: LoadResult) => {
          clearTimeout(late)
          child.off('exit', ended)
          if (result.wrong > 0) reject(new Error(`${result.wrong} of ${load.amount} requests to ${load.paths[0]} failed`))
          else resolve(result)
        })
        child.send(load)
      }),
    close: () => child.disconnect(),
  }
}
