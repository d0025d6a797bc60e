import { createHash } from 'node:crypto'

const ROUNDS = 6

/** Mixes 32 bits so that every input bit reaches every output bit (the finaliser of MurmurHash3). */
const mix = (value: number): number => {
  let x = value
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/**
 * A fixed random order of the numbers 0 … length − 1: the n-th entry that a list hands out gets index `permute(n)`.
 *
 * An index then tells nothing about when or to whom a credential was issued (Bitstring Status List 1.0, "statusListIndex": SHOULD be random),
 * and yet every index is handed out exactly once without looking for a free one. A Feistel network over the next even number of bits;
 * results beyond the length are walked on (cycle walking), so that it stays a permutation for every length.
 *
 * @param key - secret of the list; who does not know it cannot put indexes in their order
 */
export const indexPermutation = (key: string, length: number): ((n: number) => number) => {
  const digest = createHash('sha256').update(key).digest()
  const subkeys = Array.from({ length: ROUNDS }, (_, round) => digest.readUInt32LE(round * 4))
  const half = Math.max(1, Math.ceil(Math.log2(length) / 2))
  const mask = 2 ** half - 1
  const once = (n: number): number => {
    let left = n >>> half
    let right = n & mask
    for (const subkey of subkeys) {
      const next = left ^ (mix(right ^ subkey) & mask)
      left = right
      right = next
    }
    return left * (mask + 1) + right
  }
  return (n) => {
    if (!Number.isInteger(n) || n < 0 || n >= length) throw new RangeError(`${n} is not a number from 0 to ${length - 1}`)
    let index = once(n)
    while (index >= length) index = once(index)
    return index
  }
}
