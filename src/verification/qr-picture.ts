import { isPng, pngSize } from '../openbadges/baking/png-chunks.ts'
import { imageLimits } from './limits.ts'

/** What the header of a picture says, before anything is decoded. */
export interface PictureHead {
  mediaType: 'image/png' | 'image/jpeg'
  width: number
  height: number
  /** how often the pixels are walked over */
  scans: number
}

export interface PictureRefusal {
  kind: 'refused'
  code: 'image_damaged' | 'image_too_large'
  detail: string
}

const tooLarge = (detail: string): PictureRefusal => ({ kind: 'refused', code: 'image_too_large', detail })

/** The head of a picture that may be decoded. Pixels and scans are known from it, so a flood is refused before anything is (SECURITY T10). */
export const admitPicture = (picture: Uint8Array): PictureHead | PictureRefusal => {
  const head = readPictureHead(picture)
  if (head === undefined) return { kind: 'refused', code: 'image_damaged', detail: 'The picture is no sound PNG or JPEG.' }
  const { width, height, scans } = head
  if (width * height > imageLimits.maxPixels)
    return tooLarge(`The picture has ${width} × ${height} pixels; the limit is ${imageLimits.maxPixels} in all.`)
  if (Math.max(width, height) > imageLimits.maxSidePixels)
    return tooLarge(`The picture is longer than ${imageLimits.maxSidePixels} pixels.`)
  if (scans > imageLimits.maxJpegScans) return tooLarge(`The picture is coded in ${scans} scans; the limit is ${imageLimits.maxJpegScans}.`)
  return head
}

export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff

/** @returns `undefined` for anything but a PNG or JPEG with a sound header */
export const readPictureHead = (bytes: Uint8Array): PictureHead | undefined => {
  if (isJpeg(bytes)) return readJpegHead(bytes)
  const size = isPng(bytes) ? pngSize(bytes) : undefined
  return size === undefined ? undefined : { mediaType: 'image/png', ...size, scans: 1 }
}

const START_OF_SCAN = 0xda
const END_OF_IMAGE = 0xd9

/** Markers that stand alone: TEM, restart, start of image. */
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
/** Start of frame: C0 to CF without the tables C4 (Huffman), C8 (reserved) and CC (arithmetic coding). */
const startsFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** Walks over the segments of a JPEG (ITU-T T.81, annex B): the first frame's size, and the number of scans to the end of the file. */
const readJpegHead = (bytes: Uint8Array): PictureHead | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let size: { width: number; height: number } | undefined
  let scans = 0
  let offset = 2
  for (;;) {
    // between segments, and inside the coded data of a scan, the next marker is the next FF that neither 00 nor FF follows
    offset = bytes.indexOf(0xff, offset)
    if (offset === -1 || offset + 1 >= bytes.length) break
    const marker = bytes[offset + 1] as number
    offset += marker === 0xff ? 1 : 2
    if (marker === 0xff || marker === 0x00 || standsAlone(marker)) continue
    if (marker === END_OF_IMAGE) break
    if (offset + 2 > bytes.length) break
    const length = view.getUint16(offset)
    if (length < 2) return undefined
    if (startsFrame(marker)) {
      // a second frame would have a second size
      if (size !== undefined || length < 8 || offset + 7 > bytes.length) return undefined
      size = { height: view.getUint16(offset + 3), width: view.getUint16(offset + 5) }
    }
    if (marker === START_OF_SCAN) scans++
    offset += length
  }
  return size === undefined || size.width === 0 || size.height === 0 || scans === 0
    ? undefined
    : { mediaType: 'image/jpeg', ...size, scans }
}
