import { parentPort, workerData } from 'node:worker_threads'
import { claimCompletions, storeReserved, storeSigned, subjectOf } from '../bulk-issue.ts'
import { openDatabase } from '../database.ts'
import type { BulkTarget } from '../insert-rows.ts'
import { withinQuotas } from '../quotas.ts'
import { takePlanned } from '../status-lists.ts'
import type { WriterAnswer, WriterRequest, WriterResult, WriterTask } from './messages.ts'

/** Tasks that are waiting share one transaction, up to so many: one flush of the disk for all of them. */
const TASKS_A_TRANSACTION = 4
/** In KiB; without room for a chunk's pages SQLite writes them more than once. */
const CACHE_KIB = 24_000
/** In pages of 4 KiB: the log stays below 64 MB (RELIABILITY R18), and pages that change often reach the file less often. */
const CHECKPOINT_PAGES = 8_000

const database = await openDatabase({ kind: 'sqlite', file: (workerData as { file: string }).file })
const { sqlite } = database
if (sqlite === undefined || parentPort === null) throw new Error('the writer needs an SQLite file and runs in a thread')
sqlite.pragma(`cache_size = -${CACHE_KIB}`)
sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
const port = parentPort
const target: BulkTarget = { db: database.db, sqlite }

const perform = async (task: WriterTask): Promise<WriterResult> => {
  if (task.kind === 'signed') return { kind: 'stored', ids: await storeSigned(target, task.chunk) }
  const { wanted } = task
  const ids = wanted.map(({ id }) => id)
  const completionIds = wanted.map(({ completionId }) => completionId)
  const free = await claimCompletions(target, completionIds, { lock: false })
  if (free.length < wanted.length) return { kind: 'taken', free }
  const within = await withinQuotas(target.db, wanted, task.quotaSince)
  if (within.length < wanted.length) return { kind: 'beyond', within: within.map(({ completionId }) => completionId) }
  if (!(await takePlanned(target, task.planned, ids.map(subjectOf)))) return { kind: 'stale' }
  await storeReserved(target, task.chunk)
  return { kind: 'stored', ids }
}

/** Runs tasks in one transaction; @returns undefined, with nothing stored, when one of several could not be stored */
const inOneTransaction = async (tasks: readonly WriterTask[]): Promise<WriterResult[] | undefined> => {
  try {
    sqlite.exec('begin immediate')
    const results: WriterResult[] = []
    for (const task of tasks) results.push(await perform(task))
    if (results.every(({ kind }) => kind === 'stored')) sqlite.exec('commit')
    else {
      sqlite.exec('rollback')
      if (tasks.length > 1) return undefined
    }
    return results
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('rollback')
    if (tasks.length > 1) return undefined
    const { code, message } = error as { code?: unknown; message: string }
    return [{ kind: 'failed', code: String(code ?? ''), message }]
  }
}

const waiting: WriterRequest[] = []
let isBusy = false

const work = async (): Promise<void> => {
  if (isBusy) return
  isBusy = true
  while (waiting.length > 0) {
    const requests = waiting.splice(0, TASKS_A_TRANSACTION)
    const together = await inOneTransaction(requests.map(({ task }) => task))
    for (const [place, { n, task }] of requests.entries()) {
      const result = together?.[place] ?? ((await inOneTransaction([task])) as WriterResult[])[0]
      port.postMessage({ n, result } as WriterAnswer)
    }
    // Messages that came meanwhile are taken in before the next transaction begins.
    await new Promise((resolve) => setImmediate(resolve))
  }
  isBusy = false
}

port.on('message', (request: WriterRequest | 'close') => {
  if (request === 'close') {
    void database.close().then(() => port.close())
    return
  }
  waiting.push(request)
  void work()
})
