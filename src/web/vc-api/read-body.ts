import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Request } from 'express'
import { ServiceError } from '../../errors.ts'
import { isJsonObject, type JsonObject } from '../../json.ts'
import { refuseFlood } from '../../verification/input-flood.ts'
import { documentLimits } from '../../verification/limits.ts'
import { readStrictJson } from '../../verification/strict-json.ts'

/** A request is a document with a few members around it: one level deeper, and at most this much longer. */
const bodyLimits = {
  maxTextBytes: documentLimits.maxTextBytes + 16_384,
  maxDepth: documentLimits.maxDepth + 1,
  maxNodes: documentLimits.maxNodes + 100,
} as const

/**
 * Reads the body of a VC-API request as one strict JSON object (SECURITY (b), steps 1–4): `JSON.parse` would let members pass that
 * occur twice, and a body parser answers malformed text in a form of its own.
 *
 * @throws ServiceError `unsupported_media_type`, `payload_too_large`, or `bad_request` for everything that is not one JSON object
 */
export const readBody = async (request: Request, limits: { maxNodes?: number } = {}): Promise<JsonObject> => {
  const type = request.headers['content-type']
  if (type !== undefined && !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type))
    throw new ServiceError('unsupported_media_type', 'The body of this request is application/json.')
  const read = readStrictJson(await decoded(request, await collected(request)), { ...bodyLimits, ...limits })
  if (!read.ok) {
    if (read.code === 'too_large') throw tooLarge()
    throw new ServiceError('bad_request', read.detail, {
      problems: [{ path: read.at ?? '', message: read.detail, code: `input.${read.code}` }],
    })
  }
  if (!isJsonObject(read.value)) throw new ServiceError('bad_request', 'The body of this request is one JSON object.')
  const flood = refuseFlood(read.value)
  if (flood !== undefined)
    throw new ServiceError('bad_request', flood.detail, {
      problems: [{ path: flood.path ?? '', message: flood.detail, code: flood.code }],
    })
  return read.value
}

const tooLarge = (): ServiceError => new ServiceError('payload_too_large', `A document has at most ${documentLimits.maxTextBytes} bytes.`)

/** Gathers the body. What lies beyond the limit is let go unread, so that the answer can still be sent. */
const collected = (request: Request): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const refuse = (error: ServiceError): void => {
      request.removeAllListeners('data')
      request.resume()
      reject(error)
    }
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > bodyLimits.maxTextBytes) refuse(tooLarge())
      else chunks.push(chunk)
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', (cause) => reject(new ServiceError('bad_request', 'The request ended before its body was complete.', { cause })))
  })

/** Each piece that is inflated comes back through the event loop; a document is a few pieces of this size. */
const INFLATE_CHUNK_BYTES = 262_144

const decoders: Readonly<Record<string, (body: Buffer, options: { maxOutputLength: number; chunkSize: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/** Undoes `Content-Encoding` with a limit on what comes out. */
const decoded = async (request: Request, body: Buffer): Promise<Buffer> => {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase()
  if (encoding === 'identity') return body
  const decode = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined
  if (decode === undefined) throw new ServiceError('unsupported_media_type', 'This content encoding is not read here.')
  try {
    return await decode(body, { maxOutputLength: bodyLimits.maxTextBytes, chunkSize: INFLATE_CHUNK_BYTES })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new ServiceError('bad_request', 'The body is not encoded as its header says.', { cause: error })
  }
}
