import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import { cancelJob, enqueueJob, type JobHandler, listJobs, readJob, runNextJob } from '../../src/service/jobs.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

describe.each(dialects)('a job on %s', (dialect) => {
  beforeEach(async () => {
    world = await newWorld({ dialect, now: '2026-11-23T01:00:00Z' })
  })
  const enqueue = (change: { dueAt?: Date } = {}) =>
    enqueueJob(world.deps, world.operator, { kind: 'count', params: { to: 3 }, operatorId: 'op-04', total: 3, ...change })
  const stateOf = async (id: string) => (await readJob(world.deps, world.secretariat, id)).state

  test('runs, reports progress and keeps its result', async () => {
    const job = await enqueue()
    const seen: number[] = []
    await runNextJob(world.deps, {
      count: async (deps, { job, report }) => {
        for (let done = 1; done <= 3; done += 1) {
          await report({ done })
          seen.push((await readJob(deps, world.operator, job.id)).done)
        }
        return { counted: 3 }
      },
    })
    expect(seen).toEqual([1, 2, 3])
    expect(await readJob(world.deps, world.operator, job.id)).toMatchObject({ state: 'done', done: 3, total: 3, result: { counted: 3 } })
    expect(await runNextJob(world.deps, { count: async () => undefined })).toBeUndefined()
  })

  test('waits for its time, and for a version that knows its kind', async () => {
    await enqueue({ dueAt: new Date('2026-11-24T00:00:00Z') })
    expect(await runNextJob(world.deps, { count: async () => undefined })).toBeUndefined()
    world.setNow('2026-11-24T00:00:00Z')
    expect(await runNextJob(world.deps, { other: async () => undefined })).toBeUndefined()
    expect(await runNextJob(world.deps, { count: async () => undefined })).toBeDefined()
  })

  test('is taken by one of several processes', async () => {
    await enqueue()
    const runs: string[] = []
    const handlers: Record<string, JobHandler> = { count: async (_, { job }) => void runs.push(job.id) }
    await Promise.all(Array.from({ length: 4 }, () => runNextJob(world.deps, handlers)))
    expect(runs).toHaveLength(1)
  })

  test('of a process that is gone is taken over; the process that was only paused is refused at its next report', async () => {
    const job = await enqueue()
    let pausedReport: (() => Promise<void>) | undefined
    let release = (): void => undefined
    const paused = runNextJob(world.deps, {
      count: async (_, { report }) => {
        await report({ done: 1 })
        pausedReport = () => report({ done: 2 })
        await new Promise<void>((resolve) => {
          release = resolve
        })
        await pausedReport()
      },
    })
    await expect.poll(() => pausedReport !== undefined).toBe(true)
    world.setNow('2026-11-23T01:01:01Z')
    await runNextJob(world.deps, { count: async () => 'the second process' })
    release()
    await paused
    expect(await readJob(world.deps, world.secretariat, job.id)).toMatchObject({ state: 'done', done: 1, result: 'the second process' })
  })

  test('goes back to the queue when its process stops or the database is busy', async () => {
    const job = await enqueue()
    const stopping = new AbortController()
    const stopped: JobHandler = async () => {
      stopping.abort()
      throw new Error('stopped')
    }
    await runNextJob(world.deps, { count: stopped }, stopping.signal)
    expect(await stateOf(job.id)).toBe('queued')
    await runNextJob(world.deps, { count: () => Promise.reject(new ServiceError('overloaded', 'locked')) })
    expect(await stateOf(job.id)).toBe('queued')
    expect(await runNextJob(world.deps, { count: async () => undefined })).toBeUndefined()
    world.setNow('2026-11-23T01:00:15Z')
    await runNextJob(world.deps, { count: async () => undefined })
    expect(await stateOf(job.id)).toBe('done')
  })

  test('fails with the sentence of an expected failure, and without the words of a defect', async () => {
    const expected = await enqueue()
    await runNextJob(world.deps, { count: () => Promise.reject(new ServiceError('conflict', 'The file was imported before.')) })
    expect(await readJob(world.deps, world.operator, expected.id)).toMatchObject({
      state: 'failed',
      failure: 'The file was imported before.',
    })
    const defect = await enqueue()
    await expect(runNextJob(world.deps, { count: () => Promise.reject(new TypeError('x.y is undefined')) })).rejects.toThrow(TypeError)
    expect((await readJob(world.deps, world.operator, defect.id)).failure).not.toContain('undefined')
  })

  test('that is cancelled stops at its next report and stays cancelled; one that has ended cannot be cancelled', async () => {
    const job = await enqueue()
    let steps = 0
    await runNextJob(world.deps, {
      count: async (deps, { job, report }) => {
        steps += 1
        await cancelJob(deps, world.operator, job.id)
        await report({ done: 1 })
        steps += 1
      },
    })
    expect(steps).toBe(1)
    expect(await stateOf(job.id)).toBe('cancelled')
    await expect(cancelJob(world.deps, world.operator, job.id)).rejects.toMatchObject({ code: 'conflict' })
  })

  test("is seen by its operator and the secretariat, not by another operator's people", async () => {
    const job = await enqueue()
    expect((await listJobs(world.deps, world.operator)).map(({ id }) => id)).toEqual([job.id])
    expect(await listJobs(world.deps, world.otherOperator)).toEqual([])
    await expect(readJob(world.deps, world.otherOperator, job.id)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await listJobs(world.deps, world.secretariat)).map(({ id }) => id)).toEqual([job.id])
  })
})
