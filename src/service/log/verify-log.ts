import { auditHashAt, verifyAuditChain } from '../../store/audit.ts'
import type { Db } from '../../store/database.ts'
import {
  type LogHead,
  type LogKey,
  type LogLeaf,
  listHashes,
  listHeads,
  listLeaves,
  listLogKeys,
  listSignedAfter,
} from '../../store/transparency-log.ts'
import { judgeTreeHead } from '../../verification/log/judge-head.ts'
import { EMPTY_ROOT, entryOf, type Hash, leafHash, nodeHash, TILE_WIDTH } from '../../verification/log/merkle.ts'

export type LogVerdict =
  | { ok: true; events: number; head: string; entries: number; heads: number; erasedSalts: number }
  | { ok: false; where: 'audit' | 'entry' | 'head' | 'tile'; sequence: number; problem: string }

const CHUNK = 2048

/**
 * Derives everything again: the audit chain, each entry of the public log from its record, each tile, and every signed head. Names the first that does
 * not fit (SECURITY T21).
 *
 * @param kept - a signed head that somebody kept outside: the log must still hold exactly it. Whoever can write the database could sign nothing, but might
 *   take heads away
 */
export const verifyLog = async (db: Db, kept?: string): Promise<LogVerdict> => {
  const chain = await verifyAuditChain(db)
  if (!chain.ok) return { ...chain, where: 'audit' }
  const keys = await listLogKeys(db)
  const heads = await allHeads(db)
  const walk = new Walk(db, heads, keys)
  const problem = (await walk.run()) ?? (kept === undefined ? undefined : judgeKept(kept, keys, heads))
  if (problem !== undefined) return problem
  return { ok: true, events: chain.events, head: chain.head, entries: walk.size, heads: heads.length, erasedSalts: walk.erasedSalts }
}

type Problem = Extract<LogVerdict, { ok: false }>

const judgeKept = (note: string, keys: readonly LogKey[], heads: readonly LogHead[]): Problem | undefined => {
  const problem = (text: string): Problem => ({ ok: false, where: 'head', sequence: 0, problem: text })
  const head = keys.map(({ kid }) => judgeTreeHead(note, kid)).find((found) => found !== undefined)
  if (head === undefined) return problem('the head that you kept is not signed by a key of this log')
  const same = heads.some(({ note: stored }) => stored === note)
  return same
    ? undefined
    : problem(`the head of ${head.at.toISOString()} with ${head.treeSize} entries, which you kept, is not in this log`)
}

const allHeads = async (db: Db): Promise<LogHead[]> => {
  const heads: LogHead[] = []
  for (;;) {
    const more = await listHeads(db, heads.at(-1)?.number ?? 0, CHUNK)
    if (more.length === 0) return heads
    heads.push(...more)
  }
}

/** Goes through the entries once, and keeps only the hashes of whole subtrees: memory does not grow with the log. */
class Walk {
  readonly #db: Db
  readonly #heads: readonly LogHead[]
  readonly #keys: readonly LogKey[]
  /** whole subtrees from the left, each half or less of the one before */
  readonly #peaks: { size: number; hash: Hash }[] = []
  #next = 0
  size = 0
  erasedSalts = 0

  constructor(db: Db, heads: readonly LogHead[], keys: readonly LogKey[]) {
    this.#db = db
    this.#heads = heads
    this.#keys = keys
  }

  async run(): Promise<Problem | undefined> {
    const early = await this.#judgeHeads()
    if (early !== undefined) return early
    let signedAfter = 0
    for (;;) {
      const leaves = await listLeaves(this.#db, this.size, CHUNK)
      const signed = await listSignedAfter(this.#db, signedAfter, leaves.length)
      for (const [n, leaf] of leaves.entries()) {
        const problem = this.#judgeLeaf(leaf, signed[n]) ?? (await this.#grow(leaf.hash)) ?? (await this.#judgeHeads())
        if (problem !== undefined) return problem
      }
      signedAfter = signed.at(-1)?.auditSequence ?? signedAfter
      if (leaves.length === 0) break
    }
    const left = this.#heads[this.#next]
    if (left !== undefined)
      return {
        ok: false,
        where: 'head',
        sequence: left.number,
        problem: `head ${left.number} has ${left.treeSize} entries, the log ${this.size}`,
      }
    // A head speaks of all that the audit log held then.
    const [missing] = await listSignedAfter(this.#db, signedAfter, 1)
    const last = this.#heads.at(-1)
    if (missing !== undefined && last !== undefined && missing.auditSequence <= last.audit.sequence)
      return {
        ok: false,
        where: 'entry',
        sequence: this.size,
        problem: `entry ${missing.auditSequence} of the audit log was never entered`,
      }
    return undefined
  }

  #judgeLeaf(leaf: LogLeaf, signed: { auditSequence: number; entity: string; documentSha256: string } | undefined): Problem | undefined {
    const problem = (text: string): Problem => ({
      ok: false,
      where: 'entry',
      sequence: leaf.position,
      problem: `entry ${leaf.position} of the log ${text}`,
    })
    if (leaf.position !== this.size) return problem(`does not follow: entry ${this.size} is missing`)
    if (
      signed === undefined ||
      leaf.auditSequence !== signed.auditSequence ||
      leaf.entity !== signed.entity ||
      leaf.documentSha256 !== signed.documentSha256
    )
      return problem('was altered: it is not what the audit log says')
    if (leaf.salt === undefined) this.erasedSalts += 1
    else if (leafHash(entryOf(leaf.salt, leaf.entity, leaf.documentSha256)) !== leaf.hash) return problem('was altered')
    return undefined
  }

  /** Appends one entry, and holds each tile that is full now against the stored one. */
  async #grow(hash: Hash): Promise<Problem | undefined> {
    this.#peaks.push({ size: 1, hash })
    this.size += 1
    for (;;) {
      const [left, right] = this.#peaks.slice(-2)
      if (left === undefined || right === undefined || left.size !== right.size) return undefined
      const joined = { size: left.size * 2, hash: nodeHash(left.hash, right.hash) }
      this.#peaks.splice(-2, 2, joined)
      const level = Math.log2(joined.size) / Math.log2(TILE_WIDTH)
      if (!Number.isInteger(level)) continue
      const position = this.size / joined.size - 1
      const [stored] = await listHashes(this.#db, level, position, position + 1)
      if (stored !== joined.hash)
        return { ok: false, where: 'tile', sequence: position, problem: `tile ${position} of level ${level} was altered` }
    }
  }

  get #root(): Hash {
    const [last, ...rest] = [...this.#peaks].reverse()
    return last === undefined ? EMPTY_ROOT : rest.reduce((right, left) => nodeHash(left.hash, right), last.hash)
  }

  /** Judges the heads of exactly as many entries as were read. */
  async #judgeHeads(): Promise<Problem | undefined> {
    for (let head = this.#heads[this.#next]; head !== undefined && head.treeSize === this.size; head = this.#heads[this.#next]) {
      const problem = await this.#judgeHead(head)
      if (problem !== undefined) return { ok: false, where: 'head', sequence: head.number, problem: `head ${head.number} ${problem}` }
      this.#next += 1
    }
    return undefined
  }

  async #judgeHead(head: LogHead): Promise<string | undefined> {
    if (head.number !== this.#next + 1) return `does not follow: head ${this.#next + 1} is missing`
    if (!this.#keys.some(({ kid }) => kid === head.kid)) return 'is signed by a key that is none of the log'
    const signed = judgeTreeHead(head.note, head.kid)
    if (signed === undefined) return 'was altered: its signature does not hold'
    if (
      signed.treeSize !== head.treeSize ||
      signed.rootHash !== head.rootHash ||
      signed.at.getTime() !== head.at.getTime() ||
      signed.audit.sequence !== head.audit.sequence ||
      signed.audit.hash !== head.audit.hash
    )
      return 'was altered: its columns are not what it signs'
    if (signed.rootHash !== this.#root) return `has another root than its ${head.treeSize} entries`
    if (head.audit.sequence > 0 && (await auditHashAt(this.#db, head.audit.sequence)) !== head.audit.hash)
      return `names another entry ${head.audit.sequence} of the audit log: the chain was written anew`
    return undefined
  }
}
