import { crc32 } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
/** Length and type before the data, checksum behind it, four bytes each. */
const FRAME_BYTES = 12
const HEADER_DATA_BYTES = 13

export interface PngChunk {
  /** four letters */
  type: string
  data: Uint8Array
  /** the whole chunk as it stands in the file */
  raw: Uint8Array
}

export type PngChunks =
  | { kind: 'chunks'; chunks: PngChunk[] }
  | { kind: 'refused'; code: 'image_damaged' | 'image_too_large'; detail: string }

export const isPng = (bytes: Uint8Array): boolean =>
  bytes.length >= SIGNATURE.length && SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length))

/** The pixels that a PNG says to have; only for a file that `isPng`. `undefined` when its header is missing or nonsense. */
export const pngSize = (png: Uint8Array): { width: number; height: number } | undefined => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  if (png.length < 33 || view.getUint32(8) !== HEADER_DATA_BYTES || Buffer.from(png.subarray(12, 16)).toString('latin1') !== 'IHDR')
    return undefined
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  return width === 0 || height === 0 ? undefined : { width, height }
}

const damaged = (detail: string): PngChunks => ({ kind: 'refused', code: 'image_damaged', detail })

/**
 * Splits a PNG into its chunks: signature, `IHDR` first, `IEND` last and empty, nothing behind it, every length inside the file
 * and every checksum right (PNG, sections 5 and 11.2).
 */
export const readPngChunks = (png: Uint8Array, limits: { maxPngChunks: number }): PngChunks => {
  if (!isPng(png)) return damaged('The file does not begin as a PNG.')
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const chunks: PngChunk[] = []
  let offset = SIGNATURE.length
  while (offset < png.length) {
    if (chunks.at(-1)?.type === 'IEND') return damaged('There is something behind the end of the PNG.')
    if (chunks.length === limits.maxPngChunks) {
      return { kind: 'refused', code: 'image_too_large', detail: `The PNG has more than ${limits.maxPngChunks} chunks.` }
    }
    if (offset + FRAME_BYTES > png.length) return damaged('The PNG is cut off.')
    const length = view.getUint32(offset)
    const end = offset + FRAME_BYTES + length
    if (end > png.length) return damaged('A chunk of the PNG is longer than the file.')
    const type = Buffer.from(png.subarray(offset + 4, offset + 8)).toString('latin1')
    if (!/^[A-Za-z]{4}$/.test(type)) return damaged('A chunk of the PNG has no valid type.')
    if (crc32(png.subarray(offset + 4, end - 4)) !== view.getUint32(end - 4)) return damaged(`The checksum of the ${type} chunk is wrong.`)
    if ((type === 'IHDR') !== (chunks.length === 0)) return damaged('The PNG has no header, or more than one, or not at its beginning.')
    if (type === 'IHDR' && length !== HEADER_DATA_BYTES) return damaged('The header of the PNG has the wrong length.')
    if (type === 'IEND' && length !== 0) return damaged('The end of the PNG holds data.')
    chunks.push({ type, data: png.subarray(offset + 8, end - 4), raw: png.subarray(offset, end) })
    offset = end
  }
  return chunks.at(-1)?.type === 'IEND' ? { kind: 'chunks', chunks } : damaged('The PNG is cut off.')
}

/** @returns one chunk with its length and checksum */
export const writePngChunk = (type: string, data: Uint8Array): Uint8Array => {
  const chunk = Buffer.alloc(FRAME_BYTES + data.length)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  chunk.set(data, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length)
  return chunk
}

/** @returns a PNG made of these chunks */
export const writePng = (chunks: Uint8Array[]): Uint8Array => Buffer.concat([SIGNATURE, ...chunks])
