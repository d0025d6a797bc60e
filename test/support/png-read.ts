import { inflateSync } from 'node:zlib'

export interface Picture {
  width: number
  height: number
  /** four bytes a pixel: red, green, blue, alpha; rows from the top */
  rgba: Uint8ClampedArray
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const channelsOf: Record<number, number> = { 0: 1, 2: 3, 4: 2, 6: 4 }

/**
 * Reads the pixels of a PNG with 8 bits a channel, grey or colour, with or without alpha, not interlaced: what the renderers here write.
 * @throws Error for any other kind
 */
export function readPng(bytes: Uint8Array): Picture {
  const file = Buffer.from(bytes)
  if (!file.subarray(0, 8).equals(signature)) throw new Error('not a PNG')
  const chunks = chunksOf(file)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (header === undefined) throw new Error('a PNG without IHDR')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const channels = channelsOf[header[9] ?? -1]
  if (header[8] !== 8 || channels === undefined || header[12] !== 0) throw new Error('a kind of PNG that is not read here')
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  const samples = unfilter(inflateSync(packed), width, height, channels)
  return { width, height, rgba: toRgba(samples, width * height, channels) }
}

export interface PngChunk {
  type: string
  data: Buffer
}

/** The chunks of a PNG in their order. */
export function chunksOf(file: Buffer): PngChunk[] {
  const chunks: PngChunk[] = []
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at)
    chunks.push({ type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

// PNG (third edition), 9.2 "Filter types for filter method 0"
function unfilter(filtered: Buffer, width: number, height: number, channels: number): Uint8Array {
  const stride = width * channels
  const samples = new Uint8Array(stride * height)
  const sample = (at: number): number => samples[at] ?? 0
  for (let row = 0; row < height; row += 1) {
    const filter = filtered[row * (stride + 1)]
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column
      const left = column >= channels ? sample(at - channels) : 0
      const up = row > 0 ? sample(at - stride) : 0
      const upLeft = row > 0 && column >= channels ? sample(at - stride - channels) : 0
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter ?? -1]
      if (predicted === undefined) throw new Error(`row ${row} has no known filter`)
      samples[at] = (filtered[row * (stride + 1) + 1 + column] ?? 0) + predicted
    }
  }
  return samples
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft
  const [toLeft, toUp, toUpLeft] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upLeft)]
  if (toLeft <= toUp && toLeft <= toUpLeft) return left
  return toUp <= toUpLeft ? up : upLeft
}

function toRgba(samples: Uint8Array, pixels: number, channels: number): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(pixels * 4)
  const colours = channels >= 3 ? 3 : 1
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const at = (offset: number): number => samples[pixel * channels + offset] ?? 0
    for (let colour = 0; colour < 3; colour += 1) rgba[pixel * 4 + colour] = at(Math.min(colour, colours - 1))
    rgba[pixel * 4 + 3] = channels === colours ? 255 : at(colours)
  }
  return rgba
}

/** How many pixels are darker than middle grey on a white ground. */
export function countDark({ rgba }: Picture): number {
  let dark = 0
  for (let at = 0; at < rgba.length; at += 4) {
    const light = ((rgba[at] ?? 0) + (rgba[at + 1] ?? 0) + (rgba[at + 2] ?? 0)) / 3
    if ((light * (rgba[at + 3] ?? 0)) / 255 + 255 - (rgba[at + 3] ?? 0) < 128) dark += 1
  }
  return dark
}
