import type { EvidenceView, LedgerView } from '../../../templates/components/badge-ledger.tsx'
import type { ChangeView, FigureView } from '../../../templates/components/change.tsx'
import type { FactView } from '../../../templates/components/facts.tsx'
import type { RecognitionView } from '../../../templates/components/recognitions.tsx'
import { alignmentView } from './alignment-view.ts'
import { measurementsOf, resultViews } from './changes.ts'
import { dayText, dayView, jstDayOf } from './dates.ts'
import type { DocumentClaims, EvidenceClaim } from './document-claims.ts'
import { type EmbeddedEndorsement, type EndorsementFacts, endorsementViews } from './endorsement-views.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'
import { type RecognitionFacts, recognitionView } from './recognition-view.ts'

/** What our records add to what the badge itself says. */
export interface LedgerFacts {
  /** the name, where the holder chose to show it */
  holderName?: string
  artUrl?: string
  /** JST day */
  awardedOn?: string
  /** path of the page of the badge's definition */
  achievementUrl?: string
  recognitions?: readonly RecognitionFacts[]
  endorsements?: readonly EndorsementFacts[]
  /** what the document embeds, each verified by itself */
  embedded?: readonly EmbeddedEndorsement[]
  /** public address, for the lines to copy */
  url?: string
}

const mostLinesFirst = 3
const longNameCharacters = 20

/**
 * The ledger of a checked badge, in the order of PRODUCT section 3.
 *
 * @param standing - `closed` after a revocation: what was issued stays, results and promises go; `doubtful` where the document was proved wrong
 */
export const ledgerView = (
  claims: DocumentClaims,
  facts: LedgerFacts,
  context: PageContext,
  standing: 'open' | 'closed' | 'doubtful' = 'open',
): LedgerView => {
  const words = wordsOf(context).badge
  const open = standing === 'open'
  const name = claims.name ?? wordsOf(context).verify.noBadgeName
  const awardedOn = facts.awardedOn ?? jstDayOf(claims.awardedDate) ?? jstDayOf(claims.validFrom)
  const holderName = facts.holderName ?? claims.holderName
  return {
    ...langOf(claims, context),
    identity: {
      ...(holderName === undefined ? {} : { holder: { name: holderName, honorific: words.honorific } }),
      name,
      ...langOf(claims, context),
      long: [...name].length > longNameCharacters,
      ...(awardedOn === undefined ? {} : { date: { date: dayView(awardedOn, context.language), word: words.awarded } }),
      ...(facts.artUrl === undefined ? {} : { art: { href: facts.artUrl, faded: !open } }),
    },
    ...(open ? { ...canDo(claims, context), ...result(claims, context), ...confirmed(claims, facts, context) } : {}),
    facts: {
      label: open ? words.facts : words.recordAtAward,
      facts: issueFacts(claims, facts, context),
      ...(open && claims.narrative !== undefined ? { narrative: claims.narrative } : {}),
      ...(open && claims.criteria.length > mostLinesFirst
        ? { criteria: { summary: words.canAll(claims.criteria.length), lines: claims.criteria } }
        : {}),
      ...(standing === 'closed' ? { note: words.recordNote } : {}),
    },
    ...(open
      ? { ...evidence(claims, context), ...recognitions(facts, context), ...alignment(claims, context), ...copy(claims, facts, context) }
      : {}),
  }
}

/** The language of the badge's own texts, where it is not that of the page. */
const langOf = (claims: DocumentClaims, context: PageContext): { lang?: string } =>
  claims.language === undefined || claims.language.startsWith(context.language) ? {} : { lang: claims.language }

const canDo = (claims: DocumentClaims, context: PageContext): Pick<LedgerView, 'canDo'> => {
  const words = wordsOf(context).badge
  const lines = claims.criteria.length > 0 ? claims.criteria : claims.description === undefined ? [] : [claims.description]
  if (lines.length === 0) return {}
  return {
    canDo: {
      label: words.can,
      ...(claims.criteria.length > 0 ? { intro: words.canIntro } : {}),
      lines: lines.slice(0, mostLinesFirst),
    },
  }
}

const result = (claims: DocumentClaims, context: PageContext): Pick<LedgerView, 'result'> => {
  const words = wordsOf(context).badge
  const { changes, facts } = resultViews(claims.results, words, measurementsOf(claims.evidence), context.language)
  if (claims.role !== undefined) facts.push({ name: words.role, text: claims.role, ...langOf(claims, context) })
  if (changes.length === 0 && facts.length === 0) return {}
  return {
    result: {
      label: claims.isWorkplaceAchievement ? words.result : words.courseResult,
      changes: changes.map((change) => ({ ...change, ...langOf(claims, context) })),
      facts,
    },
  }
}

const confirmed = (claims: DocumentClaims, facts: LedgerFacts, context: PageContext): Pick<LedgerView, 'confirmed'> => {
  const words = wordsOf(context).badge
  const endorsements = endorsementViews(facts.embedded ?? [], facts.endorsements ?? [], context)
  if (endorsements.length === 0) return {}
  return { confirmed: { label: words.confirmed, endorsements, ...(claims.isWorkplaceAchievement ? { note: words.notAudited } : {}) } }
}

const issueFacts = (claims: DocumentClaims, facts: LedgerFacts, context: PageContext): FactView[] => {
  const words = wordsOf(context).badge
  const list: FactView[] = []
  const issuer = claims.issuer.name ?? claims.issuer.id
  if (issuer !== undefined) list.push({ name: words.issuer, text: issuer, ...langOf(claims, context) })
  if (claims.source?.name !== undefined)
    list.push({
      name: claims.isWorkplaceAchievement ? words.employer : words.operator,
      text: claims.source.name,
      ...langOf(claims, context),
    })
  const from = jstDayOf(claims.activityFrom)
  const to = jstDayOf(claims.activityTo)
  if (from !== undefined && to !== undefined) {
    const text = `${dayText(from, context.language)}${words.to}${dayText(to, context.language)}`
    list.push({ name: claims.isWorkplaceAchievement ? words.activityPeriod : words.period, text })
  }
  if (claims.licenseNumber !== undefined) list.push({ name: words.certificateNo, text: claims.licenseNumber })
  const until = jstDayOf(claims.validUntil)
  if (until !== undefined) list.push({ name: words.validUntil, text: '', date: dayView(until, context.language) })
  if (facts.achievementUrl !== undefined)
    list.push({ name: wordsOf(context).registers.criteria, text: words.aboutBadge, href: linkTo(context, facts.achievementUrl) })
  return list
}

const evidence = (claims: DocumentClaims, context: PageContext): Pick<LedgerView, 'evidence'> => {
  const words = wordsOf(context).badge
  const view = (item: EvidenceClaim): EvidenceView => ({
    name: item.name ?? item.genre ?? words.evidence,
    ...(item.text === undefined ? {} : { text: item.text }),
    ...(item.audience === undefined ? {} : { audience: `${words.evidenceFor}：${item.audience}` }),
    ...(item.href === undefined ? {} : { link: { href: item.href, label: words.openEvidence } }),
  })
  return claims.evidence.length === 0 ? {} : { evidence: { label: words.evidence, items: claims.evidence.map(view) } }
}

const recognitions = (facts: LedgerFacts, context: PageContext): Pick<LedgerView, 'recognitions'> => {
  if (facts.recognitions === undefined) return {}
  const words = wordsOf(context).badge
  const items: RecognitionView[] = facts.recognitions.map((item) => recognitionView(item, context))
  return { recognitions: { label: words.recognitions, items, empty: words.noRecognitions, note: words.recognitionsNote } }
}

const alignment = (claims: DocumentClaims, context: PageContext): Pick<LedgerView, 'alignment'> => {
  const view = alignmentView(claims.alignment, context)
  return view === undefined ? {} : { alignment: { ...view, ...langOf(claims, context) } }
}

const copy = (claims: DocumentClaims, facts: LedgerFacts, context: PageContext): Pick<LedgerView, 'copy'> => {
  if (facts.url === undefined || facts.awardedOn === undefined || claims.name === undefined) return {}
  const words = wordsOf(context).badge
  const [change] = resultViews(claims.results, words).changes
  const confirmed = (facts.endorsements ?? []).some(({ by }) => by === 'firm')
  const result = change === undefined ? '' : resultSentence(change, confirmed, context)
  const text = `${words.copyText(claims.name, dayText(facts.awardedOn, context.language), claims.issuer.name ?? claims.issuer.id ?? '')}${result}`
  return { copy: { label: words.copy, text, address: facts.url, button: words.copyButton, done: words.copied } }
}

/** The result in one sentence for a CV; only what the badge itself makes public. */
const resultSentence = (change: ChangeView, confirmed: boolean, context: PageContext): string => {
  const words = wordsOf(context).badge
  const figure = (side: FigureView): string => `${side.value}${/^[A-Za-z]/.test(side.unit) ? ' ' : ''}${side.unit}`
  const what =
    change.before !== undefined && change.after !== undefined
      ? words.copyChange(change.measure, figure(change.before), figure(change.after))
      : change.howMuch === undefined
        ? undefined
        : words.copyHowMuch(change.measure, change.howMuch)
  return what === undefined ? '' : words.copyResult(what, confirmed)
}
