import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseLocation } from './store/database.ts'

/** Below this the database may not be able to write its next log. */
const MIN_FREE_BYTES = 20_000_000

/** Whether the disk of an SQLite database has room (`ok`), and how much when it has not. The disk of PostgreSQL is not seen from here. */
export const diskOf = (database: DatabaseLocation, freeBytesAt: (folder: string) => number = freeBytes): string => {
  if (database.kind !== 'sqlite' || database.file === ':memory:') return 'ok'
  const free = freeBytesAt(dirname(database.file))
  return free >= MIN_FREE_BYTES ? 'ok' : `only ${Math.floor(free / 1_000_000)} MB free at ${dirname(database.file)}`
}

const freeBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
