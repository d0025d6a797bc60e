import { dataVersion, dataVersionOfTurn } from '../store/data-version.ts'
import type { Db } from '../store/database.ts'

/** How much is kept, and what counts as much. */
export interface KeptSize<T> {
  maxBytes: number
  /** roughly: of text, two bytes a character */
  bytesOf(value: T): number
}

/** Things by key; when they take too many bytes together, those that were not used for longest go. */
export class ByteCache<T> {
  readonly #size: KeptSize<T>
  readonly #entries = new Map<string, { value: T; bytes: number }>()
  #bytes = 0

  constructor(size: KeptSize<T>) {
    this.#size = size
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Counts as use. */
  get(key: string): T | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  set(key: string, value: T): void {
    this.delete(key)
    const bytes = this.#size.bytesOf(value) + 2 * key.length
    if (bytes > this.#size.maxBytes) return
    this.#entries.set(key, { value, bytes })
    this.#bytes += bytes
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#size.maxBytes) break
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0
    this.#entries.delete(key)
  }
}

/**
 * Reads `key` from the database, or gives what an earlier call read, if nobody has changed anything since. What is not there is not kept.
 *
 * @param version - of the database, where the caller knows it already: as of before everything that it decides on
 */
export type KeptRead<T> = (
  db: Db,
  key: string,
  read: () => Promise<T | undefined>,
  version?: string | Promise<string>,
) => Promise<T | undefined>

/**
 * Keeps what is read again and again and changes seldom. Nothing stale is ever served, whoever changed it, in this process or another: what is kept
 * counts only while the database says that nothing was written (`dataVersion`). Each database has its own.
 */
export const keptReads = <T>(size: KeptSize<T>): KeptRead<T> => {
  type Kept = { version: string; value: T }
  const caches = new WeakMap<Db, { kept: ByteCache<Kept>; running: Map<string, Promise<T | undefined>> }>()

  return async (db, key, read, given) => {
    const version = await (given ?? dataVersion(db))
    const cache = caches.get(db) ?? {
      kept: new ByteCache<Kept>({ maxBytes: size.maxBytes, bytesOf: ({ value }) => size.bytesOf(value) }),
      running: new Map(),
    }
    caches.set(db, cache)
    const known = cache.kept.get(key)
    if (known?.version === version) return known.value
    // Readers who come at the same version share one reading: it began after the version was taken.
    const place = `${version} ${key}`
    const running = cache.running.get(place)
    if (running !== undefined) return running
    const reading = read()
      .then((value) => {
        if (value === undefined) cache.kept.delete(key)
        else cache.kept.set(key, { version, value })
        return value
      })
      .finally(() => cache.running.delete(place))
    cache.running.set(place, reading)
    return reading
  }
}

/** Taken before a request reads anything, for `keptReads`. */
export const presentVersion = (deps: { db: Db }): string | Promise<string> => dataVersionOfTurn(deps.db)
