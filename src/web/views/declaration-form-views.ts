import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { FormPageView } from '../../../templates/pages/form-page.tsx'
import type { Achievement } from '../../domain/achievement.ts'
import type { Declaration } from '../../domain/declaration.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { strengths } from '../../domain/recognition.ts'
import type { InputProblem } from '../../errors.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { rowsOf, staffGroups, typedRecognitions, uses } from '../forms/declaration-form.ts'
import { dayText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'
import { useText } from './recognition-view.ts'
import { stepsView } from './steps-view.ts'

type ConsoleForm = Omit<FormPageView, 'frame'> & { console: ConsoleFrame }

const ownPath = '/console/declaration'
const officePath = '/console/declarations'

/** The employer's own declaration: where it stands, and its form while it may be changed. */
export const ownDeclarationView = (
  input: {
    console: ConsoleFrame
    declaration: Declaration | undefined
    published: Declaration | undefined
    badges: Achievement[]
    notice?: string
  },
  context: PageContext,
): ConsoleForm => {
  const words = wordsOf(context).declarations.own
  const { declaration, published } = input
  const state = declaration?.state ?? 'none'
  const editable = declaration === undefined || declaration.state === 'draft' || declaration.state === 'returned'
  const step = state === 'submitted' ? 3 : state === 'published' ? 4 : 1
  const hidden = [{ name: 'token', value: input.console.token }]
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    steps: stepsView(words.steps, step, context),
    ...(input.notice === undefined ? {} : { notice: { text: input.notice } }),
    ...(declaration?.state === 'returned' && declaration.problems.length > 0
      ? {
          errors: {
            heading: words.cameBack,
            errors: declaration.problems.map((problem) => ({ fieldId: fieldOf(problem.path), message: problemText(problem, context) })),
          },
        }
      : {}),
    about: [
      {
        id: 'state',
        heading: words.stateLabel,
        lines: [words.state[state]],
        ...(published !== undefined && 'validUntil' in published && published.validUntil !== undefined
          ? { facts: [{ name: words.validUntil, text: dayText(published.validUntil, context.language) }] }
          : {}),
        ...(declaration?.state === 'returned' && declaration.problems.length === 0
          ? { note: `${words.returned}：${declaration.reason.text}` }
          : {}),
      },
    ],
    forms: [
      ...(editable ? [contentForm(declaration, input.badges, hidden, context)] : []),
      ...(declaration?.state === 'published'
        ? [
            {
              id: 'renew',
              action: linkTo(context, `${ownPath}/renew`),
              hidden,
              groups: [],
              buttons: [{ name: 'do', value: 'renew', label: words.renew }],
              note: words.renewNote,
            },
          ]
        : []),
    ],
    links: published === undefined ? [] : [{ href: linkTo(context, `/declarations/${published.id}`), label: words.openPublic }],
  }
}

/** `/badgeRecognitions/0/effect/amountJPY` → the field of the form that holds it. */
const fieldOf = (path: string): string => {
  const [, first, n, member, inner] = path.split('/')
  if (first !== 'badgeRecognitions' || n === undefined) return first === 'statement' ? 'statement' : 'use-0'
  const fields: Record<string, string> = {
    'effect/amountJPY': 'amount',
    'effect/from': 'from',
    'effect/ratePercent': 'amount',
    effect: 'amount',
    appliesTo: 'staff',
    jobTitles: 'jobs',
    achievements: 'badge',
  }
  const name = fields[inner === undefined ? (member ?? '') : `${member}/${inner}`] ?? member ?? 'text'
  return `${name}-${n}`
}

/** What keeps the declaration from being handed in, by the field that it stands at. */
const problemsAt = (declaration: Declaration | undefined, context: PageContext): ReadonlyMap<string, string> =>
  new Map(
    declaration?.state === 'returned' ? declaration.problems.map((problem) => [fieldOf(problem.path), problemText(problem, context)]) : [],
  )

const problemText = ({ path, code, message }: InputProblem, context: PageContext): string =>
  wordsOf(context).declarations.own.problem(code ?? '', path.replace(/^\/badgeRecognitions\/\d+\//, ''), message)

const errorIn = (problems: ReadonlyMap<string, string>, id: string): { error?: string } => {
  const error = problems.get(id)
  return error === undefined ? {} : { error }
}

const contentForm = (
  declaration: Declaration | undefined,
  badges: Achievement[],
  hidden: { name: string; value: string }[],
  context: PageContext,
): FormPageView['forms'][number] => {
  const words = wordsOf(context).declarations.own
  const measureNames: Record<string, string> = wordsOf(context).registers.measureNames
  const recognitions = declaration?.badgeRecognitions ?? []
  const typed = typedRecognitions(recognitions)
  const problems = problemsAt(declaration, context)
  return {
    id: 'content',
    heading: words.form,
    action: linkTo(context, ownPath),
    hidden,
    groups: [
      {
        fields: [
          {
            kind: 'area',
            field: {
              id: 'statement',
              name: 'statement',
              label: words.statement,
              hint: words.statementHint,
              ...errorIn(problems, 'statement'),
            },
            value: declaration?.statement.ja ?? '',
          },
          {
            kind: 'choices',
            id: 'measures',
            type: 'checkbox',
            name: 'measure',
            legend: words.measures,
            choices: Object.entries(measureNames).map(([value, label]) => ({
              value,
              label,
              checked: declaration?.measures.includes(value) === true,
            })),
          },
        ],
      },
      ...Array.from({ length: rowsOf(recognitions) }, (_, n) => ({
        legend: words.promise(n + 1),
        ...promiseFields(n, (name) => typed.get(`${name}-${n}`) ?? '', recognitions[n], badges, problems, context),
      })),
      {
        fields: [
          {
            kind: 'tick',
            id: 'none',
            name: 'none',
            choice: { value: 'yes', label: words.none, checked: declaration?.noRecognitionYet === true },
          },
        ],
      },
    ],
    buttons: [
      { name: 'do', value: 'submit', label: words.submit },
      { name: 'do', value: 'save', label: words.save, second: true },
    ],
    note: `${words.guaranteeNote} ${words.noAmount}`,
  }
}

const promiseFields = (
  n: number,
  value: (name: string) => string,
  recognition: Declaration['badgeRecognitions'][number] | undefined,
  badges: Achievement[],
  problems: ReadonlyMap<string, string>,
  context: PageContext,
): Pick<FormPageView['forms'][number]['groups'][number], 'fields' | 'folded'> => {
  const words = wordsOf(context).declarations.own
  const staffNames: Record<string, string> = wordsOf(context).registers.appliesToNames
  const line = (name: string, label: string, hint?: string): FormFieldView => ({
    kind: 'text',
    field: {
      id: `${name}-${n}`,
      name: `${name}-${n}`,
      label,
      ...(hint === undefined ? {} : { hint }),
      ...errorIn(problems, `${name}-${n}`),
    },
    value: value(name),
  })
  const choose = (name: string, label: string, options: { value: string; label: string }[]): FormFieldView => ({
    kind: 'select',
    field: { id: `${name}-${n}`, name: `${name}-${n}`, label, ...errorIn(problems, `${name}-${n}`) },
    value: value(name),
    options,
  })
  return {
    fields: [
      choose(
        'use',
        words.use,
        uses.map((use) => ({ value: use, label: useText(use, context) })),
      ),
      choose(
        'strength',
        words.strength,
        strengths.map((strength) => ({ value: strength, label: wordsOf(context).badge.strength[strength] })),
      ),
      {
        kind: 'choices',
        id: `badge-${n}`,
        type: 'checkbox',
        name: `badge-${n}`,
        legend: words.badges,
        ...errorIn(problems, `badge-${n}`),
        choices: badges.map((badge) => ({
          value: `${context.publicUrl}${badge.id}`,
          label: badge.name,
          checked: recognition?.achievements.includes(`${context.publicUrl}${badge.id}`) === true,
        })),
      },
      line('text', words.text, words.textHint),
    ],
    // A promise without conditions is whole without them; one that is guaranteed needs them.
    folded: {
      summary: words.conditions,
      open: recognition?.strength === 'guaranteed' || [...problems.keys()].some((id) => id.endsWith(`-${n}`)),
      fields: [
        line('amount', words.amount),
        choose('paid', words.paid, [
          { value: 'monthly', label: words.paidChoices.monthly },
          { value: 'once', label: words.paidChoices.once },
        ]),
        line('from', words.from, words.fromHint),
        line('rule', words.rule),
        {
          kind: 'choices',
          id: `staff-${n}`,
          type: 'checkbox',
          name: `staff-${n}`,
          legend: words.staff,
          ...errorIn(problems, `staff-${n}`),
          choices: staffGroups.map((group) => ({
            value: group,
            label: staffNames[group] ?? group,
            checked: recognition?.appliesTo?.includes(group) === true,
          })),
        },
        line('appraisal', words.appraisal),
        line('when', words.when),
        line('post', words.post),
        line('jobs', words.jobs),
        line('presentation', words.presentation),
      ],
    },
  }
}

/** One declaration for the secretariat: what it says, then publish or send back while it waits. */
export const decideDeclarationView = (
  input: {
    console: ConsoleFrame
    declaration: Declaration
    employer: Organisation | undefined
    badgeNames: ReadonlyMap<string, string>
    error?: boolean
  },
  context: PageContext,
): ConsoleForm => {
  const words = wordsOf(context).declarations.office
  const { declaration } = input
  const action = linkTo(context, `${officePath}/${declaration.id}`)
  const hidden = [{ name: 'token', value: input.console.token }]
  const measureNames: Record<string, string> = wordsOf(context).registers.measureNames
  const japanese = context.language === 'ja' ? {} : { lang: 'ja' }
  return {
    console: input.console,
    title: input.employer === undefined ? declaration.employerId : inLanguage(context, input.employer.name),
    lead: [],
    ...(input.error === true ? { errors: { heading: words.returnForm, errors: [{ fieldId: 'reason', message: words.needsReason }] } } : {}),
    about: [
      { id: 'statement', heading: wordsOf(context).declarations.own.statement, lines: [declaration.statement.ja], ...japanese },
      ...(declaration.measures.length === 0
        ? []
        : [
            {
              id: 'measures',
              heading: wordsOf(context).declarations.own.measures,
              lines: declaration.measures.map((code) => measureNames[code] ?? code),
            },
          ]),
      declaration.badgeRecognitions.length === 0
        ? { id: 'promises', heading: words.promises, lines: [words.noPromises] }
        : {
            id: 'promises',
            heading: words.promises,
            facts: declaration.badgeRecognitions.map((recognition) => ({
              name: `${useText(recognition.use, context)}：${wordsOf(context).badge.strength[recognition.strength]}`,
              text: `${recognition.text.ja}（${recognition.achievements.map((id) => input.badgeNames.get(id) ?? id).join('、')}）`,
              ...japanese,
            })),
          },
    ],
    forms:
      declaration.state !== 'submitted'
        ? []
        : [
            {
              id: 'publish',
              action,
              hidden,
              groups: [],
              buttons: [{ name: 'do', value: 'publish', label: words.publish }],
              note: words.publishNote,
            },
            {
              id: 'send-back',
              heading: words.returnForm,
              action,
              hidden,
              groups: [
                {
                  fields: [
                    {
                      kind: 'area',
                      field: {
                        id: 'reason',
                        name: 'reason',
                        label: words.reason,
                        hint: words.reasonHint,
                        ...(input.error === true ? { error: words.needsReason } : {}),
                      },
                      value: '',
                    },
                  ],
                },
              ],
              buttons: [{ name: 'do', value: 'return', label: words.return, second: true }],
            },
          ],
    links: [{ href: linkTo(context, officePath), label: words.back }],
  }
}
