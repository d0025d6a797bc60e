import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { buildCourseCredential } from '../../../src/openbadges/credential.ts'
import { refuseFlood } from '../../../src/verification/input-flood.ts'
import { KnownTexts } from '../../../src/verification/known-text/known-texts.ts'
import { documentLimits } from '../../../src/verification/limits.ts'
import { readStrictJson, readStrictJsonObject } from '../../../src/verification/strict-json.ts'
import { courseInput } from '../../openbadges/builders.ts'

/*
 * A text that differs from known ones in some strings only is read by comparison. The strict reader itself, which knows no other texts, says what
 * has to come out.
 */

const badge = (number: number, change: JsonObject = {}): JsonObject => ({
  ...buildCourseCredential({ ...courseInput(), id: `0123456789abcd${String(number).padStart(12, '0')}`, subjectId: `urn:uuid:${number}` }),
  ...change,
})

/** Texts of a kind that is known after a few. */
const acquainted = (texts: readonly string[]): KnownTexts => {
  const known = new KnownTexts()
  for (const text of texts) if (known.read(text) === undefined) known.note(text, JSON.parse(text))
  return known
}

const some = [1, 22, 333, 4444].map((number) => JSON.stringify(badge(number)))

describe('texts that are alike', () => {
  test('are read without being parsed after the first two, as what the strict reader makes of them', () => {
    const known = acquainted(some)
    for (let number = 5; number < 60; number++) {
      const text = JSON.stringify(badge(number * number))
      const read = known.read(text)
      expect(read).toEqual(JSON.parse(text))
      expect(JSON.stringify(read)).toBe(text)
    }
  })

  test('may be written in any way, as long as it is the same one', () => {
    const pretty = (number: number) => JSON.stringify(badge(number), null, 2).replaceAll('/', '\\/')
    const known = acquainted([1, 2, 3].map(pretty))
    expect(known.read(pretty(77))).toEqual(badge(77))
    expect(known.read(JSON.stringify(badge(77)))).toBeUndefined()
  })

  test('share what is the same in all of them, and nobody can write into it', () => {
    const known = acquainted(some)
    const [one, other] = [5, 6].map((number) => known.read(JSON.stringify(badge(number)))) as [JsonObject, JsonObject]
    expect(one['issuer']).toBe(other['issuer'])
    expect(Object.isFrozen(one['issuer'])).toBe(true)
    one['id'] = 'x'
    ;(one['credentialSubject'] as JsonObject)['id'] = 'y'
    expect(known.read(JSON.stringify(badge(7)))).toEqual(badge(7))
  })

  test('hold any text in their holes: quotation marks, escapes, other alphabets, pairs of surrogates', () => {
    const known = acquainted([...some, JSON.stringify(badge(9, { name: 'a' })), JSON.stringify(badge(10, { name: 'b' }))])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const text = JSON.stringify(badge(1, { name }))
        const strict = readStrictJson(text)
        const read = known.read(text)
        if (read !== undefined) expect({ ok: true, value: read, text }).toEqual(strict)
      }),
    )
    for (const name of ['"', '\\', '\\"', '𠮷', '\n\u0000\u007f\u2028', 'あ']) {
      const text = JSON.stringify(badge(1, { name }))
      expect(known.read(text)).toEqual(JSON.parse(text))
    }
  })
})

describe('a text that was changed in one place', () => {
  const others = ['', '"', '\\', '{', '}', '[', ',', ':', 'x', ' ', '\u0001', '\ud842', '\\ud842', '"a":1,', '__proto__']

  test('is read or refused exactly as the strict reader does it', () => {
    for (const text of some) expect(readStrictJsonObject(text).ok).toBe(true)
    const text = JSON.stringify(badge(55_555))
    for (let place = 0; place <= text.length; place += 2) {
      const other = others[(place / 2) % others.length] as string
      const changed = text.slice(0, place) + other + text.slice(place + ((place / 2) % 2))
      const strict = readStrictJson(changed)
      const read = readStrictJsonObject(changed)
      if (isDeepStrictEqual(read, strict)) continue
      // A text that is no object is refused by one of them only.
      expect(read).toMatchObject({ ok: false, code: 'json_syntax' })
      expect(strict.ok && typeof strict.value).not.toBe('object')
    }
  })

  test('in every string that it has, one after the other, is the document that JSON says', () => {
    const known = acquainted(some)
    const text = some[0] as string
    for (const { index, 0: string } of text.matchAll(/"(?:[^"\\]|\\.)*"/g)) {
      const changed = `${text.slice(0, index)}"changed"${text.slice(index + string.length)}`
      const read = known.read(changed)
      if (read !== undefined) expect(JSON.stringify(read)).toBe(changed)
    }
  })
})

describe('what is never known', () => {
  test('a document in which members are numbers: an object has them in another order than the text', () => {
    const text = (one: string, other: string) => `{"long":"${'x'.repeat(200)}","b":{"1":"${one}","0":"${other}"}}`
    const known = acquainted([text('a', 'b'), text('c', 'd'), text('e', 'f')])
    expect(known.read(text('g', 'h'))).toBeUndefined()
    expect(readStrictJsonObject(text('g', 'h'))).toMatchObject({ value: { b: { 1: 'g', 0: 'h' } } })
  })

  test('a text that is too long, though it is of a known kind', () => {
    const text = (length: number) => JSON.stringify({ constant: 'x'.repeat(1_000), name: 'y'.repeat(length) })
    for (const length of [1, 2, 3]) expect(readStrictJsonObject(text(length)).ok).toBe(true)
    expect(readStrictJsonObject(text(documentLimits.maxTextBytes))).toMatchObject({ ok: false, code: 'too_large' })
  })

  test('a stream of ever new structures makes it neither large nor slow', () => {
    const known = new KnownTexts()
    for (let number = 0; number < 3_000; number++) {
      const text = JSON.stringify({ [`m${number}`]: 'x', constant: 'y'.repeat(50) })
      expect(known.read(text)).toBeUndefined()
      known.note(text, JSON.parse(text))
    }
    // What is free at the start is used up; kinds are found again once others have been read.
    for (let number = 0; number < 200; number++) known.note(JSON.stringify(badge(number)), badge(number))
    expect(known.read(JSON.stringify(badge(123)))).toEqual(badge(123))
  })
})

describe('floods', () => {
  test('are found in a document of a known kind as in any other', () => {
    const flooded = (number: number) =>
      JSON.stringify(badge(number, { proof: Array.from({ length: documentLimits.maxProofs + 1 }, () => ({ type: 'x' })) as never }))
    for (const number of [1, 2, 3, 4, 5]) {
      const read = readStrictJsonObject(flooded(number))
      expect(read.ok && refuseFlood(read.value)?.code).toBe('input.too_many_proofs')
    }
  })
})
