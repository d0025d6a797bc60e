import { refuseMove } from './refusal.ts'

/** What is imported. */
export type ImportKind = 'completions' | 'participants'

/**
 * An import in two steps. `received` → `checked` (the dry run; nothing of it is registered yet) → `confirmed` → `imported`.
 * A file that is no such table at all is `refused`; one that nobody wants is `discarded`, and its rows are erased.
 */
export type ImportState = 'received' | 'checked' | 'refused' | 'confirmed' | 'imported' | 'discarded'

export interface ImportFile {
  id: string
  kind: ImportKind
  state: ImportState
  fileName: string
  /** SHA-256 of the bytes, hex */
  sha256: string
  byteCount: number
  encoding: 'utf-8' | 'cp932'
  encodingReason: EncodingReason
  /** the run that all rows must be for, where one was named */
  sessionId?: string
  /** the operator whose import it is; absent: the secretariat's */
  organisationId?: string
  createdBy: string
  confirmedBy?: string
  bytesRead: number
  rowsRead: number
  /** accepted rows that were taken through the second step */
  rowsDone: number
  /** why the file is refused */
  problem?: { ja: string; en: string }
  createdAt: Date
  checkedAt?: Date
  confirmedAt?: Date
  finishedAt?: Date
}

/** Why the encoding is taken for what it is: said by the sender, a byte order mark, valid UTF-8 throughout, a header that only UTF-8 gives, or none of them. */
export type EncodingReason = 'named' | 'byte_order_mark' | 'valid_utf8' | 'header_is_utf8' | 'not_utf8'

const moves = {
  check: { from: ['received'], to: 'checked' },
  refuse: { from: ['received'], to: 'refused' },
  confirm: { from: ['checked'], to: 'confirmed' },
  finish: { from: ['confirmed'], to: 'imported' },
  discard: { from: ['received', 'checked', 'refused'], to: 'discarded' },
} as const satisfies Record<string, { from: readonly ImportState[]; to: ImportState }>

export type ImportMove = keyof typeof moves
export const importMoves = Object.keys(moves) as ImportMove[]

/** The state after a move. @throws ServiceError `conflict` where the present state does not have it */
export const moveImport = (file: Pick<ImportFile, 'id' | 'state'>, move: ImportMove): ImportState => {
  const { from, to } = moves[move]
  if (!(from as readonly ImportState[]).includes(file.state)) return refuseMove(`import ${file.id}`, file.state, move, from)
  return to
}

/** What became of an accepted row in the second step: `skipped` and `conflict` where somebody else recorded it between the two steps. */
export type RowOutcome = 'imported' | 'skipped' | 'conflict'
