import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BitstringError, decodeBitstring, encodeBitstring, MIN_LIST_LENGTH } from '../../../src/openbadges/bitstring.ts'
import { inflateStatusBits } from '../../../src/verification/checks/status-bits.ts'
import { statusListLimits } from '../../../src/verification/limits.ts'

const indexes = fc.uniqueArray(fc.integer({ min: 0, max: MIN_LIST_LENGTH - 1 }), { maxLength: 40 })
const faults = ['malformed', 'too_large', 'too_short']

/** What a stranger may write as `encodedList`: noise, the right alphabet, and gzip of anything. */
const anyText = fc.oneof(
  fc.string(),
  fc.stringMatching(/^u[A-Za-z0-9_-]{0,60}$/),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => `u${Buffer.from(bytes).toString('base64url')}`),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => `u${gzipSync(bytes).toString('base64url')}`),
)

describe('L7: readers of a status list', () => {
  test('find exactly the bits that were set, the first being the most significant of the first byte', async () => {
    await fc.assert(
      fc.asyncProperty(indexes, fc.integer({ min: 0, max: MIN_LIST_LENGTH - 1 }), async (set, other) => {
        const text = encodeBitstring(set, MIN_LIST_LENGTH)
        const bits = await inflateStatusBits(text, 'multibase')
        if (typeof bits === 'string') throw new Error(bits)
        const own = decodeBitstring(text)
        for (const index of [...set, other]) {
          expect(bits.valueAt(index, 1)).toBe(set.includes(index) ? 1 : 0)
          expect(own.isSet(index)).toBe(set.includes(index))
        }
      }),
      { numRuns: 30 },
    )
  })

  test('never throw for a text, and never read a bit out of one that is no list', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.constantFrom('multibase' as const, 'base64' as const), async (text, form) => {
        const bits = await inflateStatusBits(text, form)
        if (typeof bits === 'string') expect(faults).toContain(bits)
        else expect(bits.valueAt(0, 1)).toBe('too_short')
      }),
      { numRuns: 200 },
    )
  })

  test('the reader of our own lists says what is wrong as an error of its own', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          decodeBitstring(text)
          return false
        } catch (error) {
          return error instanceof BitstringError && faults.includes(error.failure)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('a list that inflates beyond the limit is refused, cut or damaged ones too', async () => {
    const bomb = gzipSync(Buffer.alloc(statusListLimits.maxInflatedBytes + 1))
    expect(await inflateStatusBits(`u${bomb.toString('base64url')}`, 'multibase')).toBe('too_large')
    const good = gzipSync(Buffer.alloc(MIN_LIST_LENGTH / 8))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const damaged = Buffer.from(good)
        damaged[place] = (damaged[place] as number) ^ change
        const cut = await inflateStatusBits(`u${good.subarray(0, place).toString('base64url')}`, 'multibase')
        expect(cut).toBe('malformed')
        const bits = await inflateStatusBits(`u${damaged.toString('base64url')}`, 'multibase')
        // the header's time and system say nothing about the bits; everything else is held by the checksum
        if (typeof bits !== 'string') expect(bits.valueAt(0, 1)).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
})
