import type { StatusListEntry } from '../domain/credential.ts'
import { type BuiltChunk, claimCompletions, encodeChunk, type SignedChunk, storeReserved, storeSigned, subjectOf } from './bulk-issue.ts'
import { type Db, isPostgres } from './database.ts'
import { type StoredText, TemplateMaker } from './document-template.ts'
import { type Held, withinQuotas } from './quotas.ts'
import { allocateEntries, type StatusPurpose } from './status-lists.ts'
import { inTransaction, isUniqueViolation } from './transaction.ts'

/** A completion whose badge is to be reserved, and the id that the badge will have. */
export interface WantedBadge extends Held {
  completionId: string
  id: string
}

/** Badges of one issuer that are to be reserved together. */
export interface ReserveRequest {
  issuerId: string
  purpose: StatusPurpose
  wanted: readonly WantedBadge[]
  now: Date
  /** from when on a quota counts */
  quotaSince: Date
  makeList(): { id: string; length: number; permutationKey: string }
  /**
   * Makes what is to be stored; may be called again, with other entries, when somebody else came first.
   *
   * @param granted - those of the wanted badges whose completion has none and is nobody else's, and that fit into their quota, with an entry each
   */
  build(granted: readonly (WantedBadge & { entry: StatusListEntry })[]): Promise<BuiltChunk>
}

/** By completion; of those that are in neither list the badge is somebody else's, or in somebody else's hands. */
export interface Reserved {
  granted: string[]
  beyondQuota: string[]
}

/** Where a batch is stored: durable when the promise resolves, all of a call or nothing. */
export interface BulkStore {
  /** A text as it will be stored: what it has in common with earlier ones is not kept. */
  compact(text: string): StoredText
  reserve(request: ReserveRequest): Promise<Reserved>
  /** @returns ids of the badges whose signature was stored; of the others somebody else stored one */
  storeSigned(chunk: SignedChunk): Promise<string[]>
}

const ATTEMPTS = 4

/** Somebody who issues a single badge takes no lock on its completion; the unique index refuses the chunk then, and the next look leaves that one out. */
const againWhenTaken = async <T>(reserve: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await reserve()
    } catch (error) {
      if (attempt >= ATTEMPTS || !isUniqueViolation(error)) throw error
    }
}

/** Stores through the connection of the service: PostgreSQL, and databases in memory. */
export const localBulkStore = (db: Db): BulkStore => {
  const maker = new TemplateMaker()
  const lock = isPostgres(db)
  return {
    compact: (text) => maker.take(text),
    reserve: (request) =>
      againWhenTaken(() =>
        inTransaction({ db }, async ({ db }) => {
          const ids = request.wanted.map(({ completionId }) => completionId)
          const free = new Set(await claimCompletions({ db }, ids, { lock }))
          const unclaimed = request.wanted.filter(({ completionId }) => free.has(completionId))
          const wanted = await withinQuotas(db, unclaimed, request.quotaSince)
          const within = new Set(wanted)
          const beyondQuota = unclaimed.filter((badge) => !within.has(badge)).map(({ completionId }) => completionId)
          if (wanted.length === 0) return { granted: [], beyondQuota }
          const entries = await allocateEntries(db, { ...request, subjects: wanted.map(({ id }) => subjectOf(id)) })
          const granted = wanted.map((badge, n) => ({ ...badge, entry: entries[n] as StatusListEntry }))
          await storeReserved({ db }, encodeChunk(maker, await request.build(granted)))
          return { granted: wanted.map(({ completionId }) => completionId), beyondQuota }
        }),
      ),
    storeSigned: (chunk) => inTransaction({ db }, ({ db }) => storeSigned({ db }, chunk)),
  }
}
