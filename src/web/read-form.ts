import busboy from 'busboy'
import type { Request } from 'express'
import { ServiceError } from '../errors.ts'

/** A form without files is small. */
const MAX_FORM_BYTES = 100_000

/**
 * Reads an urlencoded form.
 *
 * @throws ServiceError `unsupported_media_type`, `payload_too_large`
 */
export const readForm = async (request: Request): Promise<URLSearchParams> => {
  if (!request.is('application/x-www-form-urlencoded'))
    throw new ServiceError('unsupported_media_type', 'Send the form as application/x-www-form-urlencoded.')
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_FORM_BYTES) throw new ServiceError('payload_too_large', 'The form is larger than 100 KB.')
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

export interface UploadedFile {
  field: string
  name: string
  mediaType: string
  bytes: Uint8Array
}

/**
 * Reads a form with files into memory, within limits.
 *
 * @throws ServiceError `bad_request` for a malformed form, `payload_too_large` when one of the limits is passed
 */
export const readMultipart = (
  request: Request,
  limits: { files: number; fileBytes: number; fields: number; fieldBytes: number; totalBytes: number },
): Promise<{ fields: Map<string, string[]>; files: UploadedFile[] }> =>
  new Promise((resolve, reject) => {
    const fields = new Map<string, string[]>()
    const files: UploadedFile[] = []
    let total = 0
    const malformed = (cause?: unknown): ServiceError =>
      new ServiceError('bad_request', 'The form is malformed; send multipart/form-data.', { cause })
    const tooLarge = (): ServiceError =>
      new ServiceError('payload_too_large', `Send at most ${limits.files} files of ${Math.floor(limits.fileBytes / 1_000_000)} MB each.`)
    let parser: busboy.Busboy
    try {
      parser = busboy({
        headers: request.headers,
        defParamCharset: 'utf8',
        limits: {
          files: limits.files,
          fileSize: limits.fileBytes,
          fields: limits.fields,
          fieldSize: limits.fieldBytes,
          parts: limits.files + limits.fields,
        },
      })
    } catch (cause) {
      reject(malformed(cause))
      return
    }
    const stop = (error: ServiceError): void => {
      request.unpipe(parser)
      request.resume()
      reject(error)
    }
    parser.on('field', (name, value, info) => {
      if (info.valueTruncated) return stop(tooLarge())
      fields.set(name, [...(fields.get(name) ?? []), value])
    })
    parser.on('file', (field, stream, info) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => {
        total += chunk.length
        chunks.push(chunk)
        if (total > limits.totalBytes) stop(tooLarge())
      })
      stream.on('limit', () => stop(tooLarge()))
      // A body that ends inside a file is reported on the file, not on the form; unheard, it would end the process.
      stream.on('error', (cause) => stop(malformed(cause)))
      stream.on('close', () => {
        const bytes = Buffer.concat(chunks)
        // An empty file field is what a browser sends when nobody chose a file.
        if (bytes.length > 0 || (info.filename ?? '') !== '')
          files.push({ field, name: info.filename ?? '', mediaType: info.mimeType, bytes })
      })
    })
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) parser.on(limit, () => stop(tooLarge()))
    parser.on('error', (cause) => stop(malformed(cause)))
    parser.on('close', () => resolve({ fields, files }))
    request.on('aborted', () => stop(malformed()))
    request.pipe(parser)
  })
