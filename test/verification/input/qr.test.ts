import { Resvg } from '@resvg/resvg-js'
import fc from 'fast-check'
import QRCode from 'qrcode'
import { describe, expect, test } from 'vitest'
import { writePng, writePngChunk } from '../../../src/openbadges/baking/png-chunks.ts'
import { imageLimits } from '../../../src/verification/limits.ts'
import { readQr } from '../../../src/verification/qr.ts'
import { readPictureHead } from '../../../src/verification/qr-picture.ts'

const url = 'https://badges.example/badges/3trfc44fkjk6abcdefghjkmnpq'
const segment = (marker: number, ...data: number[]) =>
  Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff, ...data])
const start = Buffer.from([0xff, 0xd8])
const end = Buffer.from([0xff, 0xd9])
const frame = (width: number, height: number, marker = 0xc0) =>
  segment(marker, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0)
/** A scan with coded data that holds a stuffed byte and a restart marker. */
const scan = Buffer.concat([segment(0xda, 1, 1, 0, 0, 63, 0), Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56])])
/** An EXIF block with a thumbnail, which is a JPEG of its own. */
const exif = segment(0xe1, ...start, ...frame(8, 8), ...scan, ...end)

describe('the head of a picture', () => {
  test('a JPEG says its size and the number of its scans; a thumbnail inside it counts for nothing', () => {
    const jpeg = Buffer.concat([start, exif, frame(4_000, 3_000, 0xc2), scan, segment(0xc4, 0), scan, end])
    expect(readPictureHead(jpeg)).toEqual({ mediaType: 'image/jpeg', width: 4_000, height: 3_000, scans: 2 })
  })

  test.each<[string, Uint8Array]>([
    ['no frame', Buffer.concat([start, scan, end])],
    ['two frames', Buffer.concat([start, frame(8, 8), scan, frame(9_000, 9_000), scan, end])],
    ['no scan', Buffer.concat([start, frame(8, 8), end])],
    ['no width', Buffer.concat([start, frame(0, 8), scan, end])],
    ['a segment without a length', Buffer.concat([start, Buffer.from([0xff, 0xc0, 0, 0])])],
    ['a PNG header of the wrong length', writePng([writePngChunk('IHDR', Buffer.alloc(4))])],
    ['another kind of file', Buffer.from('GIF89a')],
  ])('%s is no picture that is read', (_, bytes) => {
    expect(readPictureHead(bytes)).toBeUndefined()
  })

  test('any bytes behind the beginning of a JPEG are read to an end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const head = readPictureHead(Buffer.concat([start, Buffer.from([0xff]), bytes]))
        if (head !== undefined) expect(head.width * head.height * head.scans).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a QR code', () => {
  test('is read from a small picture with one pixel a module', async () => {
    expect(readQr(await QRCode.toBuffer(url, { scale: 1 }))).toEqual({ kind: 'found', text: url })
  })

  test('is read from a photograph in which it lies askew', async () => {
    const code = (await QRCode.toBuffer(url, { scale: 8 })).toString('base64')
    const photograph = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200"><rect width="1600" height="1200" fill="#b9b2a7"/><image transform="rotate(17 800 600)" x="600" y="400" width="400" height="400" href="data:image/png;base64,${code}"/></svg>`,
    )
    expect(readQr(photograph.render().asPng())).toEqual({ kind: 'found', text: url })
  })

  test('is not found where there is none', () => {
    const blank = new Resvg(
      '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><rect width="300" height="300" fill="#fff"/></svg>',
    )
    expect(readQr(blank.render().asPng())).toEqual({ kind: 'none' })
  })

  const sized = (width: number, height: number) => {
    const header = Buffer.from('00000000000000000806000000', 'hex')
    header.writeUInt32BE(width, 0)
    header.writeUInt32BE(height, 4)
    return writePng([writePngChunk('IHDR', header), writePngChunk('IEND', Buffer.alloc(0))])
  }
  test.each<[string, Uint8Array]>([
    ['pixels', sized(4_001, 4_000)],
    ['pixels in one line', sized(imageLimits.maxSidePixels + 1, 1)],
    ['pixels that overflow', sized(0x7fffffff, 0x7fffffff)],
    ['scans', Buffer.concat([start, frame(4_000, 4_000, 0xc2), ...Array<Buffer>(imageLimits.maxJpegScans + 1).fill(scan), end])],
  ])('T10: a flood of %s is refused before anything is decoded', (_, picture) => {
    expect(readQr(picture)).toMatchObject({ kind: 'refused', code: 'image_too_large' })
  })

  test('a picture that is broken behind its head is one without a code', () => {
    expect(readQr(sized(100, 100))).toEqual({ kind: 'none' })
    expect(readQr(Buffer.concat([start, frame(100, 100), scan, end]))).toEqual({ kind: 'none' })
  })
})
