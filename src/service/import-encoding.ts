import { csvReader } from '../domain/csv-in.ts'
import { readHeader } from '../domain/import-fields.ts'
import type { EncodingReason, ImportFile } from '../domain/import-file.ts'
import { ServiceError } from '../errors.ts'

export type Encoding = ImportFile['encoding']

/** The name that `TextDecoder` has for each; its Shift_JIS reads what Excel writes as CP932, 髙 﨑 ① included. */
export const decoderName: Record<Encoding, string> = { 'utf-8': 'utf-8', cp932: 'shift_jis' }

/** Watches a file go by and decides how it is encoded (DOMAIN section 4, "CSV in"). */
export interface EncodingWatch {
  see(bytes: Uint8Array): void
  /** @throws ServiceError `unsupported_media_type` for a workbook, UTF-16 or a compressed file */
  decide(): { encoding: Encoding; encodingReason: EncodingReason }
}

const headBytes = 4096

/**
 * Byte order mark → UTF-8; valid UTF-8 throughout → UTF-8; a header that makes sense in UTF-8 only → UTF-8, so that one bad byte spoils its row and not
 * the file; else CP932.
 *
 * @param columns - the header that the file should have
 * @param named - what the sender says; then nothing is guessed
 */
export const watchEncoding = (columns: readonly string[], named?: Encoding): EncodingWatch => {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let valid = true
  let head = Buffer.alloc(0)
  const check = (work: () => void): void => {
    try {
      if (valid) work()
    } catch {
      valid = false
    }
  }
  return {
    see: (bytes) => {
      if (head.length < headBytes) head = Buffer.concat([head, bytes]).subarray(0, headBytes)
      check(() => strict.decode(bytes, { stream: true }))
    },
    decide: () => {
      check(() => strict.decode())
      refuseOtherFiles(head)
      if (named !== undefined) return { encoding: named, encodingReason: 'named' }
      if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', encodingReason: 'byte_order_mark' }
      if (valid) return { encoding: 'utf-8', encodingReason: 'valid_utf8' }
      const header = csvReader().push(`${new TextDecoder('utf-8').decode(head)}\n`)[0]?.fields ?? []
      return readHeader(columns, header).ok
        ? { encoding: 'utf-8', encodingReason: 'header_is_utf8' }
        : { encoding: 'cp932', encodingReason: 'not_utf8' }
    },
  }
}

const refuseOtherFiles = (head: Buffer): void => {
  const [a, b] = head
  const refuse = (what: string): never => {
    throw new ServiceError('unsupported_media_type', `The file is ${what}. Save the table as CSV (UTF-8 or Shift_JIS) and send that.`)
  }
  if (a === 0x50 && b === 0x4b) refuse('an Excel workbook or another compressed file')
  if (a === 0xd0 && b === 0xcf) refuse('an Excel workbook of the older kind')
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) refuse('encoded in UTF-16 ("Unicode text")')
}
