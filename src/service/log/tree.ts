import { randomBytes } from 'node:crypto'
import type { Db } from '../../store/database.ts'
import { listErasedEntities } from '../../store/erased-entities.ts'
import { inTransaction } from '../../store/transaction.ts'
import { insertLeaves, insertTiles, type LogLeaf, listHashes, listSignedAfter, logExtent } from '../../store/transparency-log.ts'
import { entryOf, leafHash, TILE_WIDTH, type TreeSource, tileHash } from '../../verification/log/merkle.ts'
import type { Deps } from '../deps.ts'

/** Names the log: its address without a scheme. */
export const logOrigin = (publicUrl: string): string => `${publicUrl.replace(/^https?:\/\//, '')}/log`

/** The tree of the public log as it is stored. */
export const storedTree = (db: Db): TreeSource => ({
  tile: (level, n) => listHashes(db, level, n * TILE_WIDTH, (n + 1) * TILE_WIDTH),
})

const CHUNK = 2048

/**
 * Enters every signed document that the audit log holds up to a sequence, in its order, each with a salt of its own. What is entered stays so: it goes on
 * where an earlier call stopped.
 *
 * @returns how many entries the log has
 */
export const enterSigned = async (deps: Deps, upTo: number): Promise<number> => {
  for (;;) {
    const entered = await inTransaction(deps, (deps) => enterSome(deps.db, upTo))
    if (entered === 0) return (await logExtent(deps.db)).size
  }
}

const enterSome = async (db: Db, upTo: number): Promise<number> => {
  const { size, auditSequence } = await logExtent(db)
  const signed = (await listSignedAfter(db, auditSequence, CHUNK)).filter((one) => one.auditSequence <= upTo)
  const erased = await listErasedEntities(
    db,
    signed.map(({ entity }) => entity),
  )
  const leaves = signed.map((one, n): LogLeaf => {
    const salt = randomBytes(16).toString('hex')
    const hash = leafHash(entryOf(salt, one.entity, one.documentSha256))
    // What was erased before it was entered has its entry, and its salt is forgotten at once.
    return { ...one, position: size + n, hash, ...(erased.has(one.entity) ? {} : { salt }) }
  })
  await insertLeaves(db, leaves)
  await closeTiles(db, 1, size, size + leaves.length)
  return leaves.length
}

/** Stores the hashes of the tiles that became full when a level grew. */
const closeTiles = async (db: Db, level: number, before: number, after: number): Promise<void> => {
  const [first, next] = [Math.floor(before / TILE_WIDTH), Math.floor(after / TILE_WIDTH)]
  if (first === next) return
  const hashes = await listHashes(db, level - 1, first * TILE_WIDTH, next * TILE_WIDTH)
  const tiles = Array.from({ length: next - first }, (_, n) => ({
    level,
    position: first + n,
    hash: tileHash(hashes.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH)),
  }))
  await insertTiles(db, tiles)
  await closeTiles(db, level + 1, first, next)
}
