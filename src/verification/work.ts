import type { Json, JsonObject } from '../json.ts'
import type { Unbaked } from '../openbadges/baking/unbaked.ts'
import { CanonicalizationError, type Canonicalizer } from '../proof/canonicalizer.ts'
import type { ShapeOptions } from '../proof/shape/shape-canonicalizer.ts'
import { workLimits } from './limits.ts'
import type { QrReading } from './qr.ts'
import { admitPicture, type PictureHead } from './qr-picture.ts'
import { createPool, type Pool, type PoolOptions, processorThreads, WorkError } from './work-pool.ts'
import type { GraphResult, GraphTask, GraphWorkerData } from './workers/graph-worker.ts'
import type { PictureResult, PictureTask } from './workers/picture-worker.ts'

/** Where everything is done that a stranger can make slow. Close it, or the process does not end. */
export interface WorkRoom {
  /** the reference path; failures `too_slow` and `overloaded` say nothing about the document */
  canonicalizer: Canonicalizer
  /**
   * Compiles the shape of a document, while no document waits for a thread: strangers' new shapes must not delay anybody's badge. A popular one
   * waits its turn instead.
   *
   * @throws WorkError
   */
  compileShape: NonNullable<ShapeOptions['compile']>
  /** the same for what belongs to a verification that has begun: it waits its turn and is not refused for want of room */
  goingOn: Canonicalizer
  /** @throws WorkError */
  readQr(picture: Uint8Array): Promise<QrReading>
  /** @throws WorkError */
  unbakeSvg(svg: string): Promise<Unbaked>
  /** starts the threads that canonicalize, which takes a second; without it they start with the first document */
  warm(): void
  /** resolves once threads for badges run; a command that verifies once does not count their start into the time of its verification */
  ready(): Promise<void>
  /** whether a large picture or drawing would be refused now */
  hasNoRoomForPictures(): boolean
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
  limits?: Partial<Pick<PoolOptions, 'queue' | 'taskMilliseconds' | 'waitMilliseconds' | 'patienceMilliseconds'>>
}

/**
 * Prepares the threads: some that stay for ordinary documents; one each for full and for large ones, for small and for other pictures and
 * drawings. So a slow document or picture never stands before an ordinary badge. What inflates a status list is not
 * here: Node does it in threads of its own, with an output limit.
 */
export const createWorkRoom = (options: WorkRoomOptions = {}): WorkRoom => {
  const shared = {
    taskMilliseconds: workLimits.taskMilliseconds,
    waitMilliseconds: workLimits.waitMilliseconds,
    patienceMilliseconds: workLimits.patienceMilliseconds,
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
    niceness: workLimits.niceness.ordinary,
    ...options.limits,
  })
  const oneGraph = (queue: number, niceness: number) =>
    createPool<GraphTask, GraphResult>({ ...graphWorker, threads: 1, stay: true, queue, niceness, ...options.limits })
  const fullGraphs = oneGraph(workLimits.fullGraphQueue, workLimits.niceness.full)
  const largeGraphs = oneGraph(workLimits.largeGraphQueue, workLimits.niceness.large)
  const onePicture = (queue: number, niceness: number) =>
    createPool<PictureTask, PictureResult>({
      ...shared,
      taskMilliseconds: workLimits.pictureMilliseconds,
      worker: 'picture-worker',
      threads: 1,
      stay: true,
      queue,
      niceness,
      ...options.limits,
    })
  const smallPictures = onePicture(workLimits.smallPictureQueue, workLimits.niceness.full)
  const pictures = onePicture(workLimits.pictureQueue, workLimits.niceness.large)
  const graphPools = [graphs, fullGraphs, largeGraphs]
  const picturePools = [smallPictures, pictures]
  const poolFor = (document: JsonObject) => {
    const nodes = countNodes(document, workLimits.fullNodes)
    return nodes <= workLimits.ordinaryNodes ? graphs : nodes <= workLimits.fullNodes ? fullGraphs : largeGraphs
  }
  return {
    canonicalizer: canonicalizerOver(poolFor, false),
    goingOn: canonicalizerOver(poolFor, true),
    compileShape: async (document, shape, isPopular) => {
      if (!isPopular && graphs.waiting > 0)
        throw new WorkError('overloaded', 'Documents wait for a thread; the shape is compiled another time.')
      const result = await graphs.run({ want: 'shape', document, shape }, isPopular)
      if (!('shape' in result)) throw new Error('A thread that was to compile a shape answered something else.')
      return result.shape
    },
    readQr: async (picture) => {
      const head = admitPicture(picture)
      if ('kind' in head) return head
      const result = await (isSmallPicture(picture, head) ? smallPictures : pictures).run({ kind: 'qr', picture })
      return (result as Extract<PictureResult, { kind: 'qr' }>).reading
    },
    unbakeSvg: async (svg) => {
      const result = await (isSmallDrawing(svg) ? smallPictures : pictures).run({ kind: 'svg', svg })
      return (result as Extract<PictureResult, { kind: 'svg' }>).unbaked
    },
    warm: () => {
      for (const pool of [...graphPools, ...picturePools]) pool.start()
    },
    ready: async () => {
      await Promise.all([graphs, fullGraphs].map((pool) => pool.run({ document: {}, want: 'digest' })))
    },
    hasNoRoomForPictures: pictures.isFull,
    waiting: () => ({ graphs: waitingIn(graphPools), pictures: waitingIn(picturePools) }),
    close: async () => {
      await Promise.all([...graphPools, ...picturePools].map((pool) => pool.close()))
    },
  }
}

const waitingIn = (pools: readonly { waiting: number }[]): number => pools.reduce((sum, { waiting }) => sum + waiting, 0)

/** Few bytes and, as its header says, few pixels: what is inflated counts, and a flood of pixels has few bytes. */
const isSmallPicture = (picture: Uint8Array, { width, height }: PictureHead): boolean =>
  picture.length <= workLimits.smallPictureBytes && width * height <= workLimits.smallPicturePixels

/** Few characters and few tags: a parser takes its time for each tag. */
const isSmallDrawing = (svg: string): boolean => {
  if (svg.length > workLimits.smallPictureBytes) return false
  let tags = 0
  for (let place = svg.indexOf('<'); place !== -1; place = svg.indexOf('<', place + 1))
    if (++tags > workLimits.smallDrawingTags) return false
  return true
}

/** The number of values in a document; counts no further than one beyond `most`. */
const countNodes = (document: JsonObject, most: number): number => {
  let nodes = 0
  const count = (value: Json): boolean => {
    if (++nodes > most) return false
    return typeof value !== 'object' || value === null || Object.values(value).every(count)
  }
  count(document)
  return nodes
}

const canonicalizerOver = (poolFor: (document: JsonObject) => Pool<GraphTask, GraphResult>, goesOn: boolean): Canonicalizer => {
  const run = async (document: JsonObject, want: 'text' | 'digest') => {
    const result = await poolFor(document)
      .run({ document, want }, goesOn)
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
