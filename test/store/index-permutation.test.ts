import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexPermutation } from '../../src/store/index-permutation.ts'

describe('the order in which a list hands out its indexes', () => {
  test('holds every index exactly once, for every key and length', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 43 }), fc.integer({ min: 1, max: 5000 }), (key, length) => {
        const permute = indexPermutation(key, length)
        const all = new Set(Array.from({ length }, (_, n) => permute(n)))
        expect(all.size).toBe(length)
        expect(Math.min(...all)).toBe(0)
        expect(Math.max(...all)).toBe(length - 1)
      }),
      { numRuns: 60 },
    )
  })

  test('holds every index of a whole list exactly once', () => {
    const permute = indexPermutation('a list', 131_072)
    const seen = new Uint8Array(131_072)
    for (let n = 0; n < seen.length; n += 1) seen[permute(n)] = 1
    expect(seen.every((one) => one === 1)).toBe(true)
  })

  test('differs from list to list and stays the same for one', () => {
    const first = (key: string): number[] => Array.from({ length: 20 }, (_, n) => indexPermutation(key, 131_072)(n))
    expect(first('one')).toEqual(first('one'))
    expect(first('one')).not.toEqual(first('two'))
    expect(first('one')).not.toEqual([...first('one')].sort((a, b) => a - b))
  })

  test('refuses a number outside the list', () => {
    const permute = indexPermutation('a list', 100)
    for (const n of [-1, 100, 0.5, Number.NaN]) expect(() => permute(n)).toThrow(RangeError)
  })
})
