import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documentLimits } from '../../../src/verification/limits.ts'
import { readStrictJson, readStrictJsonObject } from '../../../src/verification/strict-json.ts'

const codeOf = (input: string | Uint8Array) => {
  const read = readStrictJson(input)
  return read.ok ? 'ok' : read.code
}

/** Each pair differs in exactly one place. */
const pairs: { rule: string; accepted: string | Uint8Array; refused: string | Uint8Array; code: string }[] = [
  { rule: 'two members of one name', accepted: '{"a":1,"b":2}', refused: '{"a":1,"a":2}', code: 'duplicate_key' },
  {
    rule: 'two members that are equal after escapes',
    accepted: '{"a":1,"\\u0062":2}',
    refused: '{"a":1,"\\u0061":2}',
    code: 'duplicate_key',
  },
  {
    rule: 'a duplicate deep inside',
    accepted: '[{"x":{"a":[{"k":1,"l":1}]}}]',
    refused: '[{"x":{"a":[{"k":1,"k":1}]}}]',
    code: 'duplicate_key',
  },
  { rule: 'a duplicate that looks like an index', accepted: '{"1":0,"2":0}', refused: '{"1":0,"1":0}', code: 'duplicate_key' },
  { rule: 'an own __proto__', accepted: '{"_proto__":{}}', refused: '{"__proto__":{}}', code: 'forbidden_key' },
  { rule: 'an escaped __proto__', accepted: '{"\\u005f_prot__":{}}', refused: '{"\\u005f_proto__":{}}', code: 'forbidden_key' },
  { rule: 'a number beyond the largest', accepted: '{"a":1e308}', refused: '{"a":1e309}', code: 'number_not_finite' },
  { rule: 'half a surrogate pair by escape', accepted: '"\\ud842\\udfb7"', refused: '"\\ud842\\udfbx"', code: 'json_syntax' },
  { rule: 'a lone high surrogate by escape', accepted: '"\\ud842\\udfb7"', refused: '"\\ud842\\ud842"', code: 'lone_surrogate' },
  { rule: 'a lone surrogate in a member name', accepted: '{"\\ud842\\udfb7":1}', refused: '{"\\ud842":1}', code: 'lone_surrogate' },
  { rule: 'a lone surrogate in the text', accepted: '"𠮷"', refused: '"\ud842"', code: 'lone_surrogate' },
  { rule: 'a second value', accepted: '{} ', refused: '{} {}', code: 'json_syntax' },
  { rule: 'a trailing comma', accepted: '[1]', refused: '[1,]', code: 'json_syntax' },
  { rule: 'a control character in a string', accepted: '"a b"', refused: '"a\u0001b"', code: 'json_syntax' },
  { rule: 'a number with a leading zero', accepted: '10', refused: '010', code: 'json_syntax' },
  { rule: 'a word that JSON lacks', accepted: '[null]', refused: '[NaN]', code: 'json_syntax' },
  { rule: 'an unfinished string', accepted: '"a"', refused: '"a', code: 'json_syntax' },
  { rule: 'bytes that are not UTF-8', accepted: Buffer.from('"é"'), refused: Buffer.from('"é"', 'latin1'), code: 'not_utf8' },
  { rule: 'an overlong encoding', accepted: Buffer.from('222f22', 'hex'), refused: Buffer.from('22c0af22', 'hex'), code: 'not_utf8' },
  {
    rule: 'a surrogate encoded as UTF-8',
    accepted: Buffer.from('22ed9fbf22', 'hex'),
    refused: Buffer.from('22eda08022', 'hex'),
    code: 'not_utf8',
  },
  { rule: 'a second byte order mark', accepted: '\ufeff{}', refused: '\ufeff\ufeff{}', code: 'json_syntax' },
  { rule: 'nothing but space', accepted: ' 0 ', refused: '   ', code: 'empty' },
  {
    rule: 'a level too many',
    accepted: `${'['.repeat(documentLimits.maxDepth)}${']'.repeat(documentLimits.maxDepth)}`,
    refused: `${'['.repeat(documentLimits.maxDepth + 1)}${']'.repeat(documentLimits.maxDepth + 1)}`,
    code: 'too_deep',
  },
  {
    rule: 'a value too many',
    accepted: JSON.stringify(Array(documentLimits.maxNodes - 1).fill(0)),
    refused: JSON.stringify(Array(documentLimits.maxNodes).fill(0)),
    code: 'too_many_nodes',
  },
  {
    rule: 'a value too many, in members',
    accepted: JSON.stringify(Object.fromEntries(Array.from({ length: documentLimits.maxNodes - 1 }, (_, i) => [`k${i}`, i]))),
    refused: JSON.stringify(Object.fromEntries(Array.from({ length: documentLimits.maxNodes }, (_, i) => [`k${i}`, i]))),
    code: 'too_many_nodes',
  },
  {
    rule: 'a byte too many',
    accepted: JSON.stringify('x'.repeat(documentLimits.maxTextBytes - 2)),
    refused: JSON.stringify('x'.repeat(documentLimits.maxTextBytes - 1)),
    code: 'too_large',
  },
]

describe('the strict reader', () => {
  test.each(pairs)('SECURITY (b) 2–4: refuses $rule and reads what differs in that place only', ({ accepted, refused, code }) => {
    expect(codeOf(accepted)).toBe('ok')
    expect(codeOf(refused)).toBe(code)
  })

  test('says where: a pointer to the place and no text of the document but member names', () => {
    expect(readStrictJson('{"credentialSubject":{"achievement":[{"na/me":1,"na/me":2}]}}')).toEqual({
      ok: false,
      code: 'duplicate_key',
      detail: 'The member "na/me" occurs twice in one object.',
      at: '/credentialSubject/achievement/0/na~1me',
    })
    expect(readStrictJson('{\n "a": secret}')).toMatchObject({ detail: 'A value is missing (line 2, column 7).', at: '/a' })
  })

  test('takes one byte order mark away and reads the rest', () => {
    expect(readStrictJson(Buffer.from('efbbbf7b7d', 'hex'))).toEqual({ ok: true, value: {}, text: '{}' })
  })

  test('a document whose outermost value is not an object is refused', () => {
    expect(readStrictJsonObject('{"a":[]}')).toMatchObject({ ok: true })
    for (const text of ['[]', 'null', '"{}"', '1', 'true'])
      expect(readStrictJsonObject(text)).toMatchObject({ ok: false, code: 'json_syntax' })
  })

  test('brackets, colons and commas inside strings count for nothing', () => {
    expect(codeOf(JSON.stringify({ a: '[[[[[[[[[[[[[[[[[[[[{{{{,,,,::::"\\"\\\\' }))).toBe('ok')
  })
})

/** JSON without what the reader refuses on purpose. */
const honestJson = fc.jsonValue({ maxDepth: 6, noUnicodeString: false }).filter((value) => !JSON.stringify(value).includes('__proto__'))
const alphabet = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  '\\',
  '\\u0061',
  '\\ud800',
  'a',
  '0',
  '-',
  '1e',
  '.5',
  'true',
  'null',
  ' ',
  '\n',
  '"a"',
  '"a":',
  '髙',
]

describe('the strict reader, held against JSON.parse', () => {
  test('reads every honest value, however it is spaced, as JSON.parse does', () => {
    fc.assert(
      fc.property(honestJson, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space)
        expect(readStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text), text })
        expect(readStrictJson(Buffer.from(text))).toEqual({ ok: true, value: JSON.parse(text), text })
      }),
      { numRuns: 300 },
    )
  })

  test('never reads what JSON.parse refuses, never another value, and names a fault in every other case', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 24 }), (pieces) => {
        const text = pieces.join('')
        const read = readStrictJson(text)
        let parsed: unknown
        try {
          parsed = JSON.parse(text)
        } catch {
          expect(read).toMatchObject({
            ok: false,
            code: expect.stringMatching(/json_syntax|empty|lone_surrogate|duplicate_key|number_not_finite/),
          })
          return
        }
        if (read.ok) expect(read.value).toEqual(parsed)
        else expect(read.code).toMatch(/duplicate_key|lone_surrogate|number_not_finite/)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a member that is repeated anywhere, in any spelling, is found', () => {
    const spell = (name: string, escaped: boolean) =>
      escaped ? `"${[...name].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"` : JSON.stringify(name)
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'list'), { maxLength: 8 }),
        fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b', '1', 'é', '証') }),
        fc.boolean(),
        honestJson,
        (path, name, escaped, value) => {
          const inside = `{"other":[],${JSON.stringify(name)}:1,"x y":${JSON.stringify(value)},${spell(name, escaped)}:1}`
          const text = path.reduce((inner, step) => (step === 'list' ? `[0,${inner}]` : `{"a":${inner}}`), inside)
          expect(readStrictJson(text, { ...documentLimits, maxDepth: 40 })).toMatchObject({ ok: false, code: 'duplicate_key' })
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a byte changed anywhere never leads to a crash, and what is read is what JSON.parse reads', () => {
    const original = Buffer.from(
      JSON.stringify({ '@context': ['https://a.example'], name: '髙﨑 𠮷', n: [1.5e3, -0, true, null], 'a"b\\': { '': '' } }),
    )
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.integer({ min: 0, max: 255 }), (index, byte) => {
        const bytes = Buffer.from(original)
        bytes[index] = byte
        const read = readStrictJson(bytes)
        if (read.ok) expect(read.value).toEqual(JSON.parse(bytes.toString()))
      }),
      { numRuns: 1_000 },
    )
  })
})
