import { describe, expect, test } from 'vitest'
import { type ImportMove, type ImportState, importMoves, moveImport } from '../../src/domain/import-file.ts'

const states: ImportState[] = ['received', 'checked', 'refused', 'confirmed', 'imported', 'discarded']
const allowed: Record<ImportMove, Partial<Record<ImportState, ImportState>>> = {
  check: { received: 'checked' },
  refuse: { received: 'refused' },
  confirm: { checked: 'confirmed' },
  finish: { confirmed: 'imported' },
  discard: { received: 'discarded', checked: 'discarded', refused: 'discarded' },
}

describe.each(importMoves)('the move "%s" of an import', (move) => {
  test.each(states)('from %s', (state) => {
    const to = allowed[move][state]
    if (to !== undefined) expect(moveImport({ id: 'i', state }, move)).toBe(to)
    else expect(() => moveImport({ id: 'i', state }, move)).toThrow(expect.objectContaining({ code: 'conflict' }))
  })
})
