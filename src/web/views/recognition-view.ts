import type { RecognitionView, StrengthView } from '../../../templates/components/recognitions.tsx'
import type { Text } from '../../domain/text.ts'
import { dayText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

export type RecognitionStrength = 'considered' | 'preferred' | 'required' | 'guaranteed'

/** How one employer counts one badge, from its published declaration (DOMAIN section 7). */
export interface RecognitionFacts {
  firm: Text
  /** path of the employer's page */
  firmUrl?: string
  honoured?: boolean
  /** allowance, raise, promotion, …; an unknown use is printed as it is */
  use: string
  strength: RecognitionStrength
  text: Text
  /** JST day */
  validUntil?: string
  /** path of the declaration's page */
  declarationUrl?: string
}

const steps: Record<RecognitionStrength, StrengthView['step']> = { considered: 1, preferred: 2, required: 3, guaranteed: 4 }

export const recognitionView = (facts: RecognitionFacts, context: PageContext): RecognitionView => {
  const words = wordsOf(context).badge
  const uses: Record<string, string> = words.use
  return {
    firm: inLanguage(context, facts.firm),
    ...(facts.firmUrl === undefined ? {} : { firmHref: linkTo(context, facts.firmUrl) }),
    tags: facts.honoured === true ? [words.honoured] : [],
    strength: { step: steps[facts.strength], word: words.strength[facts.strength] },
    sentence: inLanguage(context, facts.text),
    terms: [
      uses[facts.use] ?? facts.use,
      ...(facts.validUntil === undefined ? [] : [words.validUntilDay(dayText(facts.validUntil, context.language))]),
    ],
    ...(facts.declarationUrl === undefined
      ? {}
      : { declaration: { href: linkTo(context, facts.declarationUrl), label: words.readDeclaration } }),
  }
}
