import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { syncPath } from './sync-path.ts'

/** One entry of a published list whose bit was set, and what had become of its subject. */
export interface RecordedEntry {
  index: number
  /** e.g. `credential:ID` */
  subject: string
  /** the state of the badge; `replaced` where it has another entry by now; absent for what is no badge */
  state?: 'revoked' | 'suspended' | 'replaced'
  reason?: string
}

/** The highest publication of one list: enough to bring an older database to it. */
export interface RecordedList {
  listId: string
  issuerId: string
  purpose: 'revocation' | 'suspension'
  length: number
  createdAt: string
  sequence: number
  publishedAt: string
  /** the signed list as it was served */
  text: string
  sha256: string
  set: RecordedEntry[]
}

/**
 * What was published, kept outside the database: a database that went back in time cannot know it by itself (RELIABILITY I6, SECURITY T33).
 */
export interface PublishedRecord {
  /** the highest sequence of a list that was published, 0 for none */
  highest(listId: string): number
  /** writes a publication to the disk before it is served */
  write(list: RecordedList): void
  /** every list at its highest publication */
  all(): RecordedList[]
}

const fileName = /^([0-9a-z]+)\.([0-9]+)\.json$/

/**
 * Opens the record in a directory. Each publication is a file of its own, named after its sequence; lower ones are removed after it, so that two processes
 * never take a higher one back.
 */
export const openPublishedRecord = (directory: string): PublishedRecord => {
  if (!existsSync(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 })
  const known = new Map<string, number>()
  const sequencesOf = (): { listId: string; sequence: number; name: string }[] =>
    readdirSync(directory).flatMap((name) => {
      const [, listId, sequence] = fileName.exec(name) ?? []
      return listId === undefined ? [] : [{ listId, sequence: Number(sequence), name }]
    })
  const note = (listId: string, sequence: number): void => void known.set(listId, Math.max(known.get(listId) ?? 0, sequence))
  for (const { listId, sequence } of sequencesOf()) note(listId, sequence)
  return {
    highest: (listId) => known.get(listId) ?? 0,
    write: (list) => {
      const path = join(directory, `${list.listId}.${list.sequence}.json`)
      const unfinished = `${path}.${process.pid}.new`
      writeFileSync(unfinished, `${JSON.stringify(list)}\n`, { mode: 0o600, flush: true })
      renameSync(unfinished, path)
      syncPath(directory)
      note(list.listId, list.sequence)
      for (const { listId, sequence, name } of sequencesOf())
        if (listId === list.listId && sequence < list.sequence) rmSync(join(directory, name), { force: true })
    },
    all: () => {
      const highest = new Map<string, { sequence: number; name: string }>()
      for (const { listId, sequence, name } of sequencesOf())
        if (sequence > (highest.get(listId)?.sequence ?? 0)) highest.set(listId, { sequence, name })
      return [...highest.values()].map(({ name }) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as RecordedList)
    },
  }
}
