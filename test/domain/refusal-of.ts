import { ServiceError } from '../../src/errors.ts'

/** `allowed`, or the code of the ServiceError with which the deed is refused; anything else is thrown on. */
export const refusalOf = (deed: () => unknown): string => {
  try {
    deed()
  } catch (error) {
    if (error instanceof ServiceError) return error.code
    throw error
  }
  return 'allowed'
}

/** One line for each move and each state: allowed from the named states, refused as a conflict from all others. */
export const moveTable = <T>(
  states: Readonly<Record<string, T>>,
  moves: Readonly<Record<string, { from: readonly string[]; deed: (record: T) => unknown; refused?: (state: string) => string }>>,
): { move: string; state: string; expected: string; deed: () => unknown }[] =>
  Object.entries(moves).flatMap(([move, { from, deed, refused }]) =>
    Object.entries(states).map(([state, record]) => ({
      move,
      state,
      expected: from.includes(state) ? 'allowed' : (refused?.(state) ?? 'conflict'),
      deed: () => deed(record),
    })),
  )
