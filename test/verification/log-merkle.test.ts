import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  consistencyPath,
  EMPTY_ROOT,
  inclusionPath,
  isConsistent,
  isIncluded,
  leafHash,
  nodeHash,
  rootOf,
  TILE_WIDTH,
  type TreeSource,
  tileHash,
} from '../../src/verification/log/merkle.ts'

/** The inputs of the published test vectors of Certificate Transparency implementations, and their roots. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

const sourceOf = (hashes: readonly string[]): TreeSource => {
  const levels = [hashes]
  for (let row = hashes; row.length >= TILE_WIDTH; ) {
    const full = Math.floor(row.length / TILE_WIDTH)
    row = Array.from({ length: full }, (_, n) => tileHash(row.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH)))
    levels.push(row)
  }
  return { tile: async (level, n) => (levels[level] ?? []).slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH) }
}

/** The definition of RFC 9162 section 2.1.1, word for word, to hold ours against. */
const plainRoot = (hashes: readonly string[]): string => {
  if (hashes.length === 0) return EMPTY_ROOT
  if (hashes.length === 1) return hashes[0] as string
  const split = 2 ** Math.floor(Math.log2(hashes.length - 1))
  return nodeHash(plainRoot(hashes.slice(0, split)), plainRoot(hashes.slice(split)))
}

const many = Array.from({ length: 1100 }, (_, n) => leafHash(Buffer.from(`entry ${n}`)))

describe('the Merkle tree', () => {
  test('gives the published roots', async () => {
    const hashes = inputs.map((input) => leafHash(Buffer.from(input, 'hex')))
    for (const [n, root] of roots.entries()) expect(await rootOf(sourceOf(hashes), n + 1)).toBe(root)
    expect(await rootOf(sourceOf([]), 0)).toBe(createHash('sha256').digest('hex'))
  })

  test('gives the root of the definition at every kind of size, also over full tiles', async () => {
    for (const size of [1, 2, 3, 255, 256, 257, 511, 512, 513, 769, 1024, 1100])
      expect(await rootOf(sourceOf(many), size), String(size)).toBe(plainRoot(many.slice(0, size)))
  })

  test('proves each entry, and nothing else', async () => {
    for (const size of [1, 2, 7, 256, 300, 1100]) {
      const root = plainRoot(many.slice(0, size))
      for (const index of [0, 1, Math.floor(size / 2), size - 2, size - 1].filter((n) => n >= 0 && n < size)) {
        const path = await inclusionPath(sourceOf(many), index, size)
        const hash = many[index] as string
        expect(isIncluded(hash, index, size, path, root), `${index} of ${size}`).toBe(true)
        expect(isIncluded(leafHash(Buffer.from('another')), index, size, path, root)).toBe(false)
        if (size > 1) expect(isIncluded(hash, (index + 1) % size, size, path, root)).toBe(false)
        expect(isIncluded(hash, index, size, [...path, hash], root)).toBe(false)
        expect(isIncluded(hash, size, size, path, root)).toBe(false)
      }
    }
  })

  test('proves that a later tree begins with an earlier one, and not with another', async () => {
    const rootAt = new Map<number, string>()
    const sizes = [0, 1, 2, 3, 4, 7, 8, 255, 256, 257, 640, 1100]
    for (const size of sizes) rootAt.set(size, plainRoot(many.slice(0, size)))
    for (const from of sizes)
      for (const to of sizes.filter((size) => size >= from)) {
        const path = await consistencyPath(sourceOf(many), from, to)
        const [older, newer] = [rootAt.get(from) as string, rootAt.get(to) as string]
        expect(isConsistent({ size: from, root: older }, { size: to, root: newer }, path), `${from} to ${to}`).toBe(true)
        expect(isConsistent({ size: from, root: leafHash(Buffer.of(9)) }, { size: to, root: newer }, path)).toBe(false)
        expect(isConsistent({ size: from, root: older }, { size: to, root: leafHash(Buffer.of(9)) }, path)).toBe(from === 0 && to > 0)
      }
  })
})
