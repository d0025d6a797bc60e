import { createHash } from 'node:crypto'
import type { SignedDocument } from '../domain/credential.ts'
import { json } from './columns.ts'
import { filled, type StoredText } from './document-template.ts'

/** The columns that hold the text of a badge, and the template that it may have. */
export interface TextRow {
  id: string
  template_id: string | null
  unsigned_text: string
  signed_text: string | null
  signed_sha256: string | null
  pieces: string | null
}

/** Templates never change, so parsed ones are kept. */
const MAX_PARSED = 200
const parsed = new Map<string, { pieces: readonly string[] }>()

const templateOf = (row: TextRow & { template_id: string }): { pieces: readonly string[] } => {
  const known = parsed.get(row.template_id)
  if (known !== undefined) return known
  if (row.pieces === null) throw new Error(`the text template ${row.template_id} of badge ${row.id} is gone`)
  const template = { pieces: json.read<string[]>(row.pieces) }
  if (parsed.size >= MAX_PARSED) parsed.clear()
  parsed.set(row.template_id, template)
  return template
}

/** The exact document that is to be signed, or was. */
export const unsignedTextOf = (row: TextRow): string =>
  row.template_id === null
    ? row.unsigned_text
    : filled(templateOf({ ...row, template_id: row.template_id }), json.read<string[]>(row.unsigned_text))

/**
 * The signed document of a badge, byte for byte; `undefined` before it is signed. A text that was put together is held against its stored digest first:
 * no altered document is served.
 */
export const signedDocumentOf = (row: TextRow): SignedDocument | undefined => {
  if (row.signed_text === null || row.signed_sha256 === null) return undefined
  if (row.signed_text.startsWith('{')) return { text: row.signed_text, sha256: row.signed_sha256 }
  const text = withTail(unsignedTextOf(row), row.signed_text)
  if (createHash('sha256').update(text).digest('hex') !== row.signed_sha256)
    throw new Error(`the stored text of badge ${row.id} does not have its digest`)
  return { text, sha256: row.signed_sha256 }
}

/** A signed document is the document that was to be signed, with its proof before the last brace. */
const withTail = (unsigned: string, tail: string): string => unsigned.slice(0, -1) + tail

/** What of a signed document has to be stored beside the document that was to be signed: the proof, or all if it is made otherwise. */
export const tailOf = (unsigned: StoredText, signed: string): string => {
  const end = endWithin(unsigned, signed)
  // A copy: a part of a text would keep the whole text in memory.
  return end !== undefined && signed[end] === ',' ? Buffer.from(signed.slice(end)).toString() : signed
}

/** Where the text ends in a signed document that begins with all of it but its last brace. */
const endWithin = ({ template, stored }: StoredText, signed: string): number | undefined => {
  if (template === undefined) return signed.startsWith(stored.slice(0, -1)) ? stored.length - 1 : undefined
  const { pieces } = template
  let end = 0
  for (const [n, value] of json.read<string[]>(stored).entries()) {
    const piece = pieces[n] as string
    if (!signed.startsWith(piece, end) || !signed.startsWith(value, end + piece.length)) return undefined
    end += piece.length + value.length
  }
  const last = (pieces[pieces.length - 1] as string).slice(0, -1)
  return signed.startsWith(last, end) ? end + last.length : undefined
}
