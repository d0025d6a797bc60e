import type { CaseView } from '../../../templates/components/case-list.tsx'
import type { JsonObject } from '../../json.ts'
import { resultViews } from './changes.ts'
import { dayText } from './dates.ts'
import { claimsOf } from './document-claims.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

/** A published badge for a result at work. */
export interface CaseFacts {
  id: string
  /** JST day */
  awardedOn: string
  isDemo: boolean
  /** as signed */
  document: JsonObject
}

/** @returns nothing for a badge whose result is told in words only: a case has a figure */
export const caseView = (facts: CaseFacts, context: PageContext): CaseView | undefined => {
  const words = wordsOf(context)
  const claims = claimsOf(facts.document)
  const [change] = resultViews(claims.results, words.badge).changes
  if (change === undefined) return undefined
  const lang = claims.language === undefined || claims.language.startsWith(context.language) ? {} : { lang: claims.language }
  return {
    firm: claims.source?.name ?? '',
    change: { ...change, ...lang },
    badge: { href: linkTo(context, `/badges/${facts.id}`), label: claims.name ?? '', ...lang },
    note: words.cases.note(dayText(facts.awardedOn, context.language)),
  }
}

/** The same for other sites: what changed in words and figures, and the address that verifies. No name of a person. */
export const caseData = (facts: CaseFacts, context: PageContext): JsonObject | undefined => {
  const view = caseView(facts, context)
  if (view === undefined) return undefined
  const { change } = view
  const side = (figure: typeof change.before): JsonObject => ({ value: figure?.value ?? '', unit: figure?.unit ?? '' })
  return {
    badge: `${context.publicUrl}/badges/${facts.id}`,
    badgeName: view.badge.label,
    employer: view.firm,
    measure: change.measure,
    ...(change.before === undefined ? {} : { before: side(change.before) }),
    ...(change.after === undefined ? {} : { after: side(change.after) }),
    ...(change.howMuch === undefined ? {} : { change: change.howMuch }),
    awardedOn: facts.awardedOn,
    isDemo: facts.isDemo,
  }
}
