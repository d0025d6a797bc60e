import { afterAll, beforeAll, expect, vi } from 'vitest'

/*
 * The files of a worker share its process and its loaded modules (vitest.config.ts, `isolate`). Each of them ends as it began:
 * what one changes and does not put back would make another fail, or pass, for no reason of its own.
 */

/** What files of one process could take from each other, by name. */
const stateOfProcess = (): Map<string, unknown> =>
  new Map<string, unknown>([
    ...Object.entries(process.env).map(([name, value]): [string, unknown] => [`variable ${name}`, value]),
    ...Object.getOwnPropertyNames(globalThis).map((name): [string, unknown] => [`global ${name}`, 'there']),
    ['exit code', process.exitCode ?? 0],
    ['working directory', process.cwd()],
    ['fake timers', vi.isFakeTimers()],
    ['fetch', globalThis.fetch],
    ['standard output', process.stdout.write],
    ['standard error', process.stderr.write],
    ['listeners of warnings', process.listenerCount('warning')],
  ])

let before: Map<string, unknown>
beforeAll(() => {
  before = stateOfProcess()
})
afterAll(() => {
  const after = stateOfProcess()
  // Names alone: values of the environment are nobody's to read in a log.
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name))
  expect(changed, 'what this file leaves behind in its process').toEqual([])
})
