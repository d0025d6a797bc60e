import { type Refusal, refuse } from './input-result.ts'
import { inputLimits } from './limits.ts'

/** A document over several lines begins like this; addresses, tokens and short numbers do not. */
const startsDocument = (line: string): boolean => /^[{[<"]/.test(line)
/** A whole document in one line, as in JSON Lines. */
const isWholeDocument = (line: string): boolean => line.startsWith('{') && line.endsWith('}')

/**
 * Divides a pasted text into its inputs: one a line (addresses, short numbers, tokens, JSON Lines), or the whole text where it begins as one
 * document over several lines.
 *
 * @returns the inputs in their order, at most 50
 */
export const splitBatch = (text: string): { kind: 'inputs'; inputs: string[] } | Refusal => {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const [first] = lines
  if (first === undefined) return refuse('input.no_credential', 'There is no input.')
  if (startsDocument(first) && !lines.every(isWholeDocument)) return { kind: 'inputs', inputs: [text] }
  if (lines.length > inputLimits.maxBatch) {
    return refuse('input.too_many_credentials', `There are ${lines.length} inputs; the limit is ${inputLimits.maxBatch} at once.`)
  }
  return { kind: 'inputs', inputs: lines.length === 1 ? [text] : lines }
}
