import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Erasure } from '../domain/erasure.ts'
import { syncPath } from './sync-path.ts'

/**
 * What was erased, kept outside the database by ids alone: a database that is restored from a backup holds what was erased since, and cannot know it
 * by itself (SECURITY (e) 3).
 */
export interface ErasureRecord {
  /** writes an erasure to the disk before it is done */
  write(erasure: Erasure): void
  /** takes one back that was not done */
  remove(id: string): void
  all(): Erasure[]
}

const fileName = /^[0-9a-z]{26}\.json$/

/** Opens the record in a directory; each erasure is a file of its own. */
export const openErasureRecord = (directory: string): ErasureRecord => {
  const fileOf = (id: string): string => join(directory, `${id}.json`)
  return {
    write: (erasure) => {
      if (!existsSync(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 })
      const unfinished = `${fileOf(erasure.id)}.${process.pid}.new`
      writeFileSync(unfinished, `${JSON.stringify(erasure)}\n`, { mode: 0o600, flush: true })
      renameSync(unfinished, fileOf(erasure.id))
      syncPath(directory)
    },
    remove: (id) => rmSync(fileOf(id), { force: true }),
    all: () =>
      existsSync(directory)
        ? readdirSync(directory)
            .filter((name) => fileName.test(name))
            .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Omit<Erasure, 'at'> & { at: string })
            .map((erasure) => ({ ...erasure, at: new Date(erasure.at) }))
            .sort((a, b) => a.at.getTime() - b.at.getTime())
        : [],
  }
}
