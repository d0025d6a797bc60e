import { count, instant } from './columns.ts'
import type { Db } from './database.ts'

/** A confidential file behind a nomination, without its content. */
export interface EvidenceFile {
  id: string
  nominationId: string
  name: string
  mediaType: string
  sizeBytes: number
  /** SHA-256 of the content, hex */
  sha256: string
}

const columns = ['id', 'nomination_id', 'name', 'media_type', 'size', 'sha256'] as const

export const insertEvidenceFile = async (db: Db, file: EvidenceFile & { bytes: Uint8Array }, now: Date): Promise<void> => {
  await db
    .insertInto('evidence_file')
    .values({
      id: file.id,
      nomination_id: file.nominationId,
      name: file.name,
      media_type: file.mediaType,
      size: file.sizeBytes,
      sha256: file.sha256,
      content: Buffer.from(file.bytes).toString('base64'),
      created_at: instant.write(now),
    })
    .execute()
}

/** The files of a nomination, in the order in which they came. */
export const listEvidenceFiles = async (db: Db, nominationId: string): Promise<EvidenceFile[]> =>
  (
    await db
      .selectFrom('evidence_file')
      .select(columns)
      .where('nomination_id', '=', nominationId)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
  ).map((row) => ({
    id: row.id,
    nominationId: row.nomination_id,
    name: row.name,
    mediaType: row.media_type,
    sizeBytes: count(row.size),
    sha256: row.sha256,
  }))

/** The content of one file of this nomination. */
export const readEvidenceContent = async (db: Db, nominationId: string, id: string): Promise<Uint8Array | undefined> => {
  const row = await db
    .selectFrom('evidence_file')
    .select('content')
    .where('id', '=', id)
    .where('nomination_id', '=', nominationId)
    .executeTakeFirst()
  return row && Buffer.from(row.content, 'base64')
}
