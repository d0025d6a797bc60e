import type { FactView } from '../../../templates/components/facts.tsx'
import type { DeclarationPageView, PromiseView } from '../../../templates/pages/declaration-page.tsx'
import type { Declaration } from '../../domain/declaration.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { Recognition } from '../../domain/recognition.ts'
import { dayText, dayView } from './dates.ts'
import { frameView } from './frame.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'
import { strengthView, useText } from './recognition-view.ts'

export interface DeclarationPageInput {
  /** only what was published once has a page */
  declaration: Extract<Declaration, { state: 'published' | 'expired' | 'withdrawn' }>
  /** path of the page */
  url: string
  employer: Organisation
  /** path of the employer's page */
  employerUrl: string
  /** name and path of each badge definition that a recognition names, by its id */
  achievements: ReadonlyMap<string, { name: string; url: string }>
  /** JST day */
  today: string
}

/** The page of a published declaration. What was promised stays readable after its end (DOMAIN section 5). */
export const declarationView = (input: DeclarationPageInput, context: PageContext): DeclarationPageView => {
  const words = wordsOf(context).registers
  const { declaration, employer } = input
  const name = inLanguage(context, employer.name)
  const state = stateNow(input)
  const codes: Record<string, string> = words.measureNames
  return {
    frame: frameView(
      {
        title: `${words.declaration}：${name}`,
        current: 'employers',
        demo: declaration.isDemo,
        canonicalUrl: `${context.publicUrl}${input.url}`,
        alternateJson: input.url,
      },
      context,
    ),
    kind: words.declaration,
    employer: { href: linkTo(context, input.employerUrl), label: name },
    state: words.state[state],
    ...(state === 'published' ? {} : { notice: { text: words.promisesStay } }),
    statement: { label: words.statement, text: inLanguage(context, declaration.statement) },
    promises: {
      label: words.recognitions,
      items: declaration.badgeRecognitions.map((recognition) => promiseView(recognition, input, context)),
      empty: words.noBadges,
      note: words.note,
      badgesLabel: words.badgesNamed,
    },
    ...(declaration.measures.length === 0
      ? {}
      : { measures: { label: words.measures, items: declaration.measures.map((code) => codes[code] ?? code) } }),
    facts: { label: wordsOf(context).badge.facts, facts: dates(input, context) },
    links: [],
  }
}

const stateNow = ({ declaration, today }: DeclarationPageInput): 'published' | 'expired' | 'withdrawn' => {
  if (declaration.state !== 'published') return declaration.state
  return today > declaration.validUntil ? 'expired' : 'published'
}

const dates = ({ declaration }: DeclarationPageInput, context: PageContext): FactView[] => {
  const words = wordsOf(context).registers
  const day = (name: string, value: string | undefined): FactView[] =>
    value === undefined ? [] : [{ name, text: '', date: dayView(value, context.language) }]
  return [
    { name: words.version, text: String(declaration.version) },
    ...day(words.published, declaration.publishedOn),
    ...day(words.validUntil, declaration.validUntil),
    ...(declaration.state === 'withdrawn' ? day(words.withdrawnOn, declaration.withdrawnOn) : []),
    ...(declaration.contact === undefined ? [] : [{ name: words.contact, text: inLanguage(context, declaration.contact) }]),
  ]
}

const promiseView = (recognition: Recognition, input: DeclarationPageInput, context: PageContext): PromiseView => {
  const words = wordsOf(context).registers
  const groups: Record<string, string> = words.appliesToNames
  const text = (name: string, value: Recognition['rule']): FactView[] =>
    value === undefined ? [] : [{ name, text: inLanguage(context, value) }]
  const from = recognition.effect !== undefined && 'from' in recognition.effect ? recognition.effect.from : undefined
  return {
    use: useText(recognition.use, context),
    strength: strengthView(recognition.strength, context),
    sentence: inLanguage(context, recognition.text),
    badges: recognition.achievements.map((id) => {
      const known = input.achievements.get(id)
      return known === undefined ? { href: id, label: id } : { href: linkTo(context, known.url), label: known.name }
    }),
    terms: [
      ...(from === undefined ? [] : [{ name: words.from, text: dayText(from, context.language) }]),
      ...text(words.rule, recognition.rule),
      ...text(words.appraisal, recognition.appraisal),
      ...text(words.when, recognition.when),
      ...text(words.post, recognition.post),
      ...text(words.presentation, recognition.presentation),
      ...(recognition.appliesTo === undefined || recognition.appliesTo.length === 0
        ? []
        : [{ name: words.appliesTo, text: recognition.appliesTo.map((group) => groups[group] ?? group).join('、') }]),
    ],
  }
}
