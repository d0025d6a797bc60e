import type { ReservedChunk, SignedChunk } from '../bulk-issue.ts'
import type { WantedBadge } from '../bulk-store.ts'

/** What the writer's thread is asked to store, each in a transaction that is durable when it answers. */
export type WriterTask =
  | {
      kind: 'reserve'
      planned: { listId: string; from: number; indexes: number[] }
      wanted: WantedBadge[]
      quotaSince: Date
      chunk: ReservedChunk
    }
  | { kind: 'signed'; chunk: SignedChunk }

export type WriterResult =
  /** `ids`: of the badges that were stored */
  | { kind: 'stored'; ids: string[] }
  /** some of the completions have a badge: nothing was stored; `free` are those that have none */
  | { kind: 'taken'; free: string[] }
  /** some of the badges are beyond a quota: nothing was stored; `within` are the completions of those that are not */
  | { kind: 'beyond'; within: string[] }
  /** somebody else took entries of the list: nothing was stored */
  | { kind: 'stale' }
  /** nothing was stored; `code` as of SQLite */
  | { kind: 'failed'; code: string; message: string }

export interface WriterRequest {
  n: number
  task: WriterTask
}

export interface WriterAnswer {
  n: number
  result: WriterResult
}
