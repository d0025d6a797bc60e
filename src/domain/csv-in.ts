import type { ImportRecord } from './import-report.ts'

/** A record of a table of people is some hundred characters; one that is longer has lost its closing quote. */
const maxRecordCharacters = 65_536

export interface CsvReader {
  /** Takes the next piece of text and gives the records that are complete. */
  push(text: string): ImportRecord[]
  /** Gives what is left when the text is over. */
  end(): ImportRecord[]
}

/**
 * Splits CSV text (RFC 4180) piece by piece. The header is record 0. Quoted line breaks are data, blank lines are records, line ends may be CRLF, LF or CR.
 *
 * A quote that is not closed, or that stands in the wrong place, spoils the line on which the record starts and no other: reading goes on with the
 * line after it.
 */
export const csvReader = (): CsvReader => {
  let rest = ''
  let line = 1
  let record = 0

  const drain = (atEnd: boolean): ImportRecord[] => {
    const records: ImportRecord[] = []
    let from = 0
    while (from < rest.length) {
      const taken = takeRecord(rest, from, atEnd)
      if (taken === undefined) break
      const { fields, flaw } = taken
      records.push({ record, line, fields, ...(flaw === undefined ? {} : { flaw }) })
      record += 1
      line += taken.lines
      from = taken.next
    }
    rest = rest.slice(from)
    return records
  }

  return {
    push: (text) => {
      rest += text
      return drain(false)
    },
    end: () => drain(true),
  }
}

interface Taken {
  fields: string[]
  /** where the next record starts */
  next: number
  /** physical lines that the record takes */
  lines: number
  flaw?: 'quotes' | 'too_long'
}

/** The record that starts at `from`; undefined when its end has not arrived yet. */
const takeRecord = (text: string, from: number, atEnd: boolean): Taken | undefined => {
  const fields: string[] = []
  let at = from
  let lines = 1
  for (;;) {
    if (text[at] === '"') {
      const close = closingQuote(text, at)
      if (close === undefined)
        return atEnd || text.length - from > maxRecordCharacters ? spoiltLine(text, from, atEnd ? 'quotes' : 'too_long') : undefined
      const value = text.slice(at + 1, close)
      // The character after the quote decides whether it closes the field; it may still be on its way.
      if (close + 1 >= text.length && !atEnd) return undefined
      const after = text[close + 1]
      if (after !== undefined && after !== ',' && after !== '\r' && after !== '\n') return spoiltLine(text, from, 'quotes')
      fields.push(value.includes('"') ? value.replaceAll('""', '"') : value)
      lines += lineBreaksIn(value)
      at = close + 1
    } else {
      let end = at
      while (end < text.length && text[end] !== ',' && text[end] !== '\r' && text[end] !== '\n') end += 1
      if (end === text.length && !atEnd) return text.length - from > maxRecordCharacters ? spoiltLine(text, from, 'too_long') : undefined
      fields.push(text.slice(at, end))
      at = end
    }
    if (text[at] === ',') {
      at += 1
      continue
    }
    if (at >= text.length) return { fields, next: at, lines }
    if (text[at] === '\r' && at + 1 >= text.length && !atEnd) return undefined
    return { fields, next: at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1), lines }
  }
}

/** The quote that ends a field which starts with one; `""` inside is a quote of the text. */
const closingQuote = (text: string, open: number): number | undefined => {
  let at = open + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return undefined
    if (text[quote + 1] !== '"') return quote
    at = quote + 2
  }
}

const lineBreaksIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0

/** Only the physical line: what follows is read as if it were sound. The part of a line that is too long to keep is let go. */
const spoiltLine = (text: string, from: number, flaw: 'quotes' | 'too_long'): Taken => {
  const breakAt = /\r\n|\n|\r/g
  breakAt.lastIndex = from
  const found = breakAt.exec(text)
  const end = found?.index ?? text.length
  return {
    fields: [text.slice(from, Math.min(end, from + 1000))],
    next: found === null ? text.length : end + found[0].length,
    lines: 1,
    flaw,
  }
}
