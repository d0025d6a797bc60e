import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type StoredText, TemplateMaker } from '../../src/store/document-template.ts'
import { signedDocumentOf, tailOf, unsignedTextOf } from '../../src/store/stored-text.ts'

const document = (name: string, score: string) =>
  JSON.stringify({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: `urn:uuid:${name}`,
    name,
    results: [{ value: score }],
    end: true,
  })
const proof = ',"proof":{"type":"DataIntegrityProof","proofValue":"z3FXQ"}}'
const signed = (text: string): string => text.slice(0, -1) + proof

const rowOf = ({ template, stored }: StoredText, tail: string, text: string) => ({
  id: 'badge',
  template_id: template?.id ?? null,
  pieces: template === undefined ? null : JSON.stringify(template.pieces),
  unsigned_text: stored,
  signed_text: tail,
  signed_sha256: createHash('sha256').update(text).digest('hex'),
})

const word = fc.string({ unit: 'grapheme', maxLength: 12 })

describe('a text that is stored as values of a template', () => {
  test('comes back byte for byte, whatever the values are, and so does its signed form', () => {
    const values = fc.array(fc.tuple(word, word), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(values, fc.tuple(word, word), (first, [name, score]) => {
        const maker = new TemplateMaker()
        const texts = first.map(([name, score]) => maker.take(document(name, score)))
        maker.settle(texts)
        const last = document(name, score)
        for (const [n, text] of [...first.map(([name, score]) => document(name, score)), last].entries()) {
          const stored = texts[n] ?? maker.take(text)
          const row = rowOf(stored, tailOf(stored, signed(text)), signed(text))
          expect(unsignedTextOf(row)).toBe(text)
          expect(signedDocumentOf(row)?.text).toBe(signed(text))
        }
      }),
      { numRuns: 300 },
    )
  })

  const compact = (): { text: string; stored: StoredText } => {
    const maker = new TemplateMaker()
    maker.settle(['a', 'b'].map((name) => maker.take(document(name, name))))
    const text = document('c', '12')
    return { text, stored: maker.take(text) }
  }

  test('keeps its values and its proof only', () => {
    const { text, stored } = compact()
    expect(stored.template).toBeDefined()
    expect(stored.stored.length).toBeLessThan(40)
    expect(tailOf(stored, signed(text))).toBe(proof)
    expect(tailOf({ stored: text }, signed(text))).toBe(proof)
  })

  test.each([
    ['another value', (text: string) => text.replace('"12"', '"13"')],
    ['another end', (text: string) => text.replace('"end":true', '"end":null')],
    ['a member before the proof', (text: string) => text.replace(',"proof"', 'x,"proof"')],
  ])('a signed document with %s is stored whole', (_, change) => {
    const { text, stored } = compact()
    const other = change(signed(text))
    for (const unsigned of [stored, { stored: text }]) expect(tailOf(unsigned, other)).toBe(other)
  })

  test('a stored text that was altered is not served', () => {
    const { text, stored } = compact()
    const row = rowOf(stored, tailOf(stored, signed(text)), signed(text))
    expect(() => signedDocumentOf({ ...row, unsigned_text: row.unsigned_text.replace('12', '13') })).toThrow('does not have its digest')
  })
})
