import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'

/** Why a task has no result. Neither says anything about the document that was to be worked on. */
export class WorkError extends Error {
  override readonly name = 'WorkError'
  readonly failure: 'too_slow' | 'overloaded'

  constructor(failure: 'too_slow' | 'overloaded', detail: string, options?: { cause?: unknown }) {
    super(detail, options)
    this.failure = failure
  }
}

export interface PoolOptions {
  /** the file beside `work.ts` that a thread loads, without extension */
  worker: string
  /** how many threads; none before the first task */
  threads: number
  /** all start together and stay, instead of one by one as needed, ending when idle */
  stay: boolean
  /** what the worker file finds as Piscina's `workerData` */
  workerData?: unknown
  /** tasks that may wait for a thread */
  queue: number
  /** running time of a task, after which its thread is ended */
  taskMilliseconds: number
  /** a task is refused when it would wait longer than this for a thread */
  waitMilliseconds: number
  /** the longest time that a task which was taken waits */
  patienceMilliseconds: number
  /** how much lower the threads stand with the processor than the event loop, in steps of `nice` */
  niceness: number
  heapMegabytes: number
}

/** What a worker file gets: the task, and eight bytes in which it notes when it began. */
export interface WorkItem<Task> {
  task: Task
  begun: BigInt64Array
}

/** The worker's first act: from now on the running time counts. */
export const noteBegin = (item: WorkItem<unknown>): void => {
  Atomics.store(item.begun, 0, BigInt(Date.now()))
}

export interface Pool<Task, Result> {
  /**
   * @param goesOn - the task belongs to work that has begun: it waits its turn and is never refused for those that wait before it
   * @throws WorkError `overloaded` at once when too many tasks wait, `too_slow` after the time limit, when the thread has been ended
   */
  run(task: Task, goesOn?: boolean): Promise<Result>
  /** starts the threads before the first task comes */
  start(): void
  /** whether the next task would be refused for want of room */
  isFull(): boolean
  /** tasks that wait for a thread */
  readonly waiting: number
  close(): Promise<void>
}

/** Threads for tasks that never wait for anything: no more than the machine has processors for. */
export const processorThreads = (): number => Math.max(1, Math.min(4, availableParallelism()))

/** Worker files are TypeScript when this file is; a thread then needs a loader of its own. */
const isSource = import.meta.url.endsWith('.ts')
const loader = (): string[] => (isSource ? ['--import', new URL('./workers/typescript.mjs', import.meta.url).href] : [])
const workerFile = (name: string): string => new URL(`./workers/${name}.${isSource ? 'ts' : 'js'}`, import.meta.url).href

/** The first thread of a process has to read and compile everything; until then there is nothing to be overloaded. */
const START_MILLISECONDS = isSource ? 30_000 : 5_000
const LOOK_MILLISECONDS = 50
const IDLE_MILLISECONDS = 30_000
/** How much the newest task counts in the average running time. */
const NEWEST_SHARE = 0.2
/** Short-lived objects of one thread; the default would be three times as much in each of them. */
const YOUNG_MEGABYTES = 16
/** Far beyond the tasks of all requests that are taken at once. */
const MOST_GOING_ON = 10_000

/**
 * A bounded pool of threads for work that a stranger can make slow (SECURITY L12, T9).
 *
 * The running time counts from the moment in which a thread begins, so that waiting behind others, or for a thread that is being replaced,
 * is never taken for slowness of a document. A task is refused at once, when the queue is full or when it would wait too long as far as
 * the last tasks can tell, or it is taken; whoever is refused learns it without waiting. Threads have no environment variables and a limited
 * heap, and stand behind the event loop with the processor.
 */
export const createPool = <Task, Result>(options: PoolOptions): Pool<Task, Result> => {
  let piscina: Piscina<WorkItem<Task>, Result> | undefined
  let averageMilliseconds = 0
  /** tasks that run or wait */
  let taken = 0
  let firstBegan = false
  let broken: unknown
  const open = (): Piscina<WorkItem<Task>, Result> => {
    const opened = new Piscina<WorkItem<Task>, Result>({
      filename: workerFile(options.worker),
      minThreads: options.stay ? options.threads : 0,
      maxThreads: options.threads,
      idleTimeout: options.stay ? Number.POSITIVE_INFINITY : IDLE_MILLISECONDS,
      // A thread that starts does not count as free yet, so the first tasks wait: the queue is always needed.
      // What goes on is not counted against the limit of the queue; how much of it there can be is decided at the door.
      maxQueue: options.threads + options.queue + MOST_GOING_ON,
      workerData: options.workerData,
      execArgv: loader(),
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: options.heapMegabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
      niceIncrement: options.niceness,
      recordTiming: false,
    })
    // A task's promise carries the task's failure. What comes here is a thread that ended by itself: if none ever began, none ever will.
    opened.on('error', (error) => {
      if (firstBegan) return
      broken = error
      void opened.destroy()
    })
    return opened
  }
  const pool = () => {
    piscina ??= open()
    return piscina
  }

  const run = async (task: Task, goesOn = false): Promise<Result> => {
    const expectedWait = taken < options.threads ? 0 : (taken / options.threads) * averageMilliseconds
    if (!goesOn && (taken >= options.threads + options.queue || expectedWait > options.waitMilliseconds)) throw overloaded()
    taken++
    const begun = new BigInt64Array(new SharedArrayBuffer(8))
    const stop = new AbortController()
    const began = () => Number(Atomics.load(begun, 0))
    const asked = Date.now()
    const left = () => {
      if (began() !== 0) return began() + options.taskMilliseconds - Date.now()
      return asked + (firstBegan ? options.patienceMilliseconds : START_MILLISECONDS) - Date.now()
    }
    // Nothing tells when a thread begins, so a task that waits is looked at now and then.
    const watch = () => {
      if (left() <= 0) stop.abort()
      else timer = setTimeout(watch, began() === 0 ? Math.min(left(), LOOK_MILLISECONDS) : left())
    }
    let timer = setTimeout(watch, LOOK_MILLISECONDS)
    try {
      return await pool().run({ task, begun }, { signal: stop.signal })
    } catch (cause) {
      const error = workErrorOf(cause, began() !== 0)
      if (broken === undefined && (firstBegan || began() !== 0 || error instanceof WorkError)) throw error
      throw new Error(`The threads of ${options.worker} cannot start.`, { cause: broken ?? cause })
    } finally {
      clearTimeout(timer)
      taken--
      if (began() !== 0) {
        firstBegan = true
        averageMilliseconds += NEWEST_SHARE * (Date.now() - began() - averageMilliseconds)
      }
    }
  }
  return {
    run,
    start: () => void pool(),
    isFull: () => taken >= options.threads + options.queue,
    get waiting() {
      return piscina?.queueSize ?? 0
    },
    close: async () => piscina?.destroy(),
  }
}

const overloaded = (cause?: unknown): WorkError => new WorkError('overloaded', 'No thread is free for this task.', { cause })

const workErrorOf = (cause: unknown, began: boolean): unknown => {
  const { name, code, message } = cause as Error & { code?: string }
  if (name === 'AbortError') return began ? new WorkError('too_slow', 'The task took longer than the limit.', { cause }) : overloaded(cause)
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return new WorkError('too_slow', 'The task needed more memory than the limit.', { cause })
  if (message === 'Task queue is at limit' || message.startsWith('No task queue available')) return overloaded(cause)
  return cause
}
