import { inflateSync } from 'node:zlib'

/** One line of text that a PDF shows, as a reader that copies it would get it. */
export interface PdfText {
  text: string
  /** name of the font inside the page, e.g. `F1` */
  font: string
  /** glyph numbers in the embedded font */
  glyphs: number[]
}

export interface Pdf {
  /** the dictionaries of all objects, as they stand in the file */
  objects: string
  texts: PdfText[]
  /** the embedded TrueType file of a font of the page */
  fontFile: (font: string) => Uint8Array
}

interface PdfObject {
  dictionary: string
  stream?: Buffer
}

/**
 * Reads what pdfkit writes: one page, deflated streams, fonts with two-byte codes, a reference table in plain text.
 * No reader for PDF in general.
 */
export function readPdf(bytes: Uint8Array): Pdf {
  const objects = objectsOf(Buffer.from(bytes))
  const all = [...objects.values()]
  const follow = (dictionary: string, key: string): PdfObject => {
    const number = new RegExp(`/${key} \\[?(\\d+) 0 R`).exec(dictionary)?.[1]
    const object = objects.get(Number(number))
    if (object === undefined) throw new Error(`no ${key} in ${dictionary}`)
    return object
  }
  const page = all.find(({ dictionary }) => /\/Type \/Page\b(?!s)/.test(dictionary))
  if (page === undefined) throw new Error('no page')
  const resources = follow(page.dictionary, 'Resources').dictionary
  const content = follow(page.dictionary, 'Contents').stream?.toString('latin1') ?? ''

  const maps = new Map<string, Map<number, string>>()
  const mapOf = (font: string): Map<number, string> => {
    const map = maps.get(font) ?? unicodeMap(follow(follow(resources, font).dictionary, 'ToUnicode').stream?.toString('latin1') ?? '')
    maps.set(font, map)
    return map
  }
  return {
    objects: all.map(({ dictionary }) => dictionary).join('\n'),
    texts: textsOf(content).map(({ font, glyphs }) => ({
      font,
      glyphs,
      text: glyphs.map((glyph) => mapOf(font).get(glyph) ?? '\ufffd').join(''),
    })),
    fontFile: (font) => {
      const descendant = follow(follow(resources, font).dictionary, 'DescendantFonts').dictionary
      return follow(follow(descendant, 'FontDescriptor').dictionary, 'FontFile2').stream ?? new Uint8Array()
    },
  }
}

function objectsOf(file: Buffer): Map<number, PdfObject> {
  const objects = new Map<number, PdfObject>()
  const text = file.toString('latin1')
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length
    const end = text.indexOf('\nendobj', start)
    const streamAt = text.slice(start, end).indexOf('\nstream\n')
    const dictionary = streamAt < 0 ? text.slice(start, end) : text.slice(start, start + streamAt)
    const object: PdfObject = { dictionary }
    if (streamAt >= 0) {
      const from = start + streamAt + '\nstream\n'.length
      const raw = file.subarray(from, from + Number(/\/Length (\d+)/.exec(dictionary)?.[1]))
      object.stream = dictionary.includes('/FlateDecode') ? inflateSync(raw) : raw
    }
    objects.set(Number(match[1]), object)
  }
  return objects
}

// Text is shown by `/F1 11 Tf` and `[<0001002a> 0] TJ`.
function textsOf(content: string): { font: string; glyphs: number[] }[] {
  const texts: { font: string; glyphs: number[] }[] = []
  let font = ''
  for (const match of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (match[1] !== undefined) {
      font = match[1]
      continue
    }
    const hex = [...(match[2] ?? '').matchAll(/<([0-9a-f]+)>/g)].map(([, digits]) => digits).join('')
    texts.push({ font, glyphs: (hex.match(/.{4}/g) ?? []).map((digits) => Number.parseInt(digits, 16)) })
  }
  return texts
}

// `<0000> <00ff> [<0000> <3042> …]` in the ToUnicode map
function unicodeMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>()
  for (const [, first, list] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    for (const [n, match] of [...(list ?? '').matchAll(/<([0-9a-f ]*)>/g)].entries()) {
      const units = ((match[1] ?? '').replace(/ /g, '').match(/.{4}/g) ?? []).map((digits) => Number.parseInt(digits, 16))
      map.set(Number.parseInt(first ?? '', 16) + n, String.fromCharCode(...units))
    }
  }
  return map
}
