import busboy from 'busboy'
import type { Request } from 'express'
import { ServiceError } from '../errors.ts'

/** A file that arrives piece by piece; nothing of it is kept here. */
export interface Upload {
  name: string
  /** the fields of the form that stand before the file */
  fields: ReadonlyMap<string, string>
  bytes: AsyncIterable<Uint8Array>
  /** lets go of what was not read, so that an answer can be sent */
  letGo(): void
}

/**
 * The file of a request: the body itself, or the first file of a form. The use case reads it and decides how much is too much.
 *
 * @param mediaTypes - what the body itself may be
 * @throws ServiceError `unsupported_media_type`, `bad_request` for a form without a file
 */
export const readUpload = (request: Request, mediaTypes: readonly string[], name: string): Promise<Upload> => {
  if (request.is('multipart/form-data')) return fileOfForm(request)
  if (!request.is([...mediaTypes]))
    throw new ServiceError('unsupported_media_type', `Send the file as ${mediaTypes.join(', ')} or as a form (multipart/form-data).`)
  return Promise.resolve({ name, fields: new Map(), bytes: request as AsyncIterable<Uint8Array>, letGo: () => void request.resume() })
}

const fileOfForm = (request: Request): Promise<Upload> =>
  new Promise((resolve, reject) => {
    const malformed = (cause?: unknown): ServiceError =>
      new ServiceError('bad_request', 'The form is malformed, or has no file; send one file as multipart/form-data.', { cause })
    let parser: busboy.Busboy
    try {
      parser = busboy({ headers: request.headers, defParamCharset: 'utf8', limits: { files: 1, fields: 20, fieldSize: 1_000, parts: 21 } })
    } catch (cause) {
      reject(malformed(cause))
      return
    }
    const letGo = (): void => {
      request.unpipe(parser)
      request.resume()
    }
    let found = false
    const fields = new Map<string, string>()
    parser.on('field', (name, value) => void fields.set(name, value))
    parser.on('file', (_field, stream, info) => {
      found = true
      // The parser reports a body that ends too early on the form; the reader of the file must hear of it.
      parser.on('error', (cause) => stream.destroy(malformed(cause)))
      request.on('aborted', () => stream.destroy(malformed()))
      resolve({ name: info.filename ?? '', fields, bytes: stream, letGo })
    })
    parser.on('error', (cause) => {
      if (found) return
      letGo()
      reject(malformed(cause))
    })
    parser.on('close', () => {
      if (!found) reject(malformed())
    })
    request.pipe(parser)
  })
