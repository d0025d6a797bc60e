import type { EndorsementView } from '../../../templates/components/endorsements.tsx'
import type { Text } from '../../domain/text.ts'
import type { DocumentClaims } from './document-claims.ts'
import { inLanguage, type PageContext, wordsOf } from './page-context.ts'

/** A confirmation or approval that our records hold for a badge, with what its signer was on the day of the award. */
export interface EndorsementFacts {
  by: 'firm' | 'council'
  who: Text
  what: Text
  declared: boolean
  honoured: boolean
}

/** Who confirmed a badge: first what our records hold, then what the badge itself embeds. */
export const endorsementViews = (claims: DocumentClaims, facts: readonly EndorsementFacts[], context: PageContext): EndorsementView[] => {
  const words = wordsOf(context).badge
  return [
    ...facts.map((item): EndorsementView => {
      const tags = [...(item.declared ? [words.declared] : []), ...(item.honoured ? [words.honoured] : [])]
      return {
        by: item.by,
        who: inLanguage(context, item.who),
        what: inLanguage(context, item.what),
        tags,
        ...(tags.length === 0 ? {} : { note: words.atAward }),
      }
    }),
    ...claims.endorsements.map(
      (item): EndorsementView => ({
        by: 'firm',
        who: item.by ?? words.issuer,
        what: item.comment ?? '',
        tags: [],
        note: words.endorsementValid,
      }),
    ),
  ]
}
