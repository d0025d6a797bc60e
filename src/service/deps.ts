import type { Clock } from '../clock.ts'
import type { Signer } from '../signing/signer.ts'
import type { BulkStore } from '../store/bulk-store.ts'
import type { Db } from '../store/database.ts'
import type { ErasureRecord } from '../store/erasure-record.ts'
import type { LogDirectory } from '../store/log-directory.ts'
import type { PublishedRecord } from '../store/published-record.ts'
import type { ClockGuard } from './clock-guard.ts'

/** What use cases work with. Composed once in `compose.ts`; inside a transaction the same object carries the transaction as `db`. */
export interface Deps {
  db: Db
  signer: Signer
  /** base of every URL in a badge, without a trailing slash */
  publicUrl: string
  /** URLs of the JSON-LD contexts that the registry holds */
  heldContexts: ReadonlySet<string>
  now: Clock
  /** notices a clock that went back; without it the clock is believed */
  clock?: ClockGuard
  /** where batches are stored; without it, through `db` */
  bulk?: BulkStore
  /** what was published, outside the database; without it a database that went back in time is not noticed */
  published?: PublishedRecord
  /** where signed heads of the public log are published besides the database */
  logDirectory?: LogDirectory
  /** what was erased, outside the database; without it a restore brings back what was erased since */
  erasures?: ErasureRecord
}
