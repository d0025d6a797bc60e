import { count, instant } from './columns.ts'
import type { Db } from './database.ts'
import { insertRows } from './insert-rows.ts'

/** A signed document as an entry of the public log. */
export interface LogLeaf {
  position: number
  /** the entry of the audit log that says when it was signed */
  auditSequence: number
  /** e.g. `credential:ID` */
  entity: string
  documentSha256: string
  /** 32 hex digits; absent where it was erased */
  salt?: string
  /** Merkle leaf hash */
  hash: string
}

export interface LogHead {
  number: number
  treeSize: number
  rootHash: string
  at: Date
  audit: { sequence: number; hash: string }
  kid: string
  /** the signed text */
  note: string
}

export interface LogKey {
  kid: string
  notBefore: Date
  notAfter?: Date
}

/** Deeds of the audit log after which a signed document stands in the log. */
const signingActions = [
  'credential.issued',
  'credential.reinstated',
  'credential.refreshed',
  'credential.resigned',
  'credential.token_signed',
  'endorsement.issued',
  'endorsement.resigned',
]

/** Signed documents that were entered in the audit log after the given sequence, in its order. */
export const listSignedAfter = async (
  db: Db,
  after: number,
  limit: number,
): Promise<{ auditSequence: number; entity: string; documentSha256: string }[]> => {
  const rows = await db
    .selectFrom('audit_event')
    .select(['sequence', 'entity', 'detail'])
    .where('sequence', '>', after)
    .where('action', 'in', signingActions)
    .orderBy('sequence')
    .limit(limit)
    .execute()
  return rows.flatMap(({ sequence, entity, detail }) => {
    const { sha256 } = JSON.parse(detail) as { sha256?: unknown }
    return typeof sha256 === 'string' ? [{ auditSequence: sequence, entity, documentSha256: sha256 }] : []
  })
}

export const insertLeaves = (db: Db, leaves: readonly LogLeaf[]): Promise<void> =>
  insertRows(
    { db },
    'log_leaf',
    leaves.map((leaf) => ({
      position: leaf.position,
      audit_sequence: leaf.auditSequence,
      entity: leaf.entity,
      document_sha256: leaf.documentSha256,
      salt: leaf.salt ?? null,
      hash: leaf.hash,
    })),
  )

export const insertTiles = (db: Db, tiles: readonly { level: number; position: number; hash: string }[]): Promise<void> =>
  insertRows(
    { db },
    'log_tile',
    tiles.map(({ level, position, hash }) => ({ level, position, hash })),
  )

/** How many entries there are, and up to which entry of the audit log. */
export const logExtent = async (db: Db): Promise<{ size: number; auditSequence: number }> => {
  const last = await db
    .selectFrom('log_leaf')
    .select(['position', 'audit_sequence'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last === undefined ? { size: 0, auditSequence: 0 } : { size: last.position + 1, auditSequence: last.audit_sequence }
}

/** Hashes of the level, from one place up to, and not with, another: level 0 are the entries. */
export const listHashes = async (db: Db, level: number, from: number, to: number): Promise<string[]> => {
  const rows =
    level === 0
      ? await db
          .selectFrom('log_leaf')
          .select('hash')
          .where('position', '>=', from)
          .where('position', '<', to)
          .orderBy('position')
          .execute()
      : await db
          .selectFrom('log_tile')
          .select('hash')
          .where('level', '=', level)
          .where('position', '>=', from)
          .where('position', '<', to)
          .orderBy('position')
          .execute()
  return rows.map(({ hash }) => hash)
}

/** The entry of one signed text, or of the newest one of its entity. */
export const findLeaf = async (db: Db, entity: string, documentSha256: string): Promise<LogLeaf | undefined> => {
  const row = await db
    .selectFrom('log_leaf')
    .select(['position', 'audit_sequence', 'entity', 'document_sha256', 'salt', 'hash'])
    .where('entity', '=', entity)
    .where('document_sha256', '=', documentSha256)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()
  return row && leafOf(row)
}

/** Entries in order, from a place on; for whoever derives the tree again. */
export const listLeaves = async (db: Db, from: number, limit: number): Promise<LogLeaf[]> =>
  (
    await db
      .selectFrom('log_leaf')
      .select(['position', 'audit_sequence', 'entity', 'document_sha256', 'salt', 'hash'])
      .where('position', '>=', from)
      .orderBy('position')
      .limit(limit)
      .execute()
  ).map(leafOf)

const leafOf = (row: {
  position: number
  audit_sequence: number
  entity: string
  document_sha256: string
  salt: string | null
  hash: string
}): LogLeaf => ({
  position: row.position,
  auditSequence: row.audit_sequence,
  entity: row.entity,
  documentSha256: row.document_sha256,
  ...(row.salt === null ? {} : { salt: row.salt }),
  hash: row.hash,
})

/**
 * Forgets the salts of all entries about these records, e.g. `credential:ID`: the entries stay and lead to nobody any more. Part of an erasure.
 *
 * @returns how many were forgotten
 */
export const forgetLeafSalts = async (db: Db, entities: readonly string[]): Promise<number> => {
  if (entities.length === 0) return 0
  const answer = await db
    .updateTable('log_leaf')
    .set({ salt: null })
    .where('entity', 'in', [...entities])
    .where('salt', 'is not', null)
    .executeTakeFirst()
  return count(answer.numUpdatedRows)
}

const headColumns = ['number', 'tree_size', 'root_hash', 'at', 'audit_sequence', 'audit_hash', 'kid', 'note'] as const

const headOf = (row: {
  number: number
  tree_size: number
  root_hash: string
  at: string
  audit_sequence: number
  audit_hash: string
  kid: string
  note: string
}): LogHead => ({
  number: row.number,
  treeSize: row.tree_size,
  rootHash: row.root_hash,
  at: instant.read(row.at),
  audit: { sequence: row.audit_sequence, hash: row.audit_hash },
  kid: row.kid,
  note: row.note,
})

export const insertHead = async (db: Db, head: LogHead): Promise<void> => {
  await db
    .insertInto('log_head')
    .values({
      number: head.number,
      tree_size: head.treeSize,
      root_hash: head.rootHash,
      at: instant.write(head.at),
      audit_sequence: head.audit.sequence,
      audit_hash: head.audit.hash,
      kid: head.kid,
      note: head.note,
    })
    .execute()
}

export const latestHead = async (db: Db): Promise<LogHead | undefined> => {
  const row = await db.selectFrom('log_head').select(headColumns).orderBy('number', 'desc').limit(1).executeTakeFirst()
  return row && headOf(row)
}

/** Signed heads, oldest first, after a number. */
export const listHeads = async (db: Db, after: number, limit: number): Promise<LogHead[]> =>
  (await db.selectFrom('log_head').select(headColumns).where('number', '>', after).orderBy('number').limit(limit).execute()).map(headOf)

/** The last heads, newest first. */
export const listNewestHeads = async (db: Db, limit: number): Promise<LogHead[]> =>
  (await db.selectFrom('log_head').select(headColumns).orderBy('number', 'desc').limit(limit).execute()).map(headOf)

/** The first head of exactly this many entries. */
export const findHeadOfSize = async (db: Db, treeSize: number): Promise<LogHead | undefined> => {
  const row = await db
    .selectFrom('log_head')
    .select(headColumns)
    .where('tree_size', '=', treeSize)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  return row && headOf(row)
}

/** The first head under which an entry stands: when it was entered for everybody to see. */
export const firstHeadOver = async (db: Db, position: number): Promise<LogHead | undefined> => {
  const row = await db
    .selectFrom('log_head')
    .select(headColumns)
    .where('tree_size', '>', position)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  return row && headOf(row)
}

export const insertLogKey = async (db: Db, key: LogKey): Promise<void> => {
  await db
    .insertInto('log_key')
    .values({ kid: key.kid, not_before: instant.write(key.notBefore), not_after: instant.writeMaybe(key.notAfter) })
    .execute()
}

export const endLogKeys = async (db: Db, at: Date): Promise<void> => {
  await db
    .updateTable('log_key')
    .set({ not_after: instant.write(at) })
    .where('not_after', 'is', null)
    .execute()
}

/** All keys, oldest first; the one without an end signs. */
export const listLogKeys = async (db: Db): Promise<LogKey[]> =>
  (await db.selectFrom('log_key').select(['kid', 'not_before', 'not_after']).orderBy('not_before').execute()).map((row) => ({
    kid: row.kid,
    notBefore: instant.read(row.not_before),
    ...(row.not_after === null ? {} : { notAfter: instant.read(row.not_after) }),
  }))
