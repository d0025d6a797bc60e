import type { FormPageView, FormView } from '../../../templates/pages/form-page.tsx'
import type { WorkPageView } from '../../../templates/pages/work-page.tsx'
import type { PublishPolicy } from '../../domain/measure.ts'
import type { Nomination } from '../../domain/nomination.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { OwnPerson } from '../../service/our-people.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import type { MeasureFieldError } from '../forms/measure-form.ts'
import type { Typed } from '../forms/typed.ts'
import { dayText } from './dates.ts'
import { formErrors } from './form-errors.ts'
import { lineField } from './measure-views.ts'
import { aboutView, confirmGroups, resultGroups } from './nomination-view.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/results'

type Errors = ReadonlyMap<string, MeasureFieldError>

export interface ListedResult {
  nomination: Nomination
  learner: string
}

const stateOf = (nomination: Nomination) =>
  nomination.state === 'awaiting_employer' && nomination.waitingFor === 'learner' ? ('awaiting_learner' as const) : nomination.state

const dayOf = (nomination: Nomination): string | undefined => {
  if (nomination.state === 'issued') return nomination.issuedOn
  if ('submittedOn' in nomination) return nomination.submittedOn
  return nomination.state === 'awaiting_employer' ? nomination.requestedOn : undefined
}

/** The results of the employer's people: those that wait for it first. */
export const resultsView = (
  input: { console: ConsoleFrame; results: ListedResult[]; notice?: string },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).employer.results
  const waits = ({ nomination }: ListedResult): boolean => stateOf(nomination) === 'awaiting_employer'
  const ordered = [...input.results.filter(waits), ...input.results.filter((result) => !waits(result))]
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    ways: [{ href: linkTo(context, `${here}/new`), label: words.nominate }],
    ...(input.notice === undefined ? {} : { notice: { text: input.notice } }),
    parts: [
      {
        kind: 'table',
        id: 'results',
        heading: words.title,
        columns: [
          { head: words.columns.title, kind: 'name' },
          { head: words.columns.person, labelled: true },
          { head: words.columns.state, labelled: true },
          { head: words.columns.on, labelled: true },
        ],
        rows: ordered.map(({ nomination, learner }) => {
          const on = dayOf(nomination)
          return [
            { href: linkTo(context, `${here}/${nomination.id}`), label: nomination.title.ja },
            learner,
            words.states[stateOf(nomination)],
            on === undefined ? '' : dayText(on, context.language),
          ]
        }),
        empty: words.empty,
        emptyWhen: words.emptyWhen,
      },
    ],
    links: [],
  }
}

/** One result: where it stands, and the figures to confirm while it waits for the employer. */
export const resultView = (
  input: { console: ConsoleFrame; nomination: Nomination; employer: Organisation; learner: string; typed: Typed; errors: Errors },
  context: PageContext,
): Omit<FormPageView, 'frame'> & { console: ConsoleFrame } => {
  const words = wordsOf(context).employer.results
  const nominationWords = wordsOf(context).nomination
  const { nomination, typed, errors } = input
  const state = stateOf(nomination)
  const hidden = [{ name: 'token', value: input.console.token }]
  const action = linkTo(context, `${here}/${nomination.id}`)
  const forms: FormView[] =
    state === 'awaiting_employer'
      ? [
          {
            id: 'confirm',
            heading: nominationWords.confirmForm,
            action,
            hidden,
            groups: confirmGroups(nomination, typed, errors, context),
            buttons: [
              { name: 'do', value: 'confirm', label: nominationWords.confirm },
              { name: 'do', value: 'decline', label: nominationWords.decline, second: true },
            ],
            note: words.confirmNote,
          },
        ]
      : state === 'draft' && nomination.draftedBy === 'employer'
        ? [
            {
              id: 'send',
              action,
              hidden,
              groups: [
                {
                  fields: [
                    lineField('confirmed-by', nominationWords.confirmedBy, typed, errors, context, {
                      hint: nominationWords.confirmedByHint,
                    }),
                  ],
                },
              ],
              buttons: [
                { name: 'do', value: 'send', label: words.send },
                { name: 'do', value: 'withdraw', label: words.withdraw, second: true },
              ],
              note: words.form.note,
            },
          ]
        : []
  return {
    console: input.console,
    title: nominationWords.confirmTitle,
    lead: [`${nominationWords.stateLabel}：${words.states[state]}`],
    ...formErrors(forms, nominationWords.errors, context),
    about: [
      ...('reason' in nomination ? [{ id: 'reason', heading: nominationWords.reason, lines: [nomination.reason.text] }] : []),
      ...aboutView({ nomination, employer: input.employer, learner: input.learner }, context),
      ...(nomination.state === 'issued' ? [{ id: 'issued', heading: words.states.issued, lines: [words.openBadge] }] : []),
    ],
    forms,
    links: [{ href: linkTo(context, here), label: words.back }],
  }
}

const policies: readonly PublishPolicy[] = ['full', 'relative_only', 'text_only', 'none']

/** The employer nominates one of its own people, who agreed that it may. */
export const nominateView = (
  input: {
    console: ConsoleFrame
    people: OwnPerson[]
    kinds: readonly { id: string; name: string }[]
    typed: Typed
    errors: Errors
  },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).employer.results
  const nomination = wordsOf(context).nomination
  const { typed, errors } = input
  const subjects = input.people.flatMap((person) =>
    person.badges.flatMap(({ credential, achievement }) =>
      credential.completionId === undefined ? [] : [{ value: credential.id, label: `${person.name ?? ''}：${achievement.name}` }],
    ),
  )
  const subjectError = errors.has('subject') ? { error: words.form.chooseSubject } : {}
  const form: FormView = {
    id: 'nominate',
    action: linkTo(context, `${here}/new`),
    hidden: [{ name: 'token', value: input.console.token }],
    groups: [
      {
        fields: [
          {
            kind: 'select',
            field: { id: 'subject', name: 'subject', label: words.form.subject, need: nomination.need, ...subjectError },
            value: typed.get('subject') ?? '',
            options: subjects,
          },
          {
            kind: 'choices',
            id: 'kind',
            type: 'radio',
            name: 'kind',
            legend: nomination.askKind,
            ...(errors.has('kind') ? { error: nomination.choose } : {}),
            choices: input.kinds.map(({ id, name }) => ({ value: id, label: name, checked: typed.get('kind') === id })),
          },
        ],
      },
      ...resultGroups(typed, errors, context),
      {
        fields: [
          {
            kind: 'choices',
            id: 'publish',
            type: 'radio',
            name: 'publish',
            legend: nomination.publish,
            choices: policies.map((value) => ({
              value,
              label: nomination.policies[value],
              checked: (typed.get('publish') ?? 'full') === value,
            })),
          },
          lineField('confirmed-by', nomination.confirmedBy, typed, errors, context, { hint: nomination.confirmedByHint }),
        ],
      },
    ],
    buttons: [{ name: 'do', value: 'send', label: words.form.save }],
    note: words.form.note,
  }
  return {
    console: input.console,
    title: words.form.title,
    lead: [words.form.lead],
    ...(subjects.length === 0 ? { notice: { text: words.form.subjectEmpty } } : {}),
    ...formErrors([form], nomination.errors, context),
    parts: subjects.length === 0 ? [] : [{ kind: 'form', form }],
    links: [{ href: linkTo(context, here), label: words.back }],
  }
}
