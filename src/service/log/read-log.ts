import { ServiceError } from '../../errors.ts'
import {
  findHeadOfSize,
  findLeaf,
  firstHeadOver,
  type LogHead,
  latestHead,
  listHashes,
  listLogKeys,
  listNewestHeads,
  logExtent,
} from '../../store/transparency-log.ts'
import { verifierKeyOf } from '../../verification/log/judge-head.ts'
import type { InclusionProof } from '../../verification/log/judge-proof.ts'
import { consistencyPath, inclusionPath } from '../../verification/log/merkle.ts'
import type { Deps } from '../deps.ts'
import { HEAD_EVERY_HOURS } from './sign-head.ts'
import { logOrigin, storedTree } from './tree.ts'

/** A signed head as it is shown to everybody. */
export interface ShownHead {
  number: number
  treeSize: number
  rootHash: string
  at: string
  audit: { sequence: number; hash: string }
  key: string
  note: string
}

export const shownHead = ({ number, treeSize, rootHash, at, audit, kid, note }: LogHead): ShownHead => ({
  number,
  treeSize,
  rootHash,
  at: at.toISOString(),
  audit,
  key: kid,
  note,
})

/** The log in short: its name, its keys, how many entries wait for the next head, and the newest heads. */
export const readLog = async (
  deps: Deps,
  limit = 100,
): Promise<{
  origin: string
  keys: { key: string; verifierKey: string; from: string; to?: string }[]
  entries: number
  nextHeadBefore?: string
  heads: ShownHead[]
}> => {
  const origin = logOrigin(deps.publicUrl)
  const heads = await listNewestHeads(deps.db, limit)
  const next = heads[0] && nextHead(heads[0])
  return {
    origin,
    keys: (await listLogKeys(deps.db)).map(({ kid, notBefore, notAfter }) => ({
      key: kid,
      verifierKey: verifierKeyOf(origin, kid),
      from: notBefore.toISOString(),
      ...(notAfter === undefined ? {} : { to: notAfter.toISOString() }),
    })),
    entries: (await logExtent(deps.db)).size,
    ...(next === undefined ? {} : { nextHeadBefore: next.toISOString() }),
    heads: heads.map(shownHead),
  }
}

/** The task that signs looks every hour. */
const nextHead = (head: LogHead): Date => new Date(head.at.getTime() + (HEAD_EVERY_HOURS + 1) * 3_600_000)

/** @throws ServiceError `not_found` while there is none */
export const readLatestHead = async (deps: Deps): Promise<ShownHead> => {
  const head = await latestHead(deps.db)
  if (head === undefined) throw new ServiceError('not_found', 'No head of the log is signed yet.')
  return shownHead(head)
}

/** Since when a signed document stands in the log: under a signed head, entered and waiting for one, or neither. */
export type LogStanding = { state: 'logged'; at: Date; head: number } | { state: 'waiting'; before?: Date }

export const logStanding = async (deps: Deps, entity: string, documentSha256: string): Promise<LogStanding> => {
  const leaf = await findLeaf(deps.db, entity, documentSha256)
  const head = leaf && (await firstHeadOver(deps.db, leaf.position))
  if (head !== undefined) return { state: 'logged', at: head.at, head: head.number }
  const last = await latestHead(deps.db)
  return { state: 'waiting', ...(last === undefined ? {} : { before: nextHead(last) }) }
}

/**
 * Proves that a signed document is in the log: the path from its entry to the root of the newest head.
 *
 * @throws ServiceError `not_logged_yet`; `not_found` when the salt of the entry was erased with the personal data
 */
export const proveInclusion = async (deps: Deps, entity: string, documentSha256: string): Promise<InclusionProof> => {
  const leaf = await findLeaf(deps.db, entity, documentSha256)
  const head = await latestHead(deps.db)
  if (leaf === undefined || head === undefined || leaf.position >= head.treeSize)
    throw new ServiceError(
      'not_logged_yet',
      head === undefined
        ? 'No head of the log is signed yet.'
        : `The badge comes under the next signed head, before ${nextHead(head).toISOString()}.`,
    )
  if (leaf.salt === undefined) throw new ServiceError('not_found', 'The entry leads to nobody any more: its salt was erased.')
  return {
    format: 'akashi-log-proof-1',
    entity,
    documentSha256,
    salt: leaf.salt,
    leafHash: leaf.hash,
    position: leaf.position,
    path: await inclusionPath(storedTree(deps.db), leaf.position, head.treeSize),
    head: { note: head.note, number: head.number },
    key: head.kid,
  }
}

/**
 * Proves that the log of the later head begins with all of the earlier one.
 *
 * @throws ServiceError `invalid_input` for sizes that are in no order, `not_found` for a size that no head has
 */
export const proveConsistency = async (
  deps: Deps,
  sizes: { from: number; to: number },
): Promise<{ from: ShownHead; to: ShownHead; path: string[] }> => {
  if (sizes.from > sizes.to)
    throw new ServiceError('invalid_input', 'from must not be larger than to.', {
      problems: [{ path: 'query/from', message: 'must not be larger than to' }],
    })
  const [from, to] = [await findHeadOfSize(deps.db, sizes.from), await findHeadOfSize(deps.db, sizes.to)]
  if (from === undefined || to === undefined)
    throw new ServiceError(
      'not_found',
      `No signed head has ${from === undefined ? sizes.from : sizes.to} entries; GET /log/heads names them.`,
    )
  return { from: shownHead(from), to: shownHead(to), path: await consistencyPath(storedTree(deps.db), sizes.from, sizes.to) }
}

/** Hashes of entries under the newest head, for whoever derives the tree again: they tell nothing without salts. */
export const readLeafHashes = async (deps: Deps, from: number, limit: number): Promise<string[]> => {
  const size = (await latestHead(deps.db))?.treeSize ?? 0
  return listHashes(deps.db, 0, from, Math.min(from + limit, size))
}
