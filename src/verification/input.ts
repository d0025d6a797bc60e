import { readShortId } from '../ids.ts'
import { isPng } from '../openbadges/baking/png-chunks.ts'
import { looksLikeAddress, readAddress } from './input-address.ts'
import { refuseFlood } from './input-flood.ts'
import { type PictureRoom, type ReadCarried, readPng, readQrPicture, readSvg } from './input-image.ts'
import { looksLikeJwt, readJwt } from './input-jwt.ts'
import { type InputDocument, type InputOrigin, type InputResult, type Refusal, refuse, refuseFault } from './input-result.ts'
import { imageLimits, inputLimits } from './limits.ts'
import { isJpeg } from './qr-picture.ts'
import { decodeUtf8, readStrictJsonObject } from './strict-json.ts'

/** What somebody wants to have verified. File name and media type are for messages and records; the content decides what it is. */
export type InputSource =
  | { bytes: Uint8Array; fileName?: string; mediaType?: string }
  | { text: string; fileName?: string; mediaType?: string }

/** Files that people try and that are not read here, by their first bytes; the sentence says what to do instead. */
const otherFiles: { begins: RegExp; what: string }[] = [
  { begins: /^%PDF-/, what: 'PDF files are not read here; scan the QR code that is printed on it, or use the badge file itself.' },
  { begins: /^GIF8|^RIFF....WEBP/s, what: 'Pictures are read as PNG, SVG or JPEG only.' },
  { begins: /^....ftyp/s, what: 'HEIC pictures are not read here; save the picture as JPEG.' },
  { begins: /^PK\p{Cc}{2}/u, what: 'Archives are not read here; unpack it and choose the badge file.' },
]

/** A document and nothing else: JSON or a compact token. */
const readDocumentText = (text: string, from: InputOrigin): InputDocument | Refusal => {
  const trimmed = text.trim()
  if (looksLikeJwt(trimmed)) return readJwt(trimmed, from)
  const read = readStrictJsonObject(text)
  if (!read.ok) return refuseFault(read)
  return refuseFlood(read.value) ?? { kind: 'json', value: read.value, text: read.text, from }
}

/** What a person may type, paste or scan: a document, an address, a short number. */
const readTypedText = (text: string, from: InputOrigin): InputResult => {
  const trimmed = text.trim()
  if (looksLikeJwt(trimmed) || /^[{["]/.test(trimmed)) return readDocumentText(text, from)
  if (looksLikeAddress(trimmed)) return readAddress(trimmed, from)
  const shortId = trimmed.length > inputLimits.maxShortIdCharacters ? undefined : readShortId(trimmed)
  if (shortId !== undefined) return { kind: 'short-id', shortId, from }
  return refuse('input.no_credential', 'This is neither a credential, nor the address of a badge, nor a short number.')
}

/** Text out of an image. A baked credential is a document; only Open Badges 2.0 also bakes addresses (CONFORMANCE BK-4, BK-6). */
const readCarried: ReadCarried = ({ text, version, from }) => {
  if (version === undefined) return readTypedText(text, from)
  if (version === 'open-badge-3' || !looksLikeAddress(text.trim())) return readDocumentText(text, from)
  const address = readAddress(text.trim(), from)
  return address.kind === 'url' ? { kind: 'ob2-hosted-url', url: address.url, from } : address
}

const tooLong = (length: number): Refusal =>
  refuse('input.too_large', `The text has a length of ${length}; no document that is read here is longer than ${imageLimits.maxSvgBytes}.`)

const readBytes = async (bytes: Uint8Array, room: PictureRoom): Promise<InputResult> => {
  if (bytes.length > imageLimits.maxFileBytes)
    return refuse('input.too_large', `The file has ${bytes.length} bytes; the limit is ${imageLimits.maxFileBytes}.`)
  if (isPng(bytes)) return readPng(bytes, room, readCarried)
  if (isJpeg(bytes)) return readQrPicture(bytes, room, readCarried)
  const begin = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  const other = otherFiles.find(({ begins }) => begins.test(begin))
  if (other !== undefined) return refuse('input.type_unsupported', other.what)
  if (bytes.length > imageLimits.maxSvgBytes) return tooLong(bytes.length)
  const text = decodeUtf8(bytes)
  return text === undefined ? refuse('input.not_utf8', 'The input is neither a picture nor well-formed UTF-8.') : readText(text, room)
}

const readText = async (text: string, room: PictureRoom): Promise<InputResult> => {
  if (text.length > imageLimits.maxSvgBytes) return tooLong(text.length)
  if (/^\ufeff?\s*<(!doctype\s+html|html)\b/i.test(text)) {
    return refuse('input.type_unsupported', 'This is a web page; give its address, or the badge file itself.')
  }
  return /^\ufeff?\s*</.test(text) ? readSvg(text, room, readCarried) : readTypedText(text, 'text')
}

/**
 * Turns what somebody sent into one document, or an address or short number under which there is one (SECURITY (b), steps 0 to 4).
 * Nothing is fetched and nothing is believed.
 *
 * @throws ServiceError `overloaded` when no thread is free for a picture
 */
export const readInput = (source: InputSource, room: PictureRoom): Promise<InputResult> =>
  'bytes' in source ? readBytes(source.bytes, room) : readText(source.text, room)
