import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvReader } from '../../src/domain/csv-in.ts'
import { csvRecord } from '../../src/domain/csv-out.ts'
import type { ImportRecord } from '../../src/domain/import-report.ts'

const readIn = (text: string, size = text.length || 1): ImportRecord[] => {
  const reader = csvReader()
  const records: ImportRecord[] = []
  for (let at = 0; at < text.length; at += size) records.push(...reader.push(text.slice(at, at + size)))
  return [...records, ...reader.end()]
}

describe('reading CSV piece by piece', () => {
  test('says record and physical start line; quoted line breaks are data and blank lines are records', () => {
    expect(readIn('a,b\r\n"1\r\n2","x""y"\r\n\r\n3,4')).toEqual([
      { record: 0, line: 1, fields: ['a', 'b'] },
      { record: 1, line: 2, fields: ['1\r\n2', 'x"y'] },
      { record: 2, line: 4, fields: [''] },
      { record: 3, line: 5, fields: ['3', '4'] },
    ])
  })

  test('gives the same for every size of piece', () => {
    const text = 'a,b\r\n"1\r\n2","x""y"\r\n"",\r3,"4"\n5,6\r\n'
    for (let size = 1; size <= text.length; size += 1) expect(readIn(text, size)).toEqual(readIn(text))
  })

  test('reads back what is written, whatever the cells hold', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(
            fc.string().filter((cell) => !/^[=+\-@\t\r\n＝＋－＠]/.test(cell)),
            { minLength: 1 },
          ),
          { minLength: 1 },
        ),
        fc.integer({ min: 1, max: 9 }),
        (rows, size) => {
          const text = rows.map((cells) => csvRecord(cells)).join('')
          expect(readIn(text, size).map(({ fields }) => fields)).toEqual(rows)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a quote that is cut off at the end of the file spoils its line only', () => {
    expect(readIn('a,b\n1,"cut\n2,3\n')).toEqual([
      { record: 0, line: 1, fields: ['a', 'b'] },
      { record: 1, line: 2, fields: ['1,"cut'], flaw: 'quotes' },
      { record: 2, line: 3, fields: ['2', '3'] },
    ])
  })

  test('a quote that is missing in the middle of the file spoils its line only', () => {
    expect(readIn('a,b\n1,"open\n2,"ok"\n3,4\n').map(({ line, flaw }) => [line, flaw])).toEqual([
      [1, undefined],
      [2, 'quotes'],
      [3, undefined],
      [4, undefined],
    ])
  })

  test('a record without end is let go in time, so that memory stays bounded', () => {
    const reader = csvReader()
    reader.push('a,b\n1,"')
    const records = Array.from({ length: 20 }, () => reader.push(`${'x'.repeat(9_999)}\n`)).flat()
    expect(records[0]).toMatchObject({ line: 2, flaw: 'too_long' })
  })
})
