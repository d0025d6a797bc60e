import type { ChangeView, FigureView } from '../../../templates/components/change.tsx'
import type { FactView } from '../../../templates/components/facts.tsx'
import { type MeasurementNote, measurementGenre, readMeasurementNote } from '../../domain/measurement-note.ts'
import type { Language } from '../../domain/text.ts'
import type { Texts } from '../texts/texts.ts'
import { periodIn } from './dates.ts'
import type { EvidenceClaim, ResultClaim } from './document-claims.ts'

/** 月平均時間外労働時間：18.0 時間/人 — quantity, figure, unit, bound in one value (DOMAIN sections 8 and 16). */
interface Statement {
  measure: string
  figure: string
  unit: string
  bound: string
}

const statementForm = /^(.{1,200}?)[：:]\s*([-−+]?\d[\d,]*(?:\.\d+)?)\s*(.*?)(未満|以下|超|以上)?$/u

const readStatement = (value: string): Statement | undefined => {
  const match = statementForm.exec(value)
  if (match === null) return undefined
  return { measure: match[1] ?? '', figure: match[2] ?? '', unit: (match[3] ?? '').trim(), bound: match[4] ?? '' }
}

/** The definitions of workplace achievements name their quantities so that the side can be told. */
const sideOf = (claim: ResultClaim): 'before' | 'after' | 'change' | undefined => {
  const name = claim.name ?? ''
  if (/^(改善前|before)/iu.test(name)) return 'before'
  if (/^(改善後|after)/iu.test(name)) return 'after'
  if (/^(増減|変化|change)/iu.test(name)) return 'change'
  return undefined
}

const numberOf = (figure: string): number => Number(figure.replace('−', '-').replaceAll(',', ''))

type Sides = Partial<Record<'before' | 'after' | 'change', Statement>>

type Notes = ReadonlyMap<string, MeasurementNote>

/** How each quantity was measured, from the evidence in which the badge says it. Of two that differ neither is shown beside a figure. */
export const measurementsOf = (evidence: readonly EvidenceClaim[]): Notes => {
  const notes = new Map<string, MeasurementNote>()
  const doubtful = new Set<string>()
  for (const { name, text, genre } of evidence) {
    const read = genre === measurementGenre ? readMeasurementNote(name, text) : undefined
    if (read === undefined) continue
    if (notes.has(read.quantity)) doubtful.add(read.quantity)
    notes.set(read.quantity, read.note)
  }
  for (const quantity of doubtful) notes.delete(quantity)
  return notes
}

/**
 * The results of a badge: pairs of before and after by quantity, and everything else as labelled facts in the order of the badge.
 * A rate of change is shown only where the badge states it; none is computed here.
 *
 * @param notes - when and over what each quantity was measured, as far as the badge says so
 */
export const resultViews = (
  claims: readonly ResultClaim[],
  words: Texts['badge'],
  notes: Notes = new Map(),
  language: Language = 'ja',
): { changes: ChangeView[]; facts: FactView[] } => {
  const measures = new Map<string, Sides>()
  const facts: FactView[] = []
  for (const claim of claims) {
    const side = sideOf(claim)
    const statement = claim.value === undefined ? undefined : readStatement(claim.value)
    const sides = statement === undefined ? undefined : (measures.get(statement.measure) ?? {})
    if (side === undefined || statement === undefined || sides === undefined || sides[side] !== undefined)
      facts.push(...plainFact(claim, words))
    else measures.set(statement.measure, { ...sides, [side]: statement })
  }
  const changes: ChangeView[] = []
  for (const [measure, sides] of measures) {
    const note = notes.get(measure)
    const view = changeView(measure, sides, words)
    changes.push(note === undefined ? view : withNote(view, note, words, language))
  }
  return { changes, facts }
}

const plainFact = (claim: ResultClaim, words: Texts['badge']): FactView[] => {
  const statusWords: Record<string, string> = words.resultStatus
  const value = claim.value ?? (claim.status === undefined ? undefined : (statusWords[claim.status] ?? claim.status))
  if (value === undefined) return []
  const text = claim.resultType === 'Percent' && /^-?[\d.]+$/.test(value) ? `${value}％` : value
  return [{ name: claim.name ?? claim.resultType ?? '', text }]
}

const figureView = (label: string, statement: Statement): FigureView => ({
  label,
  value: statement.figure.replace('-', '−'),
  unit: `${statement.unit}${statement.bound}`,
})

const changeView = (measure: string, sides: Sides, words: Texts['badge']): ChangeView => {
  const { before, after, change } = sides
  if (before !== undefined && after !== undefined) {
    return {
      measure,
      before: figureView(words.before, before),
      after: figureView(words.after, after),
      ...sharesOf(before, after),
      ...(change === undefined ? {} : { howMuch: howMuch(change, words) }),
    }
  }
  if (change !== undefined) {
    return { measure, change: figureView(words.change, change), howMuch: howMuch(change, words), note: words.onlyChange }
  }
  const only = before ?? after
  return only === undefined ? { measure } : { measure, change: figureView(before === undefined ? words.after : words.before, only) }
}

/** The periods stand under the figures that were measured in them; where the figures are not public, in a line of their own. */
const withNote = (view: ChangeView, note: MeasurementNote, words: Texts['badge'], language: Language): ChangeView => {
  const under = (figure: FigureView | undefined, period: string | undefined): FigureView | undefined =>
    figure === undefined || period === undefined ? figure : { ...figure, period: periodIn(period, language) }
  const { before, after } = { before: under(view.before, note.before), after: under(view.after, note.after) }
  const apart =
    view.before === undefined && note.before !== undefined && note.after !== undefined
      ? [words.measuredWhen(periodIn(note.before, language), periodIn(note.after, language))]
      : []
  return {
    ...view,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    measured: [words.measuredOver(note.scope), ...apart],
  }
}

/** Both bars on one scale from zero; none where a figure is a bound or below zero. */
const sharesOf = (before: Statement, after: Statement): { shares?: { before: number; after: number } } => {
  const from = numberOf(before.figure)
  const to = numberOf(after.figure)
  const largest = Math.max(from, to)
  if (before.bound !== '' || after.bound !== '' || before.unit !== after.unit || from < 0 || to < 0 || largest <= 0) return {}
  return { shares: { before: Math.round((from / largest) * 1000) / 10, after: Math.round((to / largest) * 1000) / 10 } }
}

const howMuch = (change: Statement, words: Texts['badge']): string => {
  const amount = numberOf(change.figure)
  if (amount === 0) return words.same
  const unit = /^(%|％)/u.test(change.unit) ? '％' : change.unit
  const text = `${change.figure.replace(/^[-−+]/u, '')}${unit}`
  return amount < 0 ? words.less(text) : words.more(text)
}
