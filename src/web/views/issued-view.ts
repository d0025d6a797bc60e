import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { FormView } from '../../../templates/pages/form-page.tsx'
import type { WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import { revocationReasons, validityOn } from '../../domain/credential.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import { formatShortId } from '../../ids.ts'
import type { IssuedBadge } from '../../service/read-issued-badge.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import type { Typed } from '../forms/typed.ts'
import { dayText, instantText } from './dates.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/issued'

export type IssuedFieldError = 'startOn' | 'endOn' | 'attendanceRate' | 'reason' | 'familyName' | 'unchanged'

export const typedOfBadge = ({ participant, completion }: IssuedBadge): Typed =>
  new Map([
    ['familyName', participant.familyName],
    ['givenName', participant.givenName],
    ['familyNameKana', participant.familyNameKana],
    ['givenNameKana', participant.givenNameKana],
    ['startOn', completion?.startOn ?? ''],
    ['endOn', completion?.endOn ?? ''],
    ['attendanceRate', completion?.attendanceRate === undefined ? '' : String(completion.attendanceRate)],
    ['certificateNo', completion?.certificateNo ?? ''],
  ])

/** One badge: how it stands, which mails told of it, and everything that can be done about it. */
export const issuedView = (
  input: { console: ConsoleFrame; badge: IssuedBadge; office: boolean; typed: Typed; errors: readonly IssuedFieldError[]; notice?: string },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).issued
  const messages: Record<IssuedFieldError, string> = {
    startOn: words.dateWrong,
    endOn: words.dateWrong,
    attendanceRate: words.rateWrong,
    reason: words.whyMissing,
    familyName: words.nameWrong,
    unchanged: words.nothingChanged,
  }
  const { badge } = input
  const { credential, session } = badge
  const state = validityOn(credential, jstDay(context.now))
  return {
    console: input.console,
    title: words.title,
    lead: [`${badge.participant.familyName} ${badge.participant.givenName}`.trim()],
    ...(input.notice === undefined ? {} : { notice: { text: input.notice } }),
    ...(input.errors.length === 0
      ? {}
      : {
          errors: {
            heading: words.errors,
            errors: input.errors.map((error) => ({ fieldId: error === 'unchanged' ? 'familyName' : error, message: messages[error] })),
          },
        }),
    parts: [
      {
        kind: 'table',
        id: 'state',
        heading: words.facts,
        columns: [
          { head: words.badge, kind: 'name' },
          { head: words.validity, labelled: true },
          { head: words.claim, labelled: true },
          { head: words.visibility, labelled: true },
          { head: words.awarded, labelled: true },
          { head: words.number, kind: 'code', labelled: true },
        ],
        rows: [
          [
            badge.achievement.name,
            { state, word: wordsOf(context).verdict.word[state] },
            words.claims[credential.claim],
            wordsOf(context).badge.visibility[credential.visibility],
            dayText(credential.awardedOn, context.language),
            formatShortId(credential.shortId),
          ],
        ],
        empty: '',
        links: [
          ...(credential.state === 'revoked' && credential.supersededBy !== undefined
            ? [{ href: linkTo(context, `${here}/${credential.supersededBy}`), label: words.replacedBy }]
            : []),
        ],
      },
      ...('reason' in credential && credential.reason !== ''
        ? [
            {
              kind: 'facts' as const,
              id: 'reason-given',
              heading: words.reason,
              lines: [words.reasons[credential.reason] ?? credential.reason],
              facts: [],
            },
          ]
        : []),
      {
        kind: 'table',
        id: 'mails',
        heading: words.mails,
        columns: [
          { head: words.mailColumns.kind, kind: 'name' },
          { head: words.mailColumns.state, labelled: true },
          { head: words.mailColumns.on, labelled: true },
        ],
        rows: badge.mails.map((mail) => [
          { href: linkTo(context, `/console/outbox/${mail.id}`), label: wordsOf(context).outbox.kind(mail.kind) },
          wordsOf(context).outbox.states[mail.state],
          instantText(mail.sentAt ?? mail.createdAt, context.language),
        ]),
        empty: words.noMails,
      },
      ...deedParts(input, messages, context),
    ],
    links:
      session === undefined ? [] : [{ href: linkTo(context, `/console/sessions/${encodeURIComponent(session.id)}`), label: words.back }],
  }
}

const deedParts = (
  input: { console: ConsoleFrame; badge: IssuedBadge; office: boolean; typed: Typed; errors: readonly IssuedFieldError[] },
  messages: Record<IssuedFieldError, string>,
  context: PageContext,
): WorkPart[] => {
  const words = wordsOf(context).issued
  const { credential, completion } = input.badge
  const action = linkTo(context, `${here}/${credential.id}`)
  const hidden = [{ name: 'token', value: input.console.token }]
  const sheet = (rest: Omit<FormView, 'action' | 'hidden'>): WorkPart => ({ kind: 'form', form: { action, hidden, ...rest } })
  if (credential.state === 'revoked') return []
  const line = (name: string, label: string, rest: { hint?: string } = {}): FormFieldView => {
    const error = input.errors.find((one) => one === name || (one === 'unchanged' && name === 'familyName'))
    return {
      kind: 'text',
      field: { id: name, name, label, ...rest, ...(error === undefined ? {} : { error: messages[error] }) },
      value: input.typed.get(name) ?? '',
    }
  }
  const parts: WorkPart[] = []
  if (credential.claim !== 'declined')
    parts.push(
      sheet({
        id: 'tell',
        heading: words.deeds,
        groups: [],
        buttons: [
          { name: 'do', value: 'resend', label: words.resend, second: true },
          ...(credential.claim === 'unclaimed' ? [{ name: 'do', value: 'remind', label: words.remind, second: true }] : []),
        ],
        ...(credential.claim === 'unclaimed' ? { note: words.remindNote } : {}),
      }),
    )
  if (completion !== undefined)
    parts.push(
      sheet({
        id: 'correct',
        heading: words.correct,
        lead: words.correctLead,
        groups: [
          {
            fields: [
              line('familyName', words.familyName),
              line('givenName', words.givenName),
              line('familyNameKana', words.familyNameKana),
              line('givenNameKana', words.givenNameKana),
              line('startOn', words.startOn),
              line('endOn', words.endOn),
              line('attendanceRate', words.attendanceRate),
              line('certificateNo', words.certificateNo),
              line('reason', words.why, { hint: words.whyHint }),
            ],
          },
        ],
        buttons: [{ name: 'do', value: 'correct', label: words.save }],
      }),
    )
  if (input.office && credential.state === 'issued')
    parts.push(
      sheet({
        id: 'suspend',
        heading: words.suspend,
        lead: words.suspendLead,
        groups: [],
        buttons: [{ name: 'do', value: 'suspend', label: words.suspendButton, second: true }],
      }),
    )
  if (input.office && credential.state === 'suspended')
    parts.push(
      sheet({
        id: 'reinstate',
        heading: words.reinstate,
        groups: [],
        buttons: [{ name: 'do', value: 'reinstate', label: words.reinstateButton, second: true }],
      }),
    )
  const reasons = input.office ? revocationReasons.filter((reason) => reason !== 'SUPERSEDED') : (['ISSUED_IN_ERROR'] as const)
  parts.push(
    sheet({
      id: 'revoke',
      heading: words.revoke,
      lead: words.revokeLead,
      groups: [
        {
          fields: [
            {
              kind: 'select',
              field: { id: 'code', name: 'code', label: words.reasonCode },
              value: 'ISSUED_IN_ERROR',
              options: reasons.map((reason) => ({ value: reason, label: words.reasons[reason] ?? reason })),
            },
          ],
        },
      ],
      buttons: [{ name: 'do', value: 'revoke', label: words.revokeButton, second: true }],
    }),
  )
  return parts
}
