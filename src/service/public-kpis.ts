import type { KpiFigures } from '../domain/kpi.ts'
import { type Cell, shownCell, shownTable } from '../domain/small-cells.ts'

/** The figures as everybody may see them: firms are counted openly, people only in groups of five or more (DOMAIN section 6). */
export interface PublicKpis {
  asOf: string
  period: [string, string]
  targets: KpiFigures['targets']
  declared: { newInPeriod: number; activeAsOf: number }
  honoured: { value: number }
  productivity: { value: number }
  badgeUse: {
    holders: number | null
    verifiedOutcomes: number | null
    verifiedOutcomesByType: Record<string, number | null>
    peopleWithVerifiedOutcome: number | null
  }
  survey: { respondents: number | null; shown: number | null; useful: number | null }
  counts: {
    completed: number | null
    badges: number | null
    badgesByKind: Record<string, number | null>
    badgesByValidity: Record<string, number | null>
  }
}

const open = (cell: Cell): number | null => ('value' in cell ? cell.value : null)
const openTable = (counts: Record<string, number>): Record<string, number | null> =>
  Object.fromEntries(Object.entries(shownTable(counts).cells).map(([name, cell]) => [name, open(cell)]))

/** A part of a whole is hidden with its rest, where the rest is small: it could be had by subtraction. */
const part = (value: number, whole: number): number | null => open(shownTable({ part: value, rest: whole - value }).cells.part)

export const publicKpis = ({
  asOf,
  period,
  targets,
  declared,
  honoured,
  productivity,
  badgeUse,
  survey,
  counts,
}: KpiFigures): PublicKpis => ({
  asOf,
  period,
  targets,
  declared: { newInPeriod: declared.newInPeriod, activeAsOf: declared.activeAsOf },
  honoured: { value: honoured.value },
  productivity: { value: productivity.value },
  badgeUse: {
    holders: open(shownCell(badgeUse.holders)),
    verifiedOutcomes: open(shownCell(badgeUse.verifiedOutcomes)),
    verifiedOutcomesByType: openTable(badgeUse.verifiedOutcomesByType),
    peopleWithVerifiedOutcome: open(shownCell(badgeUse.peopleWithVerifiedOutcome)),
  },
  survey: {
    respondents: open(shownCell(survey.respondents)),
    shown: part(survey.shown, survey.respondents),
    useful: part(survey.useful, survey.respondents),
  },
  counts: {
    completed: open(shownCell(counts.completed)),
    badges: open(shownCell(counts.badges)),
    badgesByKind: openTable(counts.badgesByKind),
    badgesByValidity: openTable(counts.badgesByValidity),
  },
})
