import type { RecognitionView, StrengthView } from '../../../templates/components/recognitions.tsx'
import type { Strength } from '../../domain/recognition.ts'
import type { Text } from '../../domain/text.ts'
import { dayText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

/** How one employer counts one badge, from its published declaration (DOMAIN section 7). */
export interface RecognitionFacts {
  firm: Text
  /** path of the employer's page */
  firmUrl?: string
  honoured?: boolean
  /** allowance, raise, promotion, …; an unknown use is printed as it is */
  use: string
  strength: Strength
  text: Text
  /** JST day */
  validUntil?: string
  /** earned before the declaration ended */
  earned?: boolean
  /** path of the declaration's page */
  declarationUrl?: string
}

const steps: Record<Strength, StrengthView['step']> = { considered: 1, preferred: 2, required: 3, guaranteed: 4 }

/** A strength as its step of four and its word. */
export const strengthView = (strength: Strength, context: PageContext): StrengthView => ({
  step: steps[strength],
  word: wordsOf(context).badge.strength[strength],
})

/** A use in words; an unknown one is printed as it is. */
export const useText = (use: string, context: PageContext): string => {
  const uses: Record<string, string> = wordsOf(context).badge.use
  return uses[use] ?? use
}

/**
 * One promise of a firm.
 *
 * @param headedBy - `use` on pages that are about the firm itself, where its name would only be repeated
 */
export const recognitionView = (facts: RecognitionFacts, context: PageContext, headedBy: 'firm' | 'use' = 'firm'): RecognitionView => {
  const words = wordsOf(context).badge
  return {
    firm: headedBy === 'use' ? useText(facts.use, context) : inLanguage(context, facts.firm),
    ...(facts.firmUrl === undefined || headedBy === 'use' ? {} : { firmHref: linkTo(context, facts.firmUrl) }),
    tags: facts.honoured === true && headedBy === 'firm' ? [words.honoured] : [],
    strength: strengthView(facts.strength, context),
    sentence: inLanguage(context, facts.text),
    terms: [
      ...(headedBy === 'use' ? [] : [useText(facts.use, context)]),
      ...(facts.earned === true ? [wordsOf(context).ledger.history.earned] : []),
      ...(facts.validUntil === undefined ? [] : [words.validUntilDay(dayText(facts.validUntil, context.language))]),
    ],
    ...(facts.declarationUrl === undefined
      ? {}
      : { declaration: { href: linkTo(context, facts.declarationUrl), label: words.readDeclaration } }),
  }
}
