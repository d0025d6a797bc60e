import type { FactView } from '../../../templates/components/facts.tsx'
import type { FormPageView, FormView } from '../../../templates/pages/form-page.tsx'
import { publishedParts } from '../../domain/measure.ts'
import type { Nomination } from '../../domain/nomination.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { WorkplaceText } from '../../service/workplace-text.ts'
import type { MeasureFieldError } from '../forms/measure-form.ts'
import type { Typed } from '../forms/typed.ts'
import { formErrors } from './form-errors.ts'
import { frameView } from './frame.ts'
import { lineField, measureFacts, sideFields } from './measure-views.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

/** What the pages of one nomination need to know. */
export interface NominationFacts {
  nomination: Nomination
  employer: Organisation
  /** the learner's name as the badge shows it */
  learner: string
  secret: string
}

type Errors = ReadonlyMap<string, MeasureFieldError>

/** The end of a mail link that opens nothing any more, or an answer that is recorded. */
export const nominationNotice = (title: string, lead: string, isDemo: boolean, context: PageContext): FormPageView => ({
  frame: frameView({ title, demo: isDemo, noindex: true }, context),
  title,
  lead: [lead],
  about: [],
  forms: [],
  links: [],
})

const hidden = (secret: string): FormView['hidden'] => [{ name: 'k', value: secret }]

const ja = (context: PageContext): { lang?: string } => (context.language === 'ja' ? {} : { lang: 'ja' })

export const aboutView = (
  { nomination, employer, learner }: Omit<NominationFacts, 'secret'>,
  context: PageContext,
): FormPageView['about'] => {
  const words = wordsOf(context).nomination
  const facts: FactView[] = [
    { name: words.learner, text: learner, ...ja(context) },
    { name: words.firm, text: inLanguage(context, employer.name) },
    { name: words.role, text: nomination.role.ja, ...ja(context) },
    { name: words.publish, text: words.policies[nomination.publishPolicy] },
  ]
  return [
    { id: 'about', heading: words.result, lines: [nomination.title.ja], ...ja(context), facts },
    ...nomination.measures.map((measure, n) => ({
      id: `measure-${n}`,
      heading: `${words.quantity}${nomination.measures.length > 1 ? ` ${n + 1}` : ''}`,
      facts: measureFacts(measure, context),
    })),
  ]
}

/** The figures as reported, which may be corrected, and the post of the person who confirms them. */
export const confirmGroups = (nomination: Nomination, typed: Typed, errors: Errors, context: PageContext): FormView['groups'] => {
  const words = wordsOf(context).nomination
  return [
    { fields: [lineField('confirmed-by', words.confirmedBy, typed, errors, context, { hint: words.confirmedByHint })] },
    ...nomination.measures.map((measure, n) => ({
      fields: [],
      folded: {
        summary: words.correctFigures(measure.name.ja),
        open: [...errors.keys()].some((name) => name.endsWith(`-${n}`)),
        fields: [
          ...sideFields('before', n, measure.unit, typed, errors, context),
          ...sideFields('after', n, measure.unit, typed, errors, context),
        ],
      },
    })),
  ]
}

/** The employer's page: the figures, which may be corrected, and one button (PRODUCT: open, confirm). */
export const confirmView = (facts: NominationFacts, typed: Typed, errors: Errors, context: PageContext): FormPageView => {
  const words = wordsOf(context).nomination
  const { nomination } = facts
  const groups = confirmGroups(nomination, typed, errors, context)
  return {
    frame: frameView({ title: words.confirmQuestion, demo: nomination.isDemo, noindex: true }, context),
    title: words.confirmQuestion,
    lead: [words.confirmLead(facts.learner), words.confirmAbout],
    ...formErrors([{ groups }], words.errors, context),
    about: aboutView(facts, context),
    forms: [
      {
        id: 'confirm',
        heading: words.confirmForm,
        action: linkTo(context, '/nominations/confirm'),
        hidden: hidden(facts.secret),
        groups,
        buttons: [
          { name: 'do', value: 'confirm', label: words.confirm },
          { name: 'do', value: 'decline', label: words.decline, second: true },
        ],
        note: words.confirmNote,
      },
    ],
    links: [],
  }
}

/** The learner's own page of a nomination: where it stands, the exact text, and what can be done now. */
export const mineView = (
  facts: NominationFacts,
  input: { text?: WorkplaceText; results?: readonly string[]; textDigest?: string; typed: Typed; errors: Errors; done?: string },
  context: PageContext,
): FormPageView => {
  const words = wordsOf(context).nomination
  const { nomination } = facts
  const base = { action: linkTo(context, '/nominations/mine'), hidden: hidden(facts.secret), groups: [] }
  const forms = [...formsFor(facts, input, base, context)]
  return {
    frame: frameView({ title: words.mineTitle, demo: nomination.isDemo, noindex: true }, context),
    title: words.mineTitle,
    lead: [`${words.stateLabel}：${words.state[stateName(nomination)]}`],
    ...(input.done === undefined ? {} : { notice: { text: input.done } }),
    ...formErrors(forms, words.errors, context),
    about: [
      ...reasonView(nomination, context),
      ...aboutView(facts, context),
      ...(input.text === undefined ? [] : textView(nomination, input.text, input.results ?? [], context)),
      ...(nomination.state === 'issued' ? [{ id: 'issued', heading: words.state.issued, lines: [words.openBadge] }] : []),
    ],
    forms,
    links: [],
  }
}

export type StateName = keyof ReturnType<typeof wordsOf>['nomination']['state']

const stateName = (nomination: Nomination): StateName => {
  if (nomination.state === 'awaiting_employer') return nomination.waitingFor === 'learner' ? 'awaiting_learner' : 'awaiting_employer'
  if (nomination.state === 'approved') return nomination.consent === undefined ? 'approved' : 'consented'
  return nomination.state
}

const reasonView = (nomination: Nomination, context: PageContext): FormPageView['about'] =>
  'reason' in nomination
    ? [{ id: 'reason', heading: wordsOf(context).nomination.reason, lines: [nomination.reason.text], ...ja(context) }]
    : []

/** Exactly what the badge will say: words and results as they are signed, under the publish policy. */
const textView = (nomination: Nomination, text: WorkplaceText, results: readonly string[], context: PageContext): FormPageView['about'] => {
  const words = wordsOf(context).nomination
  const shown = publishedParts(nomination.publishPolicy)
  const evidence = text.evidence.map(({ name, narrative }) => [name, shown.narrative ? narrative : undefined].filter(Boolean).join('：'))
  return [
    {
      id: 'text',
      heading: words.consentText,
      lines: [text.role, ...(shown.narrative ? text.narrative.split('\n') : []), ...evidence],
      lang: 'ja',
    },
    {
      id: 'results',
      heading: words.results,
      lines: results.length === 0 ? [words.noResults] : [...results],
      ...(results.length === 0 ? {} : { lang: 'ja' }),
    },
  ]
}

const formsFor = function* (
  facts: NominationFacts,
  input: { textDigest?: string; typed: Typed; errors: Errors },
  base: Pick<FormView, 'action' | 'hidden' | 'groups'>,
  context: PageContext,
): Generator<FormView> {
  const words = wordsOf(context).nomination
  const { nomination } = facts
  if (nomination.state === 'awaiting_employer' && nomination.waitingFor === 'learner')
    yield {
      ...base,
      id: 'agree',
      heading: words.agreeForm,
      lead: words.agreeLead,
      buttons: [
        { name: 'do', value: 'agree', label: words.agree },
        { name: 'do', value: 'disagree', label: words.disagree, second: true },
      ],
      note: words.disagreeNote,
    }
  if (nomination.state === 'approved' && nomination.consent === undefined && input.textDigest !== undefined)
    yield {
      ...base,
      id: 'consent',
      hidden: [...base.hidden, { name: 'text-digest', value: input.textDigest }],
      heading: words.consentForm,
      lead: words.consentLead,
      buttons: [{ name: 'do', value: 'consent', label: words.consent }],
    }
  if ((nomination.state === 'draft' || nomination.state === 'returned') && nomination.draftedBy === 'learner')
    yield {
      ...base,
      id: 'edit',
      heading: words.editForm,
      lead: words.editLead,
      groups: resultGroups(input.typed, input.errors, context, { withAddress: true }),
      buttons: [{ name: 'do', value: 'send', label: nomination.state === 'draft' ? words.send : words.resubmit }],
    }
  if (['draft', 'awaiting_employer', 'submitted', 'returned', 'approved'].includes(nomination.state))
    yield {
      ...base,
      id: 'withdraw',
      heading: words.withdrawForm,
      lead: words.withdrawLead,
      buttons: [{ name: 'do', value: 'withdraw', label: words.withdraw, second: true }],
    }
}

/** The fields of a result, as the learner writes it. */
export const resultGroups = (
  typed: Typed,
  errors: Errors,
  context: PageContext,
  options: { withAddress?: true } = {},
): FormView['groups'] => {
  const words = wordsOf(context).nomination
  const line = (name: string, label: string, rest: Parameters<typeof lineField>[5] = {}) =>
    lineField(name, label, typed, errors, context, rest)
  return [
    {
      fields: [
        line('title', words.askName, { hint: words.askNameHint }),
        line('role', words.askRole, { hint: words.askRoleHint }),
        line('quantity-0', words.quantity, { hint: words.askQuantityHint }),
        line('unit-0', words.unit, { hint: words.askUnitHint }),
        line('scope-0', words.scope, { hint: words.askScopeHint }),
        line('method-0', words.method, { hint: words.askMethodHint }),
      ],
    },
    { legend: words.before, fields: sideFields('before', 0, undefined, typed, errors, context) },
    { legend: words.after, fields: sideFields('after', 0, undefined, typed, errors, context) },
    {
      fields: [
        {
          kind: 'choices',
          id: 'change-kind-0',
          type: 'radio',
          name: 'change-kind-0',
          legend: words.changeKind,
          ...(errors.has('change-kind-0') ? { error: words.choose } : {}),
          choices: (['relative', 'points'] as const).map((value) => ({
            value,
            label: words.changeKinds[value],
            checked: (typed.get('change-kind-0') ?? 'relative') === value,
          })),
        },
        ...(options.withAddress === true
          ? [line('to-address', words.askAddress, { hint: words.askAddressHint, optional: true, type: 'email' })]
          : []),
      ],
    },
  ]
}
