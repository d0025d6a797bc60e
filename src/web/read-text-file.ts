import type { Request } from 'express'
import { ServiceError } from '../errors.ts'
import { readUpload } from './read-upload.ts'

/** A list of some thousand lines. */
const MAX_TEXT_BYTES = 1_000_000

/**
 * A small UTF-8 text file of a request.
 *
 * @throws ServiceError `unsupported_media_type`, `payload_too_large`, `invalid_input` where it is not UTF-8
 */
export const readTextFile = async (request: Request): Promise<string> => {
  const upload = await readUpload(request, ['text/csv'], 'list.csv')
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of upload.bytes) {
    bytes += chunk.length
    if (bytes > MAX_TEXT_BYTES) {
      upload.letGo()
      throw new ServiceError('payload_too_large', 'The file is larger than 1 MB; split it.')
    }
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (cause) {
    throw new ServiceError('invalid_input', 'The file is not UTF-8. Save it as "CSV UTF-8" and send it again.', { cause })
  }
}
