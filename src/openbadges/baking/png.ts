import { type PngChunk, readPngChunks, writePng, writePngChunk } from './png-chunks.ts'
import { BakingError, refused, type Unbaked } from './unbaked.ts'

/** Open Badges 3.0, section 5.3.1. */
const KEYWORD = 'openbadgecredential'
/** Open Badges 2.0 Baking. */
const KEYWORD_2 = 'openbadges'

export interface UnbakePngLimits {
  maxPngChunks: number
  maxTextBytes: number
}

/** An own image has far fewer; the same number as for strangers' images. */
const OWN_LIMITS = { maxPngChunks: 10_000 }

const textTypes = new Set(['iTXt', 'tEXt', 'zTXt'])

/** @returns the keyword of a text chunk; `undefined` for other chunks and for text chunks that have none */
const keywordOf = (chunk: PngChunk): string | undefined => {
  if (!textTypes.has(chunk.type)) return undefined
  // PNG, 11.3.3.2: a keyword has 1 to 79 bytes and ends with a zero byte
  const end = chunk.data.subarray(0, 80).indexOf(0)
  return end === -1 ? undefined : Buffer.from(chunk.data.subarray(0, end)).toString('latin1')
}

const isCredential = (chunk: PngChunk): boolean => {
  const keyword = keywordOf(chunk)
  return keyword === KEYWORD || keyword === KEYWORD_2
}

/**
 * Puts a credential into a PNG: one uncompressed `iTXt` chunk directly behind the header; pixels are neither read nor changed.
 *
 * A credential that the image holds already, also one of Open Badges 2.0, is taken out first: there is never more than one
 * (Open Badges 3.0, 5.3.1; CONFORMANCE BK-3).
 *
 * @param text - the credential as JSON or as compact JWS; it is read back as exactly this text
 * @throws BakingError when the image is not a sound PNG or the text cannot stand in an `iTXt` chunk
 */
export const bakePng = (png: Uint8Array, text: string): Uint8Array => {
  if (text === '' || text.includes('\0') || !text.isWellFormed()) {
    throw new BakingError('The text is empty, or holds a zero character or half of a surrogate pair: a PNG cannot carry it.')
  }
  const read = readPngChunks(png, OWN_LIMITS)
  if (read.kind === 'refused') throw new BakingError(`The image cannot be baked: ${read.detail}`)
  // keyword, zero, compression flag and method 0, empty language tag, empty translated keyword (PNG, 11.3.3.4)
  const data = Buffer.concat([Buffer.from(`${KEYWORD}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')])
  const [header, ...others] = read.chunks.filter((chunk) => !isCredential(chunk)).map((chunk) => chunk.raw)
  return writePng([header as Uint8Array, writePngChunk('iTXt', data), ...others])
}

/** @returns the text of an `iTXt` chunk or why it is not read */
const readInternationalText = (data: Uint8Array, keyword: string): { text: Uint8Array } | { problem: string } => {
  const flags = keyword.length + 1
  if (data[flags] === 1) return { problem: 'the credential is compressed, which the specification forbids' }
  if (data[flags] !== 0 || data[flags + 1] !== 0) return { problem: 'the header of the credential chunk is malformed' }
  const languageEnd = data.indexOf(0, flags + 2)
  const translatedEnd = languageEnd === -1 ? -1 : data.indexOf(0, languageEnd + 1)
  if (translatedEnd === -1) return { problem: 'the header of the credential chunk is cut off' }
  return { text: data.subarray(translatedEnd + 1) }
}

const readCredentialChunk = (chunk: PngChunk, limits: UnbakePngLimits): Unbaked => {
  const keyword = keywordOf(chunk) as string
  // Open Badges 1.0 and 2.0 images also have the address of a hosted assertion in a tEXt chunk (CONFORMANCE BK-6)
  const legacy = keyword === KEYWORD_2 && chunk.type === 'tEXt'
  if (chunk.type !== 'iTXt' && !legacy)
    return refused('baked_wrongly', `The credential stands in a ${chunk.type} chunk instead of an iTXt chunk.`)
  const found = legacy ? { text: chunk.data.subarray(keyword.length + 1) } : readInternationalText(chunk.data, keyword)
  if ('problem' in found) return refused('baked_wrongly', `The image was baked wrongly: ${found.problem}.`)
  if (found.text.length > limits.maxTextBytes) {
    return refused('image_too_large', `The credential in the image has ${found.text.length} bytes; the limit is ${limits.maxTextBytes}.`)
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(found.text)
    return { kind: 'baked', version: keyword === KEYWORD ? 'open-badge-3' : 'open-badge-2', text }
  } catch {
    return refused('baked_wrongly', 'The credential in the image is not UTF-8.')
  }
}

/**
 * Takes the credential out of a PNG. Reads chunks only; no pixel is decoded and nothing is inflated (SECURITY T10; CONFORMANCE BK-3, BK-4, BK-6).
 *
 * Refused: lengths and checksums that are wrong, anything behind the end, more than one credential of either version,
 * compression, and the keyword of Open Badges 3.0 in another kind of text chunk.
 */
export const unbakePng = (png: Uint8Array, limits: UnbakePngLimits): Unbaked => {
  const read = readPngChunks(png, limits)
  if (read.kind === 'refused') return read
  const [first, ...more] = read.chunks.filter(isCredential)
  if (first === undefined) return { kind: 'plain' }
  if (more.length > 0) return refused('baked_several', `The image holds ${more.length + 1} credentials; exactly one is allowed.`)
  return readCredentialChunk(first, limits)
}
