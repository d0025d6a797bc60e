import type { FactView } from '../../../templates/components/facts.tsx'
import type { FormPageView } from '../../../templates/pages/form-page.tsx'
import type { TablePageView } from '../../../templates/pages/table-page.tsx'
import type { QueuedNomination, ReviewFile } from '../../service/read-review.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText } from './dates.ts'
import { criteriaLines } from './document-claims.ts'
import { measureFacts } from './measure-views.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/reviews'
const japanese = (context: PageContext): { lang?: string } => (context.language === 'ja' ? {} : { lang: 'ja' })

export const reviewQueueView = (
  input: { console: ConsoleFrame; queue: QueuedNomination[]; done?: string },
  context: PageContext,
): TablePageView => {
  const words = wordsOf(context).reviews
  return {
    console: input.console,
    title: words.title,
    lead: words.lead,
    ...(input.done === undefined ? {} : { notice: { text: input.done } }),
    columns: [
      { head: words.columns.title, kind: 'name' },
      { head: words.columns.learner, labelled: true },
      { head: words.columns.firm, labelled: true },
      { head: words.columns.submitted, labelled: true },
      { head: words.columns.reviews, labelled: true },
    ],
    rows: input.queue.map(({ nomination, employer, learner }) => [
      { href: linkTo(context, `${here}/${nomination.id}`), label: nomination.title.ja },
      learner,
      employer === undefined ? '' : inLanguage(context, employer.name),
      'submittedOn' in nomination ? dayText(nomination.submittedOn, context.language) : '',
      words.approvals('reviews' in nomination ? nomination.reviews.length : 0),
    ]),
    empty: words.empty,
    emptyWhen: words.emptyWhen,
    links: [],
  }
}

export interface ReviewForm {
  waiver: string
  code: string
  text: string
  error?: 'reason' | 'refused'
}

/** One nomination: criteria, figures, evidence, confirmation and courses beside one another, then the decision. */
export const reviewView = (
  input: { console: ConsoleFrame; file: ReviewFile; form: ReviewForm },
  context: PageContext,
): Omit<FormPageView, 'frame'> & { console: ConsoleFrame } => {
  const words = wordsOf(context).reviews
  const { file, form } = input
  const { nomination } = file
  const action = linkTo(context, `${here}/${nomination.id}`)
  const hidden = [{ name: 'token', value: input.console.token }]
  const waivable = file.problems.some(({ code }) => code === 'PERIOD_TOO_SHORT')
  return {
    console: input.console,
    title: nomination.title.ja,
    lead: [],
    ...(form.error === undefined
      ? {}
      : {
          errors: {
            heading: words.refused,
            errors:
              form.error === 'reason'
                ? [{ fieldId: 'text', message: words.needsReason }]
                : [
                    ...file.problems.map(({ message }) => ({ fieldId: 'problems', message })),
                    ...(file.problems.length === 0 ? [{ fieldId: 'decide', message: words.already }] : []),
                  ],
          },
        }),
    about: aboutView(file, context),
    forms:
      nomination.state !== 'submitted'
        ? []
        : [
            {
              id: 'decide',
              heading: words.approveForm,
              lead: words.approveLead,
              action,
              hidden,
              groups: waivable
                ? [{ fields: [{ kind: 'area', field: { id: 'waiver', name: 'waiver', label: words.waiver }, value: form.waiver }] }]
                : [],
              buttons: [{ name: 'do', value: 'approve', label: words.approve }],
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
                      kind: 'select',
                      field: { id: 'code', name: 'code', label: words.reasonCode },
                      value: form.code,
                      options: Object.entries(words.reasonCodes).map(([value, label]) => ({ value, label })),
                    },
                    {
                      kind: 'area',
                      field: {
                        id: 'text',
                        name: 'text',
                        label: words.reasonText,
                        hint: words.reasonTextHint,
                        ...(form.error === 'reason' ? { error: words.needsReason } : {}),
                      },
                      value: form.text,
                    },
                  ],
                },
              ],
              buttons: [
                { name: 'do', value: 'return', label: words.return, second: true },
                { name: 'do', value: 'reject', label: words.reject, second: true },
              ],
            },
          ],
    links: [{ href: linkTo(context, here), label: words.back }],
  }
}

const aboutView = (file: ReviewFile, context: PageContext): FormPageView['about'] => {
  const words = wordsOf(context)
  const labels = words.reviews.file
  const { nomination, achievement } = file
  const day = (on: string): string => dayText(on, context.language)
  const confirmation = 'confirmation' in nomination ? nomination.confirmation : undefined
  const evidence: FactView[] = nomination.evidence.flatMap((item) => [
    { name: item.name, text: item.narrative, ...japanese(context) },
    { name: labels.seenOn, text: item.seenOn === undefined ? labels.notSeen : day(item.seenOn) },
    ...(item.fileSha256 === undefined ? [] : [{ name: labels.fileDigest, text: item.fileSha256, code: true }]),
  ])
  const reviews = 'reviews' in nomination ? nomination.reviews : []
  return [
    ...(file.problems.length === 0
      ? []
      : [{ id: 'problems', heading: labels.problems, lines: file.problems.map(({ message }) => message), ...japanese(context) }]),
    ...(achievement === undefined
      ? []
      : [
          {
            id: 'criteria',
            heading: labels.criteria,
            lines: [achievement.name],
            list: criteriaLines(achievement.criteriaNarrative),
            ...japanese(context),
          },
        ]),
    {
      id: 'nomination',
      heading: labels.nomination,
      facts: [
        { name: words.nomination.learner, text: file.learner, ...japanese(context) },
        { name: words.nomination.firm, text: file.employer === undefined ? '' : inLanguage(context, file.employer.name) },
        { name: words.nomination.role, text: nomination.role.ja, ...japanese(context) },
        { name: words.nomination.publish, text: words.nomination.policies[nomination.publishPolicy] },
      ],
    },
    ...nomination.measures.map((measure, n) => ({
      id: `measure-${n}`,
      heading: `${words.nomination.quantity}${nomination.measures.length > 1 ? ` ${n + 1}` : ''}`,
      facts: measureFacts(measure, context),
    })),
    evidence.length === 0
      ? { id: 'evidence', heading: labels.evidence, lines: [labels.noEvidence] }
      : { id: 'evidence', heading: labels.evidence, facts: evidence },
    ...(confirmation === undefined
      ? []
      : [
          {
            id: 'confirmation',
            heading: labels.confirmation,
            facts: [
              { name: labels.confirmedOn, text: day(confirmation.confirmedOn) },
              { name: labels.confirmedBy, text: confirmation.confirmedBy.ja, ...japanese(context) },
            ],
          },
        ]),
    {
      id: 'completions',
      heading: labels.completions,
      facts: file.completions.map(({ completion, course }) => ({
        name: course === undefined ? completion.id : inLanguage(context, course),
        text: completion.endOn === undefined ? '' : `${labels.completed} ${day(completion.endOn)}`,
      })),
    },
    ...(file.others.length === 0
      ? []
      : [
          {
            id: 'others',
            heading: labels.others,
            facts: file.others.map((other) => ({ name: other.title.ja, text: stateWord(other.state, context) })),
          },
        ]),
    ...(reviews.length === 0
      ? []
      : [
          {
            id: 'earlier',
            heading: labels.earlier,
            facts: reviews.map((review) => ({
              name: day(review.on),
              text: `${labels.decision[review.decision]}${review.reason === undefined ? '' : `（${review.reason.text}）`}`,
            })),
          },
        ]),
  ]
}

const stateWord = (state: ReviewFile['nomination']['state'], context: PageContext): string => wordsOf(context).nomination.state[state]
