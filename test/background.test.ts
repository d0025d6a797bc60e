import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBackground } from '../src/background.ts'
import type { Mailer } from '../src/service/deliver-mails.ts'
import { jobHandlers } from '../src/service/job-handlers.ts'
import { type PeriodicTask, periodicTasks } from '../src/service/periodic-tasks.ts'
import { newWorld, type World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const mailer: Mailer = { deliver: async () => 'kept' }

/** What Node warned of while `work` ran. */
const warningsDuring = async (work: () => Promise<void>): Promise<string[]> => {
  const warnings: string[] = []
  const note = (warning: Error): void => void warnings.push(warning.name)
  process.on('warning', note)
  try {
    await work()
    await turnOfTheLoop()
    return warnings
  } finally {
    process.off('warning', note)
  }
}

/** Starts what runs beside the requests, waits until each task was there once, and stops it. */
const runOnce = async (tasks: readonly PeriodicTask[]): Promise<{ failures: string[]; runs: string[]; stopMilliseconds: number }> => {
  const failures: string[] = []
  const runs: string[] = []
  const counted = tasks.map((task) => ({ ...task, run: (deps: World['deps']) => task.run(deps).finally(() => runs.push(task.name)) }))
  const background = startBackground(world.deps, {
    handlers: jobHandlers,
    mailer,
    tasks: counted,
    failed: (error, what) => failures.push(`${what}: ${(error as Error).message}`),
  })
  await expect.poll(() => runs.length).toBe(tasks.length)
  await turnOfTheLoop()
  const before = performance.now()
  await background.stop()
  return { failures, runs, stopMilliseconds: performance.now() - before }
}

test('all loops of the service start on an empty database without a failure or a warning of Node, and stop at once', async () => {
  expect(periodicTasks.length, 'with jobs and mails more than the ten listeners that Node allows one signal').toBeGreaterThan(8)
  const warnings = await warningsDuring(async () => {
    const { failures, runs, stopMilliseconds } = await runOnce(periodicTasks)
    expect(failures).toEqual([])
    expect([...runs].sort()).toEqual(periodicTasks.map(({ name }) => name).sort())
    // Some of them would wait an hour for their next turn.
    expect(stopMilliseconds).toBeLessThan(2000)
  })
  expect(warnings).toEqual([])
})

test('a task that fails is named, and holds up no other', async () => {
  const task = (name: string, run: PeriodicTask['run']): PeriodicTask => ({ name, everySeconds: 3600, run })
  const { failures, runs } = await runOnce([
    task('broken', () => Promise.reject(new Error('no disk'))),
    task('whole', () => Promise.resolve()),
  ])
  expect(failures).toEqual(['broken: no disk'])
  expect([...runs].sort()).toEqual(['broken', 'whole'])
})
