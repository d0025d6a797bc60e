import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ServiceError } from '../../../src/errors.ts'
import { bakePng } from '../../../src/openbadges/baking/png.ts'
import { writePng, writePngChunk } from '../../../src/openbadges/baking/png-chunks.ts'
import { bakeSvg, unbakeSvg } from '../../../src/openbadges/baking/svg.ts'
import { readInput } from '../../../src/verification/input.ts'
import { splitBatch } from '../../../src/verification/input-batch.ts'
import type { PictureRoom } from '../../../src/verification/input-image.ts'
import { documentLimits, imageLimits, inputLimits, jwtLimits } from '../../../src/verification/limits.ts'
import type { QrReading } from '../../../src/verification/qr.ts'
import { WorkError } from '../../../src/verification/work-pool.ts'

/** The threads are tested elsewhere; here their work is done on the spot, and a QR code shows what the test says. */
const roomShowing = (reading: QrReading): PictureRoom => ({
  readQr: async () => reading,
  unbakeSvg: async (svg) => unbakeSvg(svg, { ...imageLimits, ...documentLimits }),
})
const room = roomShowing({ kind: 'none' })
const read = (input: string | Uint8Array, at = room) => readInput(typeof input === 'string' ? { text: input } : { bytes: input }, at)

const png = writePng([
  writePngChunk('IHDR', Buffer.from('00000001000000010806000000', 'hex')),
  writePngChunk('IDAT', deflateSync(Buffer.alloc(5))),
  writePngChunk('IEND', Buffer.alloc(0)),
])
const pngWith = (type: string, data: string) =>
  writePng([png.subarray(8, 33), writePngChunk(type, Buffer.from(data)), writePngChunk('IEND', Buffer.alloc(0))])
const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex')
const credential = { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'], name: '修了' }
const json = JSON.stringify(credential)
const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const header = { alg: 'ES256', kid: 'https://issuer.example/key', typ: 'vc+jwt' }
const jwt = (head: unknown = header, payload: unknown = credential, signature = 'c2lnbmF0dXJl') =>
  `${encode(head)}.${encode(payload)}.${signature}`
const url = 'https://badges.example/badges/3trfc44fkjk6'

describe('an input is what it holds, not what it is called', () => {
  test('JSON, as text and as bytes, with space and byte order mark around it', async () => {
    expect(await read(json)).toEqual({ kind: 'json', value: credential, text: json, from: 'text' })
    expect(await read(Buffer.from(`\ufeff${json}\n`))).toMatchObject({ kind: 'json', value: credential })
    expect(await readInput({ bytes: Buffer.from(json), fileName: 'badge.png', mediaType: 'image/png' }, room)).toMatchObject({
      kind: 'json',
    })
  })

  test('a compact token, with its header and payload read', async () => {
    expect(await read(` ${jwt()}\n`)).toEqual({ kind: 'jwt', token: jwt(), header, payload: credential, from: 'text' })
    expect(await read(Buffer.from(jwt()))).toMatchObject({ kind: 'jwt' })
  })

  test('BK-4: a baked PNG with JSON or a token', async () => {
    expect(await read(bakePng(png, json))).toEqual({ kind: 'json', value: credential, text: json, from: 'png' })
    expect(await read(bakePng(png, jwt()))).toMatchObject({ kind: 'jwt', from: 'png' })
  })

  test('BK-5: a baked SVG with JSON or a token, as file and pasted', async () => {
    expect(await read(Buffer.from(bakeSvg(svg, json)))).toEqual({ kind: 'json', value: credential, text: json, from: 'svg' })
    expect(await read(bakeSvg(svg, jwt()))).toMatchObject({ kind: 'jwt', from: 'svg' })
  })

  test('BK-6: an Open Badges 2.0 image with the address of its assertion, with the assertion itself, or with a JWS', async () => {
    const address = 'https://old.example/assertions/1'
    const hosted = { kind: 'ob2-hosted-url', url: address }
    expect(await read(pngWith('tEXt', `openbadges\0${address}`))).toEqual({ ...hosted, from: 'png' })
    expect(await read(pngWith('iTXt', `openbadges\0\0\0\0\0${address}`))).toEqual({ ...hosted, from: 'png' })
    expect(await read(pngWith('iTXt', `openbadges\0\0\0\0\0${json}`))).toMatchObject({ kind: 'json', from: 'png' })
    const old = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="http://openbadges.org"><o:assertion verify="${address}"/></svg>`
    expect(await read(old)).toEqual({ ...hosted, from: 'svg' })
    expect(await read(old.replace(address, jwt()))).toMatchObject({ kind: 'jwt', from: 'svg' })
  })

  test('an address, without its fragment', async () => {
    expect(await read(` ${url}#top `)).toEqual({ kind: 'url', url, from: 'text' })
    expect(await read('http://localhost:3000/badges/1')).toMatchObject({ kind: 'url' })
    expect(await read(Buffer.from(`${url}\r\n`))).toMatchObject({ kind: 'url' })
  })

  test('a short number as people type it', async () => {
    expect(await read('３TRF-c44f-kjk6')).toEqual({ kind: 'short-id', shortId: '3trfc44fkjk6', from: 'text' })
  })

  test.each<[string, string, object]>([
    ['an address', url, { kind: 'url', url }],
    ['a short number', '3trf c44f kjk6', { kind: 'short-id' }],
    ['a token', jwt(), { kind: 'jwt' }],
    ['JSON', json, { kind: 'json' }],
  ])("T24: a QR picture that shows %s, marked as a stranger's", async (_, text, result) => {
    const showing = roomShowing({ kind: 'found', text })
    for (const picture of [png, jpeg]) expect(await read(picture, showing)).toMatchObject({ ...result, from: 'qr' })
  })

  test('a baked PNG is judged by its text; no QR code is looked for', async () => {
    const noPixels: PictureRoom = { ...room, readQr: () => Promise.reject(new Error('pixels were decoded')) }
    expect(await read(bakePng(png, json), noPixels)).toMatchObject({ kind: 'json' })
  })
})

describe('an input that is refused', () => {
  const longHeader = { ...header, pad: 'x'.repeat(jwtLimits.maxHeaderBytes) }
  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'input.no_credential'],
    ['no bytes', new Uint8Array(), 'input.no_credential'],
    ['words', 'please verify my badge', 'input.no_credential'],
    ['the name of a host', 'badges.example.jp', 'input.no_credential'],
    ['an identifier', 'did:web:issuer.example', 'input.no_credential'],
    ['a JSON array', `[${json}]`, 'input.not_json'],
    ['a JSON string that holds a token', JSON.stringify(jwt()), 'input.not_json'],
    ['JSON that is cut off', json.slice(0, -1), 'input.not_json'],
    ['a member twice', '{"type":1,"type":2}', 'input.duplicate_key'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'input.not_utf8'],
    ['UTF-16', Buffer.from(`\ufeff${json}`, 'utf16le'), 'input.not_utf8'],
    ['too deep a document', `${'{"a":'.repeat(20)}1${'}'.repeat(20)}`, 'input.too_deep'],
    ['too many values', JSON.stringify({ a: Array(documentLimits.maxNodes).fill(0) }), 'input.too_many_nodes'],
    ['too long a document', JSON.stringify({ a: 'x'.repeat(documentLimits.maxTextBytes) }), 'input.too_large'],
    ['too long a text of any kind', 'a '.repeat(imageLimits.maxSvgBytes / 2 + 1), 'input.too_large'],
    ['too large a file', new Uint8Array(imageLimits.maxFileBytes + 1), 'input.too_large'],
    ['a data address', `data:application/json,${json}`, 'input.address_refused'],
    ['a script address', 'javascript:alert(1)', 'input.address_refused'],
    ['a file address', 'file:///etc/passwd', 'input.address_refused'],
    ['an address with a user name', 'https://badges.example@other.example/', 'input.address_refused'],
    ['an address with a backslash', 'https://badges.example\\@other.example/', 'input.address_refused'],
    ['two addresses in one', `${url} ${url}`, 'input.address_refused'],
    ['an endless address', `https://badges.example/${'a'.repeat(inputLimits.maxUrlCharacters)}`, 'input.address_refused'],
    ['a plain PNG', png, 'input.no_credential'],
    ['a damaged PNG', png.subarray(0, -1), 'input.image_damaged'],
    [
      'a PNG with two credentials',
      writePng([
        png.subarray(8, 33),
        ...Array(2).fill(writePngChunk('iTXt', Buffer.from(`openbadgecredential\0\0\0\0\0${json}`))),
        writePngChunk('IEND', Buffer.alloc(0)),
      ]),
      'input.several_credentials',
    ],
    ['a PNG with words baked in', bakePng(png, 'hello'), 'input.not_json'],
    ['a PNG of Open Badges 3.0 with an address baked in', bakePng(png, url), 'input.not_json'],
    ['a plain SVG', svg, 'input.no_credential'],
    ['an SVG with a document type', `<!DOCTYPE svg>${svg}`, 'input.image_damaged'],
    ['a web page', '<!DOCTYPE html><html></html>', 'input.type_unsupported'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'input.type_unsupported'],
    ['a GIF', Buffer.from('GIF89a'), 'input.type_unsupported'],
    ['an archive', Buffer.from('PK\u0003\u0004'), 'input.type_unsupported'],
    ['a token with a payload beyond the depth', jwt(header, `${'{"a":'.repeat(20)}1${'}'.repeat(20)}`), 'input.too_deep'],
  ])('as a bad request: %s', async (_, input, code) => {
    expect(await read(input)).toMatchObject({ kind: 'refused', check: 'input', code })
  })

  test.each<[string, string]>([
    ['two segments', jwt().split('.').slice(0, 2).join('.')],
    ['four segments', `${jwt()}.e30`],
    ['an empty signature', jwt(header, credential, '')],
    ['padding', `${jwt()}=`],
    ['the other alphabet', jwt(header, credential, 'c2ln+/++')],
    ['bits that belong to no byte', jwt(header, credential, 'c2lnbmF0dXJ')],
    ['a header that is no object', jwt('["ES256"]'.padEnd(12), credential).replace(/^\w+/, encode('{"a":1} []'))],
    ['a header with a member twice', jwt('{"alg":"ES256","alg":"none"}')],
    ['a payload with a member twice', jwt(header, '{"id":"a","id":"b"}')],
    ['a payload that is an array', jwt(header, '[]')],
    ['a payload that is not UTF-8', `${encode(header)}.${Buffer.from('{"a":"\xff"}', 'latin1').toString('base64url')}.c2ln`],
    ['a header beyond the limit', jwt(longHeader)],
    ['a signature beyond the limit', jwt(header, credential, Buffer.alloc(jwtLimits.maxSignatureBytes + 1).toString('base64url'))],
    ['a selective disclosure', `${jwt()}~WyJzYWx0Il0~`],
  ])('SECURITY (b) 3: as invalid, a token with %s', async (_, token) => {
    expect(await read(jwt())).toMatchObject({ kind: 'jwt' })
    expect(await read(token)).toMatchObject({ kind: 'refused', check: 'proof', code: 'proof.jwt_malformed' })
  })

  test('SECURITY (b) 6: as invalid, a document that sets the prototype of its reader', async () => {
    const refusal = { kind: 'refused', check: 'conformance', code: 'conformance.rule_broken' }
    expect(await read('{"__proto__":{"type":[]}}')).toMatchObject(refusal)
    expect(await read(jwt(header, '{"__proto__":{}}'))).toMatchObject(refusal)
  })

  const list = (count: number) => Array.from({ length: count }, () => ({}))
  const { maxProofs, maxEndorsements, maxContained } = documentLimits
  test.each<[string, object, object, string]>([
    ['proofs', { proof: list(maxProofs) }, { proof: list(maxProofs + 1) }, 'input.too_many_proofs'],
    ['proofs of something inside', { a: [{ proof: list(maxProofs) }] }, { a: [{ proof: list(maxProofs + 1) }] }, 'input.too_many_proofs'],
    [
      'endorsements, wherever they stand',
      { endorsement: list(maxEndorsements - 1), issuer: { endorsementJwt: ['a'] } },
      { endorsement: list(maxEndorsements - 1), issuer: { endorsementJwt: ['a', 'b'] } },
      'input.too_many_endorsements',
    ],
    [
      'endorsements of one contained credential',
      { verifiableCredential: [{ endorsement: list(maxEndorsements) }, { endorsement: list(maxEndorsements) }] },
      { verifiableCredential: [{ endorsement: list(maxEndorsements) }, { endorsement: list(maxEndorsements + 1) }] },
      'input.too_many_endorsements',
    ],
    [
      'contained credentials',
      { verifiableCredential: list(maxContained) },
      { verifiableCredential: list(maxContained + 1) },
      'input.too_many_credentials',
    ],
  ])('SECURITY (b) 4: a flood of %s', async (_, accepted, refused, code) => {
    for (const form of [
      (value: object) => JSON.stringify(value),
      (value: object) => jwt(header, value),
      (value: object) => jwt(header, { vc: value }),
    ]) {
      expect((await read(form(accepted))).kind).not.toBe('refused')
      expect(await read(form(refused))).toMatchObject({ kind: 'refused', code })
    }
  })

  test('no thread for a picture is our fault and said as such; a picture that takes too long is over a limit', async () => {
    const failing = (failure: 'overloaded' | 'too_slow') => ({
      readQr: () => Promise.reject(new WorkError(failure, '')),
      unbakeSvg: () => Promise.reject(new WorkError(failure, '')),
    })
    for (const input of [png, jpeg, svg]) {
      await expect(read(input, failing('overloaded'))).rejects.toMatchObject({
        code: 'overloaded',
        retryAfterSeconds: 1,
      } satisfies Partial<ServiceError>)
      expect(await read(input, failing('too_slow'))).toMatchObject({ kind: 'refused', code: 'input.too_large' })
    }
  })

  test('bytes and characters of any kind never lead to a crash', async () => {
    const begins = [Buffer.alloc(0), png, jpeg, Buffer.from(svg), Buffer.from(jwt()), Buffer.from(json), Buffer.from('https://')]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...begins), fc.nat(80), fc.uint8Array({ maxLength: 40 }), async (begin, cut, bytes) => {
        expect((await read(Buffer.concat([begin.subarray(0, cut), bytes]))).kind).toMatch(
          /^(json|jwt|url|short-id|ob2-hosted-url|refused)$/,
        )
      }),
      { numRuns: 400 },
    )
    await fc.assert(
      fc.asyncProperty(fc.uint16Array({ maxLength: 60 }), async (units) => {
        expect((await read(String.fromCharCode(...units))).kind).toMatch(/^(json|jwt|url|short-id|refused)$/)
      }),
      { numRuns: 400 },
    )
  })

  test('a character changed in a token never leads to another reading of header or payload without changing its text', async () => {
    const token = jwt()
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'AQgw_-.=+/ \n~'), async (index, character) => {
        const changed = token.slice(0, index) + character + token.slice(index + 1)
        const result = await read(changed)
        if (result.kind !== 'jwt') return
        // one text, one reading: encoding what was read gives the segments again
        const [head = '', payload = ''] = changed.trim().split('.')
        expect(Buffer.from(head, 'base64url').toString('base64url')).toBe(head)
        expect(result.header).toEqual(JSON.parse(Buffer.from(head, 'base64url').toString()))
        expect(result.payload).toEqual(JSON.parse(Buffer.from(payload, 'base64url').toString()))
      }),
      { numRuns: 300 },
    )
  })
})

describe('a batch', () => {
  const inputsOf = (text: string) => {
    const split = splitBatch(text)
    return split.kind === 'inputs' ? split.inputs : split.code
  }

  test('is one input a line: addresses, tokens, short numbers, JSON Lines; empty lines count for nothing', () => {
    expect(inputsOf(`${url}\r\n\n ${jwt()} \n3trf-c44f-kjk6\n${json}\n`)).toEqual([url, jwt(), '3trf-c44f-kjk6', json])
    expect(inputsOf(`${json}\n${json}`)).toEqual([json, json])
  })

  test('is one input where the text is one document over several lines', () => {
    for (const text of [JSON.stringify(credential, null, 2), `{"a":{"b":1}\n}`, `[\n${json}\n]`, `${svg}\n<!-- end -->`, ` ${json} `]) {
      expect(inputsOf(text)).toEqual([text])
    }
  })

  test('has as many inputs as the limit allows, and not one more', () => {
    expect(inputsOf(`${url}\n`.repeat(inputLimits.maxBatch))).toHaveLength(inputLimits.maxBatch)
    expect(inputsOf(`${url}\n`.repeat(inputLimits.maxBatch + 1))).toBe('input.too_many_credentials')
    expect(inputsOf(' \n\n')).toBe('input.no_credential')
  })
})
