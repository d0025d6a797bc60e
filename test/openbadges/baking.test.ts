import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bakePng, unbakePng } from '../../src/openbadges/baking/png.ts'
import { pngSize, readPngChunks, writePng, writePngChunk } from '../../src/openbadges/baking/png-chunks.ts'
import { bakeSvg, unbakeSvg } from '../../src/openbadges/baking/svg.ts'
import { BakingError } from '../../src/openbadges/baking/unbaked.ts'
import { documentLimits, imageLimits } from '../../src/verification/limits.ts'

const limits = { ...imageLimits, ...documentLimits }
const header = Buffer.from('00000001000000010806000000', 'hex')
/** One transparent pixel. */
const parts = [
  writePngChunk('IHDR', header),
  writePngChunk('IDAT', deflateSync(Buffer.alloc(5))),
  writePngChunk('IEND', Buffer.alloc(0)),
] as const
const png = writePng([...parts])
const withChunks = (...chunks: Uint8Array[]) => writePng([parts[0], ...chunks, parts[1], parts[2]])
const iTXt = (keyword: string, text: string, flags = '\0\0') => writePngChunk('iTXt', Buffer.from(`${keyword}\0${flags}\0\0${text}`))
const tEXt = (keyword: string, text: string) => writePngChunk('tEXt', Buffer.from(`${keyword}\0${text}`))
const json = '{"name":"髙﨑 𠮷"}'
const jws = 'eyJhbGciOiJFZERTQSJ9.e30.c2ln'
const svg =
  '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
/** Any well-formed text, of every plane but mostly of the first. */
const anyText = fc.uint16Array({ minLength: 1, maxLength: 40 }).map((units) => String.fromCharCode(...units).toWellFormed())
const codeOf = (unbaked: ReturnType<typeof unbakePng>) => (unbaked.kind === 'refused' ? unbaked.code : unbaked.kind)

describe('baking a PNG', () => {
  test('BK-3: puts exactly one uncompressed iTXt chunk with the keyword behind the header and changes nothing else', () => {
    const read = readPngChunks(bakePng(png, json), limits)
    const chunks = read.kind === 'chunks' ? read.chunks : []
    expect(chunks.map((chunk) => chunk.type)).toEqual(['IHDR', 'iTXt', 'IDAT', 'IEND'])
    expect(Buffer.from(chunks[1]?.data ?? [])).toEqual(Buffer.from(`openbadgecredential\0\0\0\0\0${json}`))
    expect(Buffer.from(chunks[2]?.raw ?? [])).toEqual(Buffer.from(parts[1]))
  })

  test('BK-3: baking again replaces the credential, also one of Open Badges 2.0', () => {
    const again = bakePng(bakePng(withChunks(tEXt('openbadges', 'https://a.example/1'), tEXt('Author', 'A')), json), jws)
    expect(unbakePng(again, limits)).toEqual({ kind: 'baked', version: 'open-badge-3', text: jws })
    expect(Buffer.from(again).toString('latin1')).toContain('Author\0A')
  })

  test('refuses a text that no chunk can carry, and an image that is no sound PNG', () => {
    for (const text of ['', 'a\0b', '\ud800']) expect(() => bakePng(png, text)).toThrow(BakingError)
    expect(() => bakePng(png.subarray(0, -1), json)).toThrow(BakingError)
  })

  test('reads back exactly the text that was baked', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => !text.includes('\0')),
        (text) => {
          expect(unbakePng(bakePng(png, text), limits)).toEqual({ kind: 'baked', version: 'open-badge-3', text })
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('reading a PNG', () => {
  test('a PNG without a credential is plain, whatever other text it carries', () => {
    expect(unbakePng(withChunks(iTXt('Comment', json), tEXt('openbadgecredentials', 'x')), limits)).toEqual({ kind: 'plain' })
  })

  test.each([
    ['BK-6: OB 2.0 in an iTXt chunk', iTXt('openbadges', json), json],
    ['BK-6: OB 2.0 address in a tEXt chunk', tEXt('openbadges', 'https://a.example/assertions/1'), 'https://a.example/assertions/1'],
  ])('%s is read', (_, chunk, text) => {
    expect(unbakePng(withChunks(chunk), limits)).toEqual({ kind: 'baked', version: 'open-badge-2', text })
  })

  const good = iTXt('openbadgecredential', json)
  const badSum = Buffer.from(good)
  badSum.writeUInt8(badSum.readUInt8(badSum.length - 1) ^ 1, badSum.length - 1)
  const tooLong = Buffer.from(good)
  tooLong.writeUInt32BE(0x7fffffff, 0)
  test.each<[string, Uint8Array, string]>([
    ['two credentials', withChunks(good, good), 'baked_several'],
    ['two credentials of which one is OB 2.0', withChunks(good, iTXt('openbadges', json)), 'baked_several'],
    ['a second credential in another text chunk', withChunks(good, tEXt('openbadgecredential', json)), 'baked_several'],
    ['a compressed credential', withChunks(iTXt('openbadgecredential', 'x', '\x01\0')), 'baked_wrongly'],
    ['an unknown compression flag', withChunks(iTXt('openbadgecredential', 'x', '\x02\0')), 'baked_wrongly'],
    ['the keyword in a tEXt chunk', withChunks(tEXt('openbadgecredential', json)), 'baked_wrongly'],
    ['the keyword in a zTXt chunk', withChunks(writePngChunk('zTXt', Buffer.from('openbadgecredential\0\0x'))), 'baked_wrongly'],
    ['a chunk header that is cut off', withChunks(writePngChunk('iTXt', Buffer.from('openbadgecredential\0\0\0ja'))), 'baked_wrongly'],
    [
      'bytes that are not UTF-8',
      withChunks(writePngChunk('iTXt', Buffer.from('openbadgecredential\0\0\0\0\0\xff', 'latin1'))),
      'baked_wrongly',
    ],
    ['a text beyond the limit', withChunks(iTXt('openbadgecredential', 'x'.repeat(documentLimits.maxTextBytes + 1))), 'image_too_large'],
    ['a chunk behind the end', Buffer.concat([png, good]), 'image_damaged'],
    ['a byte behind the end', Buffer.concat([png, Buffer.alloc(1)]), 'image_damaged'],
    ['a wrong checksum', withChunks(badSum), 'image_damaged'],
    ['a length beyond the file', withChunks(tooLong), 'image_damaged'],
    ['a file without an end', writePng([parts[0], good, parts[1]]), 'image_damaged'],
    ['a file without a header', writePng([good, parts[1], parts[2]]), 'image_damaged'],
    ['two headers', writePng([parts[0], parts[0], good, parts[2]]), 'image_damaged'],
    ['a flood of chunks', withChunks(...Array(imageLimits.maxPngChunks).fill(writePngChunk('tEXt', Buffer.alloc(0)))), 'image_too_large'],
    ['a type that is no type', withChunks(writePngChunk('i\0Xt', Buffer.alloc(0))), 'image_damaged'],
  ])('T10: %s is refused', (_, file, code) => {
    expect(unbakePng(withChunks(good), limits).kind).toBe('baked')
    expect(codeOf(unbakePng(file, limits))).toBe(code)
  })

  test('T10: an image of four thousand million pixels is judged by its text alone', () => {
    const flood = Buffer.from(header)
    flood.writeUInt32BE(0x7fffffff, 0)
    flood.writeUInt32BE(0x7fffffff, 4)
    const file = writePng([writePngChunk('IHDR', flood), good, parts[2]])
    expect(unbakePng(file, limits)).toMatchObject({ kind: 'baked', text: json })
    expect(pngSize(file)).toEqual({ width: 0x7fffffff, height: 0x7fffffff })
  })

  test('no byte of a baked PNG can be changed, cut or doubled so that another credential is read', () => {
    const baked = bakePng(png, json)
    fc.assert(
      fc.property(
        fc.nat(baked.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('flip', 'cut', 'double', 'drop'),
        (index, mask, how) => {
          const bytes = Buffer.from(baked)
          if (how === 'flip') bytes.writeUInt8(bytes.readUInt8(index) ^ mask, index)
          const file =
            how === 'cut'
              ? bytes.subarray(0, index)
              : how === 'double'
                ? Buffer.concat([bytes.subarray(0, index + 1), bytes.subarray(index)])
                : how === 'drop'
                  ? Buffer.concat([bytes.subarray(0, index), bytes.subarray(index + 1)])
                  : bytes
          const unbaked = unbakePng(file, limits)
          if (unbaked.kind === 'baked') expect(unbaked.text).toBe(json)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

describe('baking an SVG', () => {
  test('BK-5: JSON stands in a CDATA body of the first element, the namespace on the root', () => {
    expect(bakeSvg(svg, json)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential><![CDATA[${json}]]></openbadges:credential><rect width="10" height="10"/></svg>`,
    )
  })

  test('BK-5: a JWS stands in the attribute verify, without a body', () => {
    expect(bakeSvg(svg, jws)).toContain(`<openbadges:credential verify="${jws}"/>`)
    expect(unbakeSvg(bakeSvg(svg, jws), limits)).toEqual({ kind: 'baked', version: 'open-badge-3', text: jws })
  })

  test('BK-8, T11: a badge name that closes CDATA and opens a script stays text', () => {
    const text = JSON.stringify({ name: ']]></openbadges:credential><script>alert(1)</script>]]>', end: ']]]>' })
    const baked = bakeSvg(svg, text)
    expect(baked).toContain(']]]]><![CDATA[>')
    expect(unbakeSvg(baked, limits)).toEqual({ kind: 'baked', version: 'open-badge-3', text })
  })

  test('baking again replaces the credential', () => {
    expect(unbakeSvg(bakeSvg(bakeSvg(svg, jws), json), limits)).toEqual({ kind: 'baked', version: 'open-badge-3', text: json })
  })

  test('refuses a text that XML cannot carry, and what is no SVG', () => {
    for (const text of ['', 'a\0', '\u000b', 'a\rb', '\ufffe', '\ud800']) expect(() => bakeSvg(svg, text)).toThrow(BakingError)
    for (const file of ['<svg/>', '<html xmlns="http://www.w3.org/1999/xhtml"/>', svg.replace('</svg>', ''), '']) {
      expect(() => bakeSvg(file, json)).toThrow(BakingError)
    }
  })

  test('reads back exactly the text that was baked: line separators, replacement characters, markup', () => {
    const markup = fc.constantFrom(']', ']]>', '<', '&', '&amp;', '"', '\u0085', '\u2028', '\ufffd', '\n', '\t', '-->', '<![CDATA[', '𠮷')
    const carried = anyText.filter((text) => !/[^\P{Cc}\t\n\u007f-\u009f]|[\ufffe\uffff]/u.test(text))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(markup, carried), { minLength: 1, maxLength: 12 }).map((pieces) => `{${pieces.join('')}`),
        (text) => {
          expect(unbakeSvg(bakeSvg(svg, text), limits)).toEqual({ kind: 'baked', version: 'open-badge-3', text })
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('reading an SVG', () => {
  const ns = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
  const around = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" ${ns}>${inside}</svg>`
  const element = `<openbadges:credential><![CDATA[${json}]]></openbadges:credential>`

  test('an SVG without a credential is plain; an element of that name in no or another namespace is none', () => {
    for (const inside of ['', '<credential>x</credential>', '<o:credential xmlns:o="https://other.example">x</o:credential>']) {
      expect(unbakeSvg(around(inside), limits)).toEqual({ kind: 'plain' })
    }
  })

  test('the element is known by its namespace, whatever its prefix', () => {
    expect(unbakeSvg(around(`<credential xmlns="https://purl.imsglobal.org/ob/v3p0">${json}</credential>`), limits)).toMatchObject({
      text: json,
    })
  })

  test('BK-6: OB 2.0 has its own namespace and element, and the attribute counts although the body repeats the assertion', () => {
    const old = (attribute: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="http://openbadges.org"><ob:assertion${attribute}><![CDATA[${json}]]></ob:assertion></svg>`
    expect(unbakeSvg(old(' verify="https://a.example/1"'), limits)).toEqual({
      kind: 'baked',
      version: 'open-badge-2',
      text: 'https://a.example/1',
    })
    expect(unbakeSvg(old(''), limits)).toEqual({ kind: 'baked', version: 'open-badge-2', text: json })
  })

  test('the byte order mark, comments and processing instructions before the root do no harm, nor does "<!DOCTYPE" inside the credential', () => {
    const text = '{"narrative":"<!DOCTYPE html> &amp; <!ENTITY>"}'
    expect(unbakeSvg(`\ufeff<?xml version="1.0"?><!-- <!DOCTYPE --><?x y?>\n${bakeSvg(svg, text).split('?>\n')[1]}`, limits)).toMatchObject(
      { kind: 'baked', text },
    )
  })

  test.each<[string, string, string]>([
    ['a document type', `<!DOCTYPE svg>${around(element)}`, 'svg_doctype'],
    [
      'a document type in small letters behind a comment',
      `<?xml version="1.0"?><!-- - --> <!doctype svg>${around(element)}`,
      'svg_doctype',
    ],
    [
      'an external entity',
      `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${around('<openbadges:credential>&x;</openbadges:credential>')}`,
      'svg_doctype',
    ],
    ['entity expansion', `<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${around('&b;')}`, 'svg_doctype'],
    ['a document type inside the root', around(`<!DOCTYPE svg>${element}`), 'image_damaged'],
    ['an entity that XML does not define', around('<openbadges:credential>&nbsp;</openbadges:credential>'), 'image_damaged'],
    ['two credentials', around(element + element), 'baked_several'],
    ['two credentials of which one is nested in a group', around(`${element}<g>${element}</g>`), 'baked_several'],
    [
      'a credential in the attribute and another in the body',
      around(`<openbadges:credential verify="${jws}">${json}</openbadges:credential>`),
      'baked_several',
    ],
    ['markup inside the credential', around(`<openbadges:credential>{<b/>}</openbadges:credential>`), 'baked_wrongly'],
    ['a comment inside the credential', around(`<openbadges:credential>{<!-- -->}</openbadges:credential>`), 'baked_wrongly'],
    ['a prefix that is not bound', '<svg xmlns="http://www.w3.org/2000/svg"><openbadges:credential/></svg>', 'image_damaged'],
    ['an attribute that occurs twice', around('<openbadges:credential verify="a" verify="b"/>'), 'image_damaged'],
    ['an unclosed element', around(element).replace('</svg>', ''), 'image_damaged'],
    ['a second root', around(element) + around(''), 'image_damaged'],
    ['another encoding', `<?xml version="1.0" encoding="UTF-7"?>${around(element)}`, 'image_damaged'],
    ['other XML than SVG', `<html xmlns="http://www.w3.org/1999/xhtml">${element}</html>`, 'image_damaged'],
    ['a flood of elements', around('<g/>'.repeat(imageLimits.maxSvgMarkup)), 'image_too_large'],
    ['a file beyond the limit', around(' '.repeat(imageLimits.maxSvgBytes)), 'image_too_large'],
    [
      'a text beyond the limit',
      around(`<openbadges:credential>${'x'.repeat(documentLimits.maxTextBytes + 1)}</openbadges:credential>`),
      'image_too_large',
    ],
  ])('T11: %s is refused', (_, file, code) => {
    expect(codeOf(unbakeSvg(around(element), limits))).toBe('baked')
    expect(codeOf(unbakeSvg(file, limits))).toBe(code)
  })

  test('a character changed anywhere never leads to a crash, nor to two readings', () => {
    const baked = bakeSvg(svg, json)
    fc.assert(
      fc.property(
        fc.nat(baked.length - 1),
        fc.constantFrom('<', '>', '&', '"', "'", ']', '/', '!', '?', ' ', '', 'x', '\0', '<!--', '<![CDATA['),
        (index, replacement) => {
          const file = baked.slice(0, index) + replacement + baked.slice(index + 1)
          const unbaked = unbakeSvg(file, limits)
          // an SVG has no checksum: what is read may differ, but only as the file itself differs
          if (unbaked.kind === 'baked') expect(file.replace(/\]\]><!\[CDATA\[/g, '')).toContain(unbaked.text)
        },
      ),
      { numRuns: 500 },
    )
  })
})
