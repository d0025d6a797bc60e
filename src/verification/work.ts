import type { Json, JsonObject } from '../json.ts'
import type { Unbaked } from '../openbadges/baking/unbaked.ts'
import { CanonicalizationError, type Canonicalizer } from '../proof/canonicalizer.ts'
import type { ShapeOptions } from '../proof/shape/shape-canonicalizer.ts'
import { workLimits } from './limits.ts'
import type { QrReading } from './qr.ts'
import { createPool, type Pool, type PoolOptions, processorThreads, WorkError } from './work-pool.ts'
import type { GraphResult, GraphTask, GraphWorkerData } from './workers/graph-worker.ts'
import type { PictureResult, PictureTask } from './workers/picture-worker.ts'

/** Where everything is done that a stranger can make slow. Close it, or the process does not end. */
export interface WorkRoom {
  /** the reference path; failures `too_slow` and `overloaded` say nothing about the document */
  canonicalizer: Canonicalizer
  /**
   * Compiles the shape of a document, while no document waits for a thread: strangers' new shapes must not delay anybody's badge.
   *
   * @throws WorkError
   */
  compileShape: NonNullable<ShapeOptions['compile']>
  /** @throws WorkError */
  readQr(picture: Uint8Array): Promise<QrReading>
  /** @throws WorkError */
  unbakeSvg(svg: string): Promise<Unbaked>
  /** starts the threads that canonicalize, which takes a second; without it they start with the first document */
  warm(): void
  /** tasks that wait for a thread now, for the metrics */
  waiting(): { graphs: number; pictures: number }
  close(): Promise<void>
}

export interface WorkRoomOptions {
  /** `AKASHI_EXTRA_CONTEXTS`, as the threads load their own registry */
  extraContextsFile?: string
  /** threads that canonicalize; without it as many as the machine has processors, at most four */
  threads?: number
  /** other limits than the policy's; for tests only */
  limits?: Partial<Pick<PoolOptions, 'queue' | 'taskMilliseconds' | 'waitMilliseconds'>>
}

/**
 * Prepares the threads: some that stay for ordinary documents; one for large ones and one for pictures and drawings, which end when idle.
 * So a slow document or picture never stands before an ordinary badge. What inflates a status list is not here: Node does it in threads of
 * its own, with an output limit.
 */
export const createWorkRoom = (options: WorkRoomOptions = {}): WorkRoom => {
  const shared = {
    taskMilliseconds: workLimits.taskMilliseconds,
    waitMilliseconds: workLimits.waitMilliseconds,
    heapMegabytes: workLimits.heapMegabytes,
  }
  const graphWorker = {
    ...shared,
    worker: 'graph-worker',
    workerData: (options.extraContextsFile === undefined ? {} : { extraContextsFile: options.extraContextsFile }) satisfies GraphWorkerData,
  }
  const graphs = createPool<GraphTask, GraphResult>({
    ...graphWorker,
    threads: options.threads ?? processorThreads(),
    stay: true,
    queue: workLimits.graphQueue,
    ...options.limits,
  })
  const largeGraphs = createPool<GraphTask, GraphResult>({
    ...graphWorker,
    threads: 1,
    stay: false,
    queue: workLimits.largeGraphQueue,
    ...options.limits,
  })
  const pictures = createPool<PictureTask, PictureResult>({
    ...shared,
    worker: 'picture-worker',
    threads: 1,
    stay: false,
    queue: workLimits.pictureQueue,
    ...options.limits,
  })
  return {
    canonicalizer: canonicalizerOver((document) => (isOrdinary(document) ? graphs : largeGraphs)),
    compileShape: async (document, shape) => {
      if (graphs.waiting > 0) throw new WorkError('overloaded', 'Documents wait for a thread; the shape is compiled another time.')
      const result = await graphs.run({ want: 'shape', document, shape })
      if (!('shape' in result)) throw new Error('A thread that was to compile a shape answered something else.')
      return result.shape
    },
    readQr: async (picture) => ((await pictures.run({ kind: 'qr', picture })) as Extract<PictureResult, { kind: 'qr' }>).reading,
    unbakeSvg: async (svg) => ((await pictures.run({ kind: 'svg', svg })) as Extract<PictureResult, { kind: 'svg' }>).unbaked,
    warm: () => graphs.start(),
    waiting: () => ({ graphs: graphs.waiting + largeGraphs.waiting, pictures: pictures.waiting }),
    close: async () => {
      await Promise.all([graphs.close(), largeGraphs.close(), pictures.close()])
    },
  }
}

/** Whether a document has no more values than an ordinary one; counts no further than it has to. */
const isOrdinary = (document: JsonObject): boolean => {
  let left: number = workLimits.ordinaryNodes
  const count = (value: Json): boolean => {
    if (--left < 0) return false
    return typeof value !== 'object' || value === null || Object.values(value).every(count)
  }
  return count(document)
}

const canonicalizerOver = (poolFor: (document: JsonObject) => Pool<GraphTask, GraphResult>): Canonicalizer => {
  const run = async (document: JsonObject, want: 'text' | 'digest') => {
    const result = await poolFor(document)
      .run({ document, want })
      .catch((cause: unknown) => {
        throw cause instanceof WorkError ? new CanonicalizationError(cause.failure, cause.message, { cause }) : cause
      })
    if (!result.ok) throw new CanonicalizationError(result.failure, result.detail)
    if (!('value' in result)) throw new Error('A thread that was to canonicalize a document answered something else.')
    return result.value
  }
  return {
    canonicalize: async (document) => (await run(document, 'text')) as string,
    digest: async (document) => (await run(document, 'digest')) as Uint8Array,
  }
}
