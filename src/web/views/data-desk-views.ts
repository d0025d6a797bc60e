import type { FormView } from '../../../templates/pages/form-page.tsx'
import type { TablePageView } from '../../../templates/pages/table-page.tsx'
import { type DataRequest, dataRequestDecisions, dataRequestKinds, isOverdue } from '../../domain/data-request.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import type { Participant } from '../../domain/participant.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText } from './dates.ts'
import type { ConsoleForm, FieldErrors } from './my-data-forms.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

export const deskPath = '/console/requests'

const stateText = (request: DataRequest, context: PageContext): string => {
  const words = wordsOf(context).myData.requests
  if (isOverdue(request, jstDay(context.now))) return wordsOf(context).dataDesk.overdue
  return request.state === 'answered' ? `${words.states.answered} (${words.decisions[request.decision]})` : words.states[request.state]
}

/** The requests, those that are due first. */
export const deskView = (
  input: { console: ConsoleFrame; requests: DataRequest[]; state: DataRequest['state']; done?: string },
  context: PageContext,
): TablePageView => {
  const words = wordsOf(context).dataDesk
  const { kinds, states } = wordsOf(context).myData.requests
  return {
    console: input.console,
    title: words.title,
    lead: words.lead,
    ...(input.done === undefined ? {} : { notice: { text: input.done } }),
    filter: {
      label: words.filter,
      links: (['open', 'answered', 'withdrawn'] as const).map((state) => ({
        href: linkTo(context, `${deskPath}?state=${state}`),
        label: states[state],
        current: state === input.state,
      })),
    },
    columns: [
      { head: words.columns.kind, kind: 'name' },
      { head: words.columns.received, labelled: true },
      { head: words.columns.due, labelled: true },
      { head: words.columns.state, labelled: true },
    ],
    rows: input.requests.map((request) => [
      { href: linkTo(context, `${deskPath}/${request.id}`), label: kinds[request.kind] },
      dayText(request.receivedOn, context.language),
      dayText(request.dueOn, context.language),
      stateText(request, context),
    ]),
    empty: words.empty,
    emptyWhen: words.emptyWhen,
    links: [{ href: linkTo(context, `${deskPath}/new`), label: words.record }],
  }
}

const errorsOf = (errors: FieldErrors, context: PageContext): Pick<ConsoleForm, 'errors'> =>
  Object.keys(errors).length === 0
    ? {}
    : {
        errors: {
          heading: wordsOf(context).dataDesk.errorHeading,
          errors: Object.entries(errors).map(([fieldId, message]) => ({ fieldId, message })),
        },
      }

/** What was typed into the forms of one request. */
export interface DeskForm {
  answer: string
  decision: string
  extendReason: string
  name: Pick<Participant, 'familyName' | 'givenName' | 'familyNameKana' | 'givenNameKana'>
  nameReason: string
}

/** One request: who asks what, and everything that can be done about it. */
export const deskRequestView = (
  input: {
    console: ConsoleFrame
    request: DataRequest
    participant: Participant
    erased: boolean
    typed: DeskForm
    errors: FieldErrors
    done?: string
  },
  context: PageContext,
): ConsoleForm => {
  const words = wordsOf(context).dataDesk
  const { request, participant, erased, errors } = input
  const { kinds } = wordsOf(context).myData.requests
  const open = request.state === 'open'
  return {
    console: input.console,
    title: `${words.title}：${kinds[request.kind]}`,
    lead: [],
    ...(input.done === undefined ? {} : { notice: { text: input.done } }),
    ...errorsOf(errors, context),
    about: [
      {
        id: 'person',
        heading: words.person,
        facts: [
          { name: words.participant, text: participant.id, code: true },
          { name: words.name, text: erased ? words.erased : `${participant.familyName} ${participant.givenName}`.trim() },
        ],
      },
      {
        id: 'asked',
        heading: words.asked,
        lines: (request.text === '' ? words.noText : request.text).split('\n'),
        facts: [
          { name: words.channel, text: words.channels[request.channel] },
          { name: words.columns.received, text: dayText(request.receivedOn, context.language) },
          { name: words.columns.due, text: dayText(request.dueOn, context.language) },
          { name: words.columns.state, text: stateText(request, context) },
          ...(request.state === 'answered' ? [{ name: words.answered, text: request.answer === '' ? words.noText : request.answer }] : []),
        ],
        ...(request.extended === undefined ? {} : { note: words.extended(request.extended.reason) }),
      },
    ],
    forms: erased ? [] : [...doForms(input, context), ...(open ? [answerForm(input, context), extendForm(input, context)] : [])],
    links: [{ href: linkTo(context, deskPath), label: words.back }],
  }
}

type DeskInput = Parameters<typeof deskRequestView>[0]

const base = (input: DeskInput, what: string, context: PageContext): Pick<FormView, 'action' | 'hidden'> => ({
  action: linkTo(context, `${deskPath}/${input.request.id}/${what}`),
  hidden: [{ name: 'token', value: input.console.token }],
})
const errorOf = (errors: FieldErrors, id: string): { error?: string } => (errors[id] === undefined ? {} : { error: errors[id] })

/** Doing what is asked: an export, a corrected name, a stop, an erasure. */
const doForms = (input: DeskInput, context: PageContext): FormView[] => {
  const words = wordsOf(context).dataDesk
  const { request, typed, errors } = input
  if (request.state === 'withdrawn') return []
  const field = (id: string, label: string, need = false) => ({
    id,
    name: id,
    label,
    ...(need ? { need: words.required } : {}),
    ...errorOf(errors, id),
  })
  switch (request.kind) {
    case 'disclosure':
      return [
        {
          id: 'export',
          heading: words.doHeading,
          ...base(input, 'export', context),
          groups: [],
          buttons: [{ name: 'do', value: 'export', label: words.export, second: true }],
          note: words.exportNote,
        },
      ]
    case 'correction':
      return [
        {
          id: 'name',
          heading: words.nameHeading,
          ...base(input, 'name', context),
          groups: [
            {
              fields: [
                { kind: 'text', field: field('familyName', words.familyName, true), value: typed.name.familyName },
                { kind: 'text', field: field('givenName', words.givenName), value: typed.name.givenName },
                { kind: 'text', field: field('familyNameKana', words.familyNameKana), value: typed.name.familyNameKana },
                { kind: 'text', field: field('givenNameKana', words.givenNameKana), value: typed.name.givenNameKana },
                { kind: 'text', field: field('nameReason', words.reason, true), value: typed.nameReason },
              ],
            },
          ],
          buttons: [{ name: 'do', value: 'name', label: words.correctName, second: true }],
        },
      ]
    case 'stop_use':
      return [
        {
          id: 'stop',
          heading: words.doHeading,
          ...base(input, 'stop', context),
          groups: [],
          buttons: [{ name: 'do', value: 'stop', label: words.stop, second: true }],
          note: words.stopNote,
        },
      ]
    case 'erasure':
      return [
        {
          id: 'erase',
          heading: words.doHeading,
          lead: words.eraseLead,
          ...base(input, 'erase', context),
          groups: [
            {
              fields: [
                {
                  kind: 'tick',
                  id: 'understood',
                  name: 'understood',
                  ...errorOf(errors, 'understood'),
                  choice: { value: 'yes', label: words.understood, checked: false },
                },
              ],
            },
          ],
          buttons: [{ name: 'do', value: 'erase', label: words.erase, second: true }],
        },
      ]
  }
}

const answerForm = (input: DeskInput, context: PageContext): FormView => {
  const words = wordsOf(context).dataDesk
  const { decisions } = wordsOf(context).myData.requests
  return {
    id: 'answer-form',
    heading: words.answerHeading,
    ...base(input, 'answer', context),
    groups: [
      {
        fields: [
          {
            kind: 'choices',
            id: 'decision',
            type: 'radio',
            name: 'decision',
            legend: words.decision,
            choices: dataRequestDecisions.map((value) => ({
              value,
              label: decisions[value],
              checked: input.typed.decision === value,
            })),
          },
          {
            kind: 'area',
            field: { id: 'answer', name: 'answer', label: words.answer, hint: words.answerHint, ...errorOf(input.errors, 'answer') },
            value: input.typed.answer,
          },
        ],
      },
    ],
    buttons: [{ name: 'do', value: 'answer', label: words.send }],
  }
}

const extendForm = (input: DeskInput, context: PageContext): FormView => {
  const words = wordsOf(context).dataDesk
  return {
    id: 'extend',
    heading: words.extendHeading,
    ...base(input, 'extend', context),
    groups:
      input.request.extended !== undefined
        ? []
        : [
            {
              fields: [
                {
                  kind: 'text',
                  field: {
                    id: 'extendReason',
                    name: 'extendReason',
                    label: words.extendReason,
                    need: words.required,
                    ...errorOf(input.errors, 'extendReason'),
                  },
                  value: input.typed.extendReason,
                },
              ],
            },
          ],
    buttons: input.request.extended !== undefined ? [] : [{ name: 'do', value: 'extend', label: words.extend, second: true }],
    ...(input.request.extended === undefined ? {} : { note: words.extended(input.request.extended.reason) }),
  }
}

/** A request that came by paper or telephone. */
export const newRequestView = (
  input: { console: ConsoleFrame; typed: { participant: string; kind: string; channel: string; text: string }; errors: FieldErrors },
  context: PageContext,
): ConsoleForm => {
  const words = wordsOf(context).dataDesk
  const { kinds } = wordsOf(context).myData.requests
  return {
    console: input.console,
    title: words.newTitle,
    lead: [words.newLead],
    ...errorsOf(input.errors, context),
    about: [],
    forms: [
      {
        id: 'new-request',
        action: linkTo(context, `${deskPath}/new`),
        hidden: [{ name: 'token', value: input.console.token }],
        groups: [
          {
            fields: [
              {
                kind: 'text',
                field: {
                  id: 'participant',
                  name: 'participant',
                  label: words.participant,
                  hint: words.newParticipantHint,
                  need: words.required,
                  ...errorOf(input.errors, 'participant'),
                },
                value: input.typed.participant,
              },
              {
                kind: 'select',
                field: { id: 'kind', name: 'kind', label: words.columns.kind },
                value: input.typed.kind,
                options: dataRequestKinds.map((value) => ({ value, label: kinds[value] })),
              },
              {
                kind: 'select',
                field: { id: 'channel', name: 'channel', label: words.channel },
                value: input.typed.channel,
                options: (['paper', 'phone', 'mail'] as const).map((value) => ({ value, label: words.channels[value] })),
              },
              {
                kind: 'area',
                field: { id: 'text', name: 'text', label: words.text, ...errorOf(input.errors, 'text') },
                value: input.typed.text,
              },
            ],
          },
        ],
        buttons: [{ name: 'do', value: 'save', label: words.save }],
      },
    ],
    links: [{ href: linkTo(context, deskPath), label: words.back }],
  }
}
