import fc from 'fast-check'
import { NQuads } from 'rdf-canonize'
import { describe, expect, test } from 'vitest'
import { escapeLiteral } from '../../../src/proof/shape/escape.ts'

const byTheLibrary = (value: string): string => {
  const line = NQuads.serializeQuad({
    subject: { termType: 'NamedNode', value: 'urn:s' },
    predicate: { termType: 'NamedNode', value: 'urn:p' },
    object: { termType: 'Literal', value, datatype: { termType: 'NamedNode', value: 'http://www.w3.org/2001/XMLSchema#string' } },
    graph: { termType: 'DefaultGraph', value: '' },
  })
  return line.slice('<urn:s> <urn:p> "'.length, -'" .\n'.length)
}

describe('escaping of literals', () => {
  test('RDFC-1.0 names \\b \\t \\n \\f \\r \\" \\\\, writes other controls as \\u00XX, and nothing else', () => {
    expect(escapeLiteral('\b\t\n\f\r"\\')).toBe('\\b\\t\\n\\f\\r\\"\\\\')
    expect(escapeLiteral('\u0000\u000b\u001f\u007f')).toBe('\\u0000\\u000B\\u001F\\u007F')
    expect(escapeLiteral("\u0080\u00a0\u2028𠮷（'/<>")).toBe("\u0080\u00a0\u2028𠮷（'/<>")
  })

  test('it agrees with the library for every character of the first 65,536 and for any text', () => {
    for (let unit = 0; unit < 0x10000; unit++) {
      const character = String.fromCharCode(unit)
      if (escapeLiteral(character) !== byTheLibrary(character)) expect(`U+${unit.toString(16)}`).toBe('escaped alike')
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => escapeLiteral(text) === byTheLibrary(text)))
  })
})
