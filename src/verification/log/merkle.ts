import { createHash } from 'node:crypto'

/** Hashes are 32 bytes, written as 64 hex digits. */
export type Hash = string

/** So many hashes of one level stand together in a tile; each full tile is one hash of the level above (as in C2SP "tlog-tiles"). */
export const TILE_WIDTH = 256

const digest = (...parts: Uint8Array[]): Hash => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

const bytes = (hash: Hash): Buffer => Buffer.from(hash, 'hex')

/** The root of a tree without entries: the hash of nothing (RFC 9162 section 2.1.1). */
export const EMPTY_ROOT: Hash = digest()

/** The hash of an entry, apart from that of a node by its first byte (RFC 9162 section 2.1.1). */
export const leafHash = (entry: Uint8Array): Hash => digest(Buffer.of(0), entry)

export const nodeHash = (left: Hash, right: Hash): Hash => digest(Buffer.of(1), bytes(left), bytes(right))

/**
 * The entry of a signed document: the hash of its salted id, then the SHA-256 of its signed bytes. It tells nobody anything who lacks the salt, and with
 * the salt it is bound to one id and one text (SECURITY (d), "Transparency log").
 *
 * @param salt - 32 hex digits
 */
export const entryOf = (salt: string, id: string, documentSha256: Hash): Uint8Array =>
  Buffer.concat([bytes(digest(bytes(salt), Buffer.from(id))), bytes(documentSha256)])

/** Where the hashes of a tree come from: a tile has those of the places `256 n` to `256 n + 255` of its level; level 0 are the entries. */
export interface TreeSource {
  /** in order; fewer than 256 at the end of the tree */
  tile(level: number, n: number): Promise<readonly Hash[]>
}

/** Remembers tiles for the length of one question. */
export const remembering = (source: TreeSource): TreeSource => {
  const known = new Map<string, Promise<readonly Hash[]>>()
  return {
    tile: (level, n) => {
      const name = `${level}/${n}`
      const found = known.get(name) ?? source.tile(level, n)
      known.set(name, found)
      return found
    },
  }
}

/** The largest power of two below `count`. */
const splitOf = (count: number): number => {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

/** The hash of the entries from `start` up to, and not with, `end`: MTH of RFC 9162 section 2.1.1. */
const rangeHash = async (source: TreeSource, start: number, end: number): Promise<Hash> => {
  const size = end - start
  // A whole subtree of 256^n entries is one stored hash.
  let [level, width] = [0, 1]
  while (width < size) {
    level += 1
    width *= TILE_WIDTH
  }
  if (width === size && start % size === 0) {
    const place = start / size
    const hash = (await source.tile(level, Math.floor(place / TILE_WIDTH)))[place % TILE_WIDTH]
    if (hash === undefined) throw new Error(`The log lacks the hash of level ${level}, place ${place}.`)
    return hash
  }
  const split = start + splitOf(size)
  return nodeHash(await rangeHash(source, start, split), await rangeHash(source, split, end))
}

/** The root of the tree of the first `size` entries. */
export const rootOf = async (source: TreeSource, size: number): Promise<Hash> =>
  size === 0 ? EMPTY_ROOT : rangeHash(remembering(source), 0, size)

/** The hash of a full tile, which is one hash of the level above. */
export const tileHash = (hashes: readonly Hash[]): Hash => {
  if (hashes.length !== TILE_WIDTH) throw new Error(`A full tile has ${TILE_WIDTH} hashes; this one has ${hashes.length}.`)
  let row = hashes
  while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, n) => nodeHash(row[2 * n] as Hash, row[2 * n + 1] as Hash))
  return row[0] as Hash
}

/** The proof that the entry at `index` is in the tree of `size` entries (RFC 9162 section 2.1.3.1). */
export const inclusionPath = async (given: TreeSource, index: number, size: number): Promise<Hash[]> => {
  const source = remembering(given)
  const path = async (start: number, end: number): Promise<Hash[]> => {
    if (end - start === 1) return []
    const split = start + splitOf(end - start)
    return index < split
      ? [...(await path(start, split)), await rangeHash(source, split, end)]
      : [...(await path(split, end)), await rangeHash(source, start, split)]
  }
  return path(0, size)
}

/** The proof that the tree of `to` entries begins with that of `from` (RFC 9162 section 2.1.4.1). */
export const consistencyPath = async (given: TreeSource, from: number, to: number): Promise<Hash[]> => {
  if (from === 0 || from === to) return []
  const source = remembering(given)
  const path = async (start: number, end: number, isWhole: boolean): Promise<Hash[]> => {
    if (from === end) return isWhole ? [] : [await rangeHash(source, start, end)]
    const split = start + splitOf(end - start)
    return from <= split
      ? [...(await path(start, split, isWhole)), await rangeHash(source, split, end)]
      : [...(await path(split, end, false)), await rangeHash(source, start, split)]
  }
  return path(0, to, true)
}

/** Whether the path leads from the entry at `index` to the root (RFC 9162 section 2.1.3.2). */
export const isIncluded = (hash: Hash, index: number, size: number, path: readonly Hash[], root: Hash): boolean => {
  if (index < 0 || index >= size) return false
  let [place, last, reached] = [index, size - 1, hash]
  for (const next of path) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      reached = nodeHash(next, reached)
      while (place % 2 === 0 && place !== 0) {
        place = Math.floor(place / 2)
        last = Math.floor(last / 2)
      }
    } else reached = nodeHash(reached, next)
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && reached === root
}

/** Whether the path shows that the tree of `to` entries begins with that of `from` (RFC 9162 section 2.1.4.2). */
export const isConsistent = (from: { size: number; root: Hash }, to: { size: number; root: Hash }, path: readonly Hash[]): boolean => {
  if (from.size > to.size) return false
  if (from.size === to.size) return path.length === 0 && from.root === to.root
  if (from.size === 0) return path.length === 0 && from.root === EMPTY_ROOT
  const isPower = Number.isInteger(Math.log2(from.size))
  const hashes = isPower ? [from.root, ...path] : [...path]
  let [place, last] = [from.size - 1, to.size - 1]
  while (place % 2 === 1) {
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  const first = hashes.shift()
  if (first === undefined) return false
  let [older, newer] = [first, first]
  for (const next of hashes) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      older = nodeHash(next, older)
      newer = nodeHash(next, newer)
      while (place % 2 === 0 && place !== 0) {
        place = Math.floor(place / 2)
        last = Math.floor(last / 2)
      }
    } else newer = nodeHash(newer, next)
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && older === from.root && newer === to.root
}
