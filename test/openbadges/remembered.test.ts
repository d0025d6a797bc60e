import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDateTime } from '../../src/openbadges/plain/date-time.ts'
import { remembered } from '../../src/openbadges/plain/remembered.ts'
import { isUrl } from '../../src/openbadges/plain/url.ts'

describe('a function that remembers its answers', () => {
  test('gives the answers of the function itself, in whatever order and however often it is asked', () => {
    const plain = (text: string) => (text.includes('a') ? text.length : null)
    const remembering = remembered(plain)
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 200 }), (texts) =>
        texts.every((text) => remembering(text) === plain(text)),
      ),
    )
  })

  test('is asked once for what comes again and again, and forgets what came once, so that it does not grow', () => {
    let asked = 0
    const remembering = remembered((text) => {
      asked++
      return text.length
    })
    for (let number = 0; number < 10_000; number++) {
      remembering('always')
      remembering(`once ${number}`)
    }
    expect(asked).toBe(10_001)
    remembering('once 0')
    expect(asked).toBe(10_002)
  })

  test('does not keep long texts', () => {
    let asked = 0
    const remembering = remembered(() => ++asked)
    for (const _ of [1, 2]) remembering('x'.repeat(257))
    expect(asked).toBe(2)
  })

  test('hands out dates of its own, so that nobody can change an answer for others', () => {
    readDateTime('2026-04-01T00:00:00Z')?.instant.setTime(0)
    expect(readDateTime('2026-04-01T00:00:00Z')?.instant.toISOString()).toBe('2026-04-01T00:00:00.000Z')
  })

  test('knows a bad address and a bad date the second time as well', () => {
    for (const _ of [1, 2]) {
      expect([isUrl('https://a b'), isUrl('javascript:x'), isUrl('https://a.example')]).toEqual([false, false, true])
      expect(readDateTime('2026-02-30T00:00:00Z')).toBeUndefined()
    }
  })
})
