import type { FormPageView } from '../../../templates/pages/form-page.tsx'
import { dataRequestKinds } from '../../domain/data-request.ts'
import type { Participant } from '../../domain/participant.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText } from './dates.ts'
import { myDataPath } from './my-data-view.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'
import type { OwnBadge } from './share-views.ts'

export type ConsoleForm = Omit<FormPageView, 'frame'> & { console: ConsoleFrame }

/** Errors by the id of their field. */
export type FieldErrors = Record<string, string>

const errorsOf = (errors: FieldErrors, context: PageContext): Pick<FormPageView, 'errors'> =>
  Object.keys(errors).length === 0
    ? {}
    : {
        errors: {
          heading: wordsOf(context).myData.form.errorHeading,
          errors: Object.entries(errors).map(([fieldId, message]) => ({ fieldId, message })),
        },
      }

const errorOf = (errors: FieldErrors, id: string): { error?: string } => (errors[id] === undefined ? {} : { error: errors[id] })

const back = (context: PageContext) => [{ href: linkTo(context, myDataPath), label: wordsOf(context).myData.form.back }]
const tokenOf = (console: ConsoleFrame) => [{ name: 'token', value: console.token }]

/** What a learner corrects without asking anybody. */
export type OwnReading = Pick<Participant, 'familyNameKana' | 'givenNameKana' | 'romanName' | 'badgeNameForm'>

export const correctView = (
  input: { console: ConsoleFrame; participant: Participant; typed: OwnReading; text: string; errors: FieldErrors },
  context: PageContext,
): ConsoleForm => {
  const words = wordsOf(context).myData
  const { console, typed, errors } = input
  const field = (id: string, label: string, hint?: string, need?: string) => ({
    id,
    name: id,
    label,
    ...(hint === undefined ? {} : { hint }),
    ...(need === undefined ? {} : { need }),
    ...errorOf(errors, id),
  })
  return {
    console,
    title: words.form.correctTitle,
    lead: words.form.correctLead,
    ...errorsOf(errors, context),
    about: [],
    forms: [
      {
        id: 'reading',
        heading: words.form.correctHeading,
        action: linkTo(context, `${myDataPath}/correct`),
        hidden: tokenOf(console),
        groups: [
          {
            fields: [
              {
                kind: 'text',
                field: field('familyNameKana', words.form.familyNameKana, words.form.kanaHint),
                value: typed.familyNameKana,
              },
              { kind: 'text', field: field('givenNameKana', words.form.givenNameKana), value: typed.givenNameKana },
              { kind: 'text', field: field('romanName', words.form.romanName, words.form.romanHint), value: typed.romanName ?? '' },
              {
                kind: 'choices',
                id: 'badgeNameForm',
                type: 'radio',
                name: 'badgeNameForm',
                legend: words.person.form,
                choices: (['kanji', 'kana', 'roman'] as const).map((value) => ({
                  value,
                  label: words.person.forms[value],
                  checked: typed.badgeNameForm === value,
                })),
              },
            ],
          },
        ],
        buttons: [{ name: 'do', value: 'reading', label: words.form.save }],
      },
      {
        id: 'correction',
        heading: words.form.nameHeading,
        lead: words.form.nameLead,
        action: linkTo(context, `${myDataPath}/correct`),
        hidden: tokenOf(console),
        groups: [
          {
            fields: [{ kind: 'area', field: field('text', words.form.text, words.form.textHint, words.form.required), value: input.text }],
          },
        ],
        buttons: [{ name: 'do', value: 'request', label: words.form.sendCorrection, second: true }],
      },
    ],
    links: back(context),
  }
}

export const addAddressView = (
  input: { console: ConsoleFrame; address: string; errors: FieldErrors },
  context: PageContext,
): ConsoleForm => {
  const words = wordsOf(context).myData.form
  return {
    console: input.console,
    title: words.addTitle,
    lead: words.addLead,
    ...errorsOf(input.errors, context),
    about: [],
    forms: [
      {
        id: 'add-address',
        action: linkTo(context, `${myDataPath}/address`),
        hidden: tokenOf(input.console),
        groups: [
          {
            fields: [
              {
                kind: 'text',
                type: 'email',
                field: {
                  id: 'address',
                  name: 'address',
                  label: words.address,
                  hint: words.addressHint,
                  need: words.required,
                  ...errorOf(input.errors, 'address'),
                },
                value: input.address,
              },
            ],
          },
        ],
        buttons: [{ name: 'do', value: 'add', label: words.sendAddress }],
      },
    ],
    links: back(context),
  }
}

export const requestView = (
  input: { console: ConsoleFrame; kind: string; text: string; errors: FieldErrors },
  context: PageContext,
): ConsoleForm => {
  const words = wordsOf(context).myData
  return {
    console: input.console,
    title: words.form.requestTitle,
    lead: words.form.requestLead,
    ...errorsOf(input.errors, context),
    about: [],
    forms: [
      {
        id: 'request',
        action: linkTo(context, `${myDataPath}/request`),
        hidden: tokenOf(input.console),
        groups: [
          {
            fields: [
              {
                kind: 'choices',
                id: 'kind',
                type: 'radio',
                name: 'kind',
                legend: words.form.kind,
                ...errorOf(input.errors, 'kind'),
                choices: dataRequestKinds.map((value) => ({
                  value,
                  label: words.requests.kinds[value],
                  hint: words.form.kindHints[value],
                  checked: input.kind === value,
                })),
              },
              {
                kind: 'area',
                field: { id: 'text', name: 'text', label: words.form.requestText, ...errorOf(input.errors, 'text') },
                value: input.text,
              },
            ],
          },
        ],
        buttons: [{ name: 'do', value: 'request', label: words.form.sendRequest }],
      },
    ],
    links: back(context),
  }
}

/** The first step of an erasure: what goes, what stays, and what is to be erased. */
export const eraseView = (
  input: { console: ConsoleFrame; badges: OwnBadge[]; chosen: string; errors: FieldErrors },
  context: PageContext,
): ConsoleForm => {
  const words = wordsOf(context).myData.erase
  return {
    console: input.console,
    title: words.title,
    lead: words.lead,
    ...errorsOf(input.errors, context),
    about: [
      { id: 'goes', heading: words.goesHeading, lines: [...words.goesPerson, ...words.goesBadge] },
      { id: 'stays', heading: words.staysHeading, lines: words.stays, note: words.notStatus },
    ],
    forms: [
      {
        id: 'choose',
        action: linkTo(context, `${myDataPath}/erase`),
        hidden: tokenOf(input.console),
        groups: [
          {
            fields: [
              {
                kind: 'choices',
                id: 'what',
                type: 'radio',
                name: 'what',
                legend: words.choice,
                ...errorOf(input.errors, 'what'),
                choices: [
                  ...input.badges.map(({ credential, achievement }) => ({
                    value: credential.id,
                    label: badgeLabel({ credential, achievement }, context),
                    hint: words.badgeHint,
                    checked: input.chosen === credential.id,
                  })),
                  { value: 'all', label: words.whole, hint: words.wholeHint, checked: input.chosen === 'all' },
                ],
              },
            ],
          },
        ],
        buttons: [{ name: 'do', value: 'next', label: words.next }],
      },
    ],
    links: [{ href: `${myDataPath}/export.zip`, label: words.keepFirst }, ...back(context)],
  }
}

const badgeLabel = ({ credential, achievement }: OwnBadge, context: PageContext): string =>
  `${achievement.name}（${dayText(credential.awardedOn, context.language)}）`

/** The second step: once more what it is, and that it cannot be undone. */
export const confirmEraseView = (
  input: { console: ConsoleFrame; badge: OwnBadge | undefined; errors: FieldErrors },
  context: PageContext,
): ConsoleForm => {
  const words = wordsOf(context).myData.erase
  return {
    console: input.console,
    title: words.confirmTitle,
    lead: [words.confirmLead(input.badge === undefined ? words.whole : badgeLabel(input.badge, context))],
    ...errorsOf(input.errors, context),
    about: [],
    forms: [
      {
        id: 'erase',
        action: linkTo(context, `${myDataPath}/erase/confirm`),
        hidden: [...tokenOf(input.console), { name: 'what', value: input.badge?.credential.id ?? 'all' }],
        groups: [
          {
            fields: [
              {
                kind: 'tick',
                id: 'understood',
                name: 'understood',
                ...errorOf(input.errors, 'understood'),
                choice: { value: 'yes', label: words.understood, checked: false },
              },
            ],
          },
        ],
        buttons: [{ name: 'do', value: 'erase', label: words.confirm }],
      },
    ],
    links: [{ href: linkTo(context, myDataPath), label: words.back }],
  }
}
