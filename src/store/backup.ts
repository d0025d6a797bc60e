import { createHash } from 'node:crypto'
import { closeSync, createReadStream, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import type { Database } from './database.ts'
import { syncPath } from './sync-path.ts'

/** What a copy of the database holds, read from the copy itself. */
export interface BackupContents {
  /** the newest migration */
  schema: string
  audit: { sequence: number; hash: string }
  statusLists: { id: string; sequence: number }[]
  credentials: number
}

/**
 * Copies a running SQLite database into a new file, as it stands at one instant; others go on writing meanwhile.
 *
 * @param file - must not exist; mode 0600, on the disk when this returns
 */
export const copyDatabase = (database: Database, file: string): void => {
  if (database.sqlite === undefined) throw new Error('only an SQLite database is copied like this')
  const unfinished = `${file}.unfinished`
  rmSync(unfinished, { force: true })
  closeSync(openSync(unfinished, 'wx', 0o600))
  database.sqlite.prepare('VACUUM INTO ?').run(unfinished)
  syncPath(unfinished)
  renameSync(unfinished, file)
  syncPath(dirname(file))
}

/**
 * Opens a copy, checks it whole, and reads what it holds.
 *
 * @throws Error with one sentence, when SQLite finds it damaged
 */
export const inspectCopy = (file: string): BackupContents => {
  const copy = new BetterSqlite3(file, { readonly: true, fileMustExist: true })
  try {
    const integrity = copy.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') throw new Error(`SQLite finds it damaged: ${String(integrity)}`)
    const orphans = copy.pragma('foreign_key_check') as unknown[]
    if (orphans.length > 0) throw new Error(`${orphans.length} rows refer to rows that are not there`)
    const audit = copy.prepare<[], { sequence: number; hash: string }>('select sequence, hash from audit_head where id = 1').get()
    const schema = copy.prepare<[], { name: string }>('select name from kysely_migration order by name desc limit 1').get()
    const total = copy.prepare<[], { n: number }>("select count(*) as n from credential where state <> 'reserved'").get()
    if (audit === undefined || schema === undefined || total === undefined) throw new Error('it is no database of Akashi')
    return {
      schema: schema.name,
      audit,
      statusLists: copy.prepare<[], { id: string; sequence: number }>('select list_id as id, sequence from status_list_document').all(),
      credentials: total.n,
    }
  } finally {
    copy.close()
  }
}

/** SHA-256 of a file, hex, read piece by piece. */
export const digestFile = async (file: string): Promise<{ sha256: string; bytes: number }> => {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  return { sha256: hash.digest('hex'), bytes: statSync(file).size }
}

/** Puts a copy in the place of a database that is not there yet; on the disk when this resolves. */
export const placeDatabase = async (copy: string, target: string): Promise<void> => {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const unfinished = `${target}.unfinished`
  await copyFile(copy, unfinished)
  await chmod(unfinished, 0o600)
  syncPath(unfinished)
  renameSync(unfinished, target)
  syncPath(dirname(target))
}

/** Whether anything of a database is there, also a log that a lost database left. */
export const somethingThere = (target: string): string | undefined =>
  [target, `${target}-wal`, `${target}-shm`].find((file) => existsSync(file))
