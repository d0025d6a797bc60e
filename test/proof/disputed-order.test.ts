import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareByCodePoint, refuseDisputedOrder } from '../../src/proof/disputed-order.ts'

const lines = (...values: string[]): string => `${values.sort().join('\n')}\n`
const tag = (value: string, subject = '<urn:a>'): string => `${subject} <urn:tag> "${value}" .`

describe('the order that verifiers dispute', () => {
  test.each([
    ['an astral character against full-width punctuation', '𠮷田', '（田'],
    ['the same after a common beginning', '講座𠮷', '講座ｶ'],
  ])('%s is refused', (_, first, second) => {
    expect(() => refuseDisputedOrder(lines(tag(first), tag(second)))).toThrow('sort by code point')
  })

  test.each([
    ['the two in values of different nodes', tag('𠮷', '_:c14n0'), tag('（', '_:c14n1')],
    ['the two where an earlier character decides', tag('a𠮷'), tag('b（')],
    ['two astral characters', tag('𠮷'), tag('𩸽')],
    ['two full-width characters', tag('（'), tag('）')],
    ['an astral character against an ordinary kanji', tag('𠮷'), tag('吉')],
  ])('%s is accepted', (_, first, second) => {
    expect(() => refuseDisputedOrder(lines(first, second))).not.toThrow()
  })

  test('predicates of that kind are refused even where the numbers of blank nodes keep the lines apart', () => {
    const disputed = lines('_:c14n0 <urn:𠮷> _:c14n2 .', '_:c14n1 <urn:（> _:c14n2 .')
    expect(() => refuseDisputedOrder(disputed)).toThrow('sort by code point')
    expect(() => refuseDisputedOrder(disputed.replace('（', '吉'))).not.toThrow()
  })

  test('a statement that occurs twice is refused, two that differ are not', () => {
    expect(() => refuseDisputedOrder(lines(tag('1'), tag('1')))).toThrow('occurs twice')
    expect(() => refuseDisputedOrder(lines(tag('1'), tag('2')))).not.toThrow()
  })

  test('comparing by code point agrees with comparing the UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareByCodePoint(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
    )
  })

  test('whatever is accepted has one order: by UTF-16 unit and by code point the lines stand alike', () => {
    const values = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', '𠮷', '（', '吉') }), { maxLength: 6 })
    fc.assert(
      fc.property(values, (values) => {
        const text = lines(...values.map((value) => tag(value)))
        const byUnit = text.split('\n').slice(0, -1)
        const sameOrder = [...byUnit].sort(compareByCodePoint).join() === byUnit.join()
        if (sameOrder) expect(() => refuseDisputedOrder(text)).not.toThrow()
        else expect(() => refuseDisputedOrder(text)).toThrow()
      }),
    )
  })
})
