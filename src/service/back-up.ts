import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { ServiceError } from '../errors.ts'
import { type BackupContents, copyDatabase, digestFile, inspectCopy, placeDatabase, somethingThere } from '../store/backup.ts'
import type { Database } from '../store/database.ts'

/** What stands beside a backup in `FILE.manifest.json`. */
export interface BackupManifest extends BackupContents {
  format: 'akashi-backup-1'
  createdAt: string
  bytes: number
  sha256: string
}

export const manifestOf = (file: string): string => `${file}.manifest.json`

/**
 * Copies the database while the service runs, checks the copy whole, and writes its manifest. Keys and passphrase are not in it (SECURITY (d)).
 *
 * @throws ServiceError `conflict` when the file exists, `config_invalid` for PostgreSQL, which has its own tools, `backup_damaged` when the copy is not whole
 */
export const backUp = async (database: Database, file: string, now: Date): Promise<BackupManifest> => {
  if (database.sqlite === undefined)
    throw new ServiceError(
      'config_invalid',
      'A PostgreSQL database is saved with its own tools: pg_dump --format=custom --file=FILE, or point-in-time recovery.',
    )
  for (const path of [file, manifestOf(file)])
    if (existsSync(path)) throw new ServiceError('conflict', `${path} is there already; name a new file, so that no backup is lost.`)
  copyDatabase(database, file)
  const manifest: BackupManifest = {
    format: 'akashi-backup-1',
    createdAt: now.toISOString(),
    ...(await digestFile(file)),
    ...inspect(file),
  }
  writeFileSync(manifestOf(file), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
  return manifest
}

/**
 * Puts a backup in an empty place, after checking that it is the file that was written. Whether it is older than what was published says `listsBehind`
 * when the database is opened.
 *
 * @param target - file of the database; neither it nor its log may exist
 * @throws ServiceError `conflict` when something is there, `backup_damaged` for a file that is not what its manifest says
 */
export const restore = async (file: string, target: string): Promise<BackupManifest> => {
  const taken = somethingThere(target)
  if (taken !== undefined)
    throw new ServiceError('conflict', `${taken} is there already. Stop the service and move it away; a restore writes over nothing.`)
  const manifest = readManifest(file)
  const { sha256, bytes } = await digestFile(file)
  if (sha256 !== manifest.sha256 || bytes !== manifest.bytes)
    throw damaged(file, `its digest is ${sha256}, and its manifest says ${manifest.sha256}`)
  const contents = inspect(file)
  if (contents.audit.hash !== manifest.audit.hash) throw damaged(file, 'its audit log ends with another entry than its manifest says')
  await placeDatabase(file, target)
  return manifest
}

const damaged = (file: string, what: string, cause?: unknown): ServiceError =>
  new ServiceError('backup_damaged', `The backup ${file} cannot be used: ${what}.`, { cause })

const inspect = (file: string): BackupContents => {
  try {
    return inspectCopy(file)
  } catch (cause) {
    throw damaged(file, cause instanceof Error ? cause.message : String(cause), cause)
  }
}

const readManifest = (file: string): BackupManifest => {
  for (const path of [file, manifestOf(file)]) if (!existsSync(path)) throw damaged(file, `${path} is not there`)
  let manifest: Partial<BackupManifest>
  try {
    manifest = JSON.parse(readFileSync(manifestOf(file), 'utf8')) as Partial<BackupManifest>
  } catch (cause) {
    throw damaged(file, 'its manifest is no JSON', cause)
  }
  if (manifest.format !== 'akashi-backup-1') throw damaged(file, 'its manifest is not of the format akashi-backup-1')
  return manifest as BackupManifest
}
