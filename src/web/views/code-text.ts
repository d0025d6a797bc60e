import { codeTextsJa } from '../texts/ja/check-codes.ts'
import type { PageContext } from './page-context.ts'
import { printable } from './safe-text.ts'

/** A stable code as a sentence in the reader's language; the verifier's own English sentence where there is no translation. */
export const codeText = (item: { code: string; detail: string }, context: PageContext): string =>
  (context.language === 'ja' ? codeTextsJa[item.code] : undefined) ?? printable(item.detail) ?? item.code
