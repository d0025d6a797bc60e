import { Worker } from 'node:worker_threads'
import type { StatusListEntry } from '../../domain/credential.ts'
import { encodeChunk } from '../bulk-issue.ts'
import type { BulkStore, ReserveRequest, WantedBadge } from '../bulk-store.ts'
import type { Db } from '../database.ts'
import { TemplateMaker } from '../document-template.ts'
import { type PlannedEntries, planEntries } from '../status-lists.ts'
import { asServiceError } from '../transaction.ts'
import type { WriterAnswer, WriterResult, WriterTask } from './messages.ts'

const isSource = import.meta.url.endsWith('.ts')
const threadFile = new URL(`./writer-thread.${isSource ? 'ts' : 'js'}`, import.meta.url)
/** A thread that runs from source needs a loader of its own. */
const loader = isSource ? ['--import', new URL('./typescript.mjs', import.meta.url).href] : []
/** Entries and texts of a few chunks; what does not fit is a defect. */
const HEAP_MEGABYTES = 128

export type SqliteBulkStore = BulkStore & { close(): Promise<void> }

/**
 * Stores batches of an SQLite file from a thread with a connection of its own: the flush of the disk holds up neither pages nor verification, and
 * the second core works (RELIABILITY "Durability facts"). The thread starts with the first batch.
 *
 * @param db - the connection of the service, for reads
 */
export const sqliteBulkStore = (db: Db, file: string): SqliteBulkStore => {
  const writer = new WriterThread(file)
  const maker = new TemplateMaker()
  const plans = new Map<string, { listId: string; from: number }>()

  const reservePart = async (
    request: ReserveRequest,
    wanted: readonly WantedBadge[],
    beyond: Set<string>,
  ): Promise<readonly WantedBadge[]> => {
    for (;;) {
      const place = `${request.issuerId} ${request.purpose}`
      const after = plans.get(place)
      const planned = await planEntries(db, { ...request, wanted: wanted.length, ...(after === undefined ? {} : { after }) })
      const part = wanted.slice(0, planned.entries.length)
      plans.set(place, { listId: planned.listId, from: planned.from + part.length })
      const result = await writer.run(await taskOf(request, part, planned, maker))
      if (result.kind === 'stored') return part
      // Nothing of it was stored: what was planned after it may be planned anew.
      plans.delete(place)
      if (result.kind === 'failed') throw storeError(result)
      if (result.kind === 'taken' || result.kind === 'beyond') {
        const stay = new Set(result.kind === 'taken' ? result.free : result.within)
        const rest = part.filter(({ completionId }) => stay.has(completionId))
        if (result.kind === 'beyond') for (const { completionId } of part) if (!stay.has(completionId)) beyond.add(completionId)
        if (rest.length === 0) return []
        return reservePart(request, rest, beyond)
      }
    }
  }

  return {
    compact: (text) => maker.take(text),
    reserve: async (request) => {
      const granted: string[] = []
      const beyond = new Set<string>()
      let left = request.wanted
      while (left.length > 0) {
        const part = await reservePart(request, left, beyond)
        granted.push(...part.map(({ completionId }) => completionId))
        // A part that ended with a list, or without completions that others issued meanwhile: what is left is asked for again.
        left = part.length === 0 ? [] : after(left, part).filter(({ completionId }) => !beyond.has(completionId))
      }
      return { granted, beyondQuota: [...beyond] }
    },
    storeSigned: async (chunk) => {
      const result = await writer.run({ kind: 'signed', chunk })
      if (result.kind === 'stored') return result.ids
      throw result.kind === 'failed' ? storeError(result) : new Error(`the writer answered ${result.kind} to signatures`)
    },
    close: () => writer.close(),
  }
}

const taskOf = async (
  request: ReserveRequest,
  part: readonly WantedBadge[],
  { listId, from, entries }: PlannedEntries,
  maker: TemplateMaker,
): Promise<WriterTask> => {
  const granted = part.map(({ completionId, id }, n) => ({ completionId, id, entry: entries[n] as StatusListEntry }))
  return {
    kind: 'reserve',
    planned: { listId, from, indexes: entries.map(({ index }) => index) },
    wanted: [...part],
    quotaSince: request.quotaSince,
    chunk: encodeChunk(maker, await request.build(granted)),
  }
}

/** The wanted badges behind the last one of a part. */
const after = (wanted: readonly WantedBadge[], part: readonly WantedBadge[]): readonly WantedBadge[] => {
  const last = part[part.length - 1]
  return wanted.slice(wanted.findIndex(({ id }) => id === last?.id) + 1)
}

const storeError = ({ code, message }: { code: string; message: string }): unknown =>
  asServiceError(Object.assign(new Error(message), { code }))

/** The thread, its questions and their answers. */
class WriterThread {
  readonly #file: string
  readonly #open = new Map<number, { resolve(result: WriterResult): void; reject(error: unknown): void }>()
  #worker: Worker | undefined
  #n = 0

  constructor(file: string) {
    this.#file = file
  }

  run(task: WriterTask): Promise<WriterResult> {
    this.#worker ??= this.#start()
    const worker = this.#worker
    worker.ref()
    const n = ++this.#n
    return new Promise<WriterResult>((resolve, reject) => {
      this.#open.set(n, { resolve, reject })
      worker.postMessage({ n, task })
    }).finally(() => {
      this.#open.delete(n)
      // An idle thread does not keep the process alive.
      if (this.#open.size === 0) worker.unref()
    })
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    if (worker === undefined) return
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    worker.ref()
    worker.postMessage('close')
    await ended
  }

  #start(): Worker {
    const worker = new Worker(threadFile, {
      workerData: { file: this.#file },
      execArgv: loader,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    })
    worker.on('message', ({ n, result }: WriterAnswer) => this.#open.get(n)?.resolve(result))
    const failAll = (error: unknown): void => {
      if (this.#worker === worker) this.#worker = undefined
      for (const { reject } of this.#open.values()) reject(error)
    }
    worker.on('error', failAll)
    worker.on('exit', () => failAll(new Error('the thread that stores batches ended')))
    return worker
  }
}
