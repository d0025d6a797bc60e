import type { FactView } from '../../../templates/components/facts.tsx'
import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { WorkPageView } from '../../../templates/pages/work-page.tsx'
import type { Role } from '../../domain/actor.ts'
import type { KeyNames, ListedApiKey } from '../../service/api-keys.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import type { Typed } from '../forms/typed.ts'
import { dayText, instantText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/api-keys'

/** What an administrator may give to a key; an operator or employer gives what they are. */
export const keyScopes = ['operator', 'employer', 'secretariat', 'administrator', 'issuer'] as const satisfies readonly Role[]
export type KeyScope = (typeof keyScopes)[number]
export const isKeyScope = (text: string | undefined): text is KeyScope => keyScopes.some((one) => one === text)

export const keyPeriods = [30, 90, 180, 365, 730] as const
export type ApiKeyFieldError = 'label' | 'organisation' | 'issuer' | 'days'

/** Names that this reader may know; `own`: who looks sees the own organisation alone. */
export type NamesBeside = KeyNames & { own: boolean }

export const stateOf = (key: ListedApiKey, now: Date): 'live' | 'expired' | 'revoked' => {
  if (key.revokedAt !== undefined) return 'revoked'
  return key.expiresAt !== undefined && key.expiresAt <= now ? 'expired' : 'live'
}

const describe = (key: ListedApiKey, names: NamesBeside, now: Date, context: PageContext) => {
  const words = wordsOf(context).office.apiKeys
  const organisation = key.organisationId === undefined ? undefined : names.organisations.get(key.organisationId)
  const issuer = key.issuerId === undefined ? undefined : names.issuers.get(key.issuerId)
  const named = organisation?.name ?? issuer?.name
  const whose = named === undefined ? undefined : inLanguage(context, named)
  const scope = words.scopes[key.role] ?? key.role
  const maker =
    key.madeBy === undefined
      ? words.by.unknown
      : (names.makers.get(key.madeBy) ?? (key.madeBy.startsWith('system:') && !names.own ? words.by.commandLine : words.by.administration))
  return {
    scope: whose === undefined || names.own ? scope : words.scopeOf(scope, whose),
    made: [instantText(key.createdAt, context.language), maker],
    until: key.expiresAt === undefined ? words.noEnd : instantText(key.expiresAt, context.language),
    used: key.lastUsedOn === undefined ? words.never : dayText(key.lastUsedOn, context.language),
    state: words.states[stateOf(key, now)],
  }
}

export const apiKeysView = (
  input: { console: ConsoleFrame; keys: readonly ListedApiKey[]; names: NamesBeside; now: Date; revoked: boolean },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.apiKeys
  return {
    console: input.console,
    title: words.title,
    lead: [input.names.own ? words.leadOwn : words.lead],
    ways: [{ href: linkTo(context, `${here}/new`), label: words.make }],
    ...(input.revoked ? { notice: { text: words.revoked } } : {}),
    parts: [
      {
        kind: 'table',
        id: 'keys',
        heading: words.list,
        columns: [
          { head: words.columns.label, kind: 'name' },
          { head: words.columns.scope, labelled: true },
          { head: words.columns.made, labelled: true },
          { head: words.columns.until, labelled: true },
          { head: words.columns.used, labelled: true },
          { head: words.columns.state, labelled: true },
          { head: words.columns.action },
        ],
        rows: input.keys.map((key) => {
          const said = describe(key, input.names, input.now, context)
          return [
            key.label,
            said.scope,
            { lines: said.made },
            said.until,
            said.used,
            said.state,
            stateOf(key, input.now) === 'live' ? { href: linkTo(context, `${here}/${key.id}/revoke`), label: words.revoke } : '',
          ]
        }),
        empty: words.empty,
        emptyWhen: words.emptyWhen,
      },
    ],
    links: [],
  }
}

export const newApiKeyView = (
  input: {
    console: ConsoleFrame
    typed: Typed
    errors: readonly ApiKeyFieldError[]
    /** what may be chosen; absent for whoever makes keys of the own organisation */
    choices?: KeyNames
  },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.apiKeys
  const { form } = words
  const need = wordsOf(context).nomination.need
  const messages: Record<ApiKeyFieldError, string> = {
    label: form.labelWrong,
    organisation: form.organisationWrong,
    issuer: form.issuerWrong,
    days: form.daysWrong,
  }
  const error = (name: ApiKeyFieldError) => (input.errors.includes(name) ? { error: messages[name] } : {})
  const value = (name: string, otherwise = ''): string => input.typed.get(name) ?? otherwise
  const fields: FormFieldView[] = [
    {
      kind: 'text',
      field: { id: 'label', name: 'label', label: form.label, hint: form.labelHint, need, ...error('label') },
      value: value('label'),
    },
  ]
  if (input.choices !== undefined) {
    const { organisations, issuers } = input.choices
    fields.push(
      {
        kind: 'select',
        field: { id: 'scope', name: 'scope', label: form.scope, need },
        value: value('scope', 'operator'),
        options: keyScopes.map((scope) => ({ value: scope, label: words.scopes[scope] ?? scope })),
      },
      {
        kind: 'select',
        field: {
          id: 'organisation',
          name: 'organisation',
          label: form.organisation,
          hint: form.organisationHint,
          ...error('organisation'),
        },
        value: value('organisation'),
        options: [
          { value: '', label: form.none },
          ...[...organisations.values()].map(({ slug, name }) => ({ value: slug, label: inLanguage(context, name) })),
        ],
      },
      {
        kind: 'select',
        field: { id: 'issuer', name: 'issuer', label: form.issuer, hint: form.issuerHint, ...error('issuer') },
        value: value('issuer'),
        options: [
          { value: '', label: form.none },
          ...[...issuers.values()].map(({ slug, name }) => ({ value: slug, label: inLanguage(context, name) })),
        ],
      },
    )
  }
  fields.push({
    kind: 'select',
    field: { id: 'days', name: 'days', label: form.days, need, ...error('days') },
    value: value('days', '365'),
    options: keyPeriods.map((days) => ({ value: String(days), label: form.day(days) })),
  })
  return {
    console: input.console,
    title: form.title,
    lead: [form.lead],
    ...(input.errors.length === 0
      ? {}
      : { errors: { heading: form.errors, errors: input.errors.map((name) => ({ fieldId: name, message: messages[name] })) } }),
    parts: [
      {
        kind: 'form',
        form: {
          id: 'new-key',
          action: linkTo(context, `${here}/new`),
          hidden: [{ name: 'token', value: input.console.token }],
          groups: [{ fields }],
          buttons: [{ name: 'do', value: 'make', label: form.send }],
        },
      },
    ],
    links: [{ href: linkTo(context, here), label: form.back }],
  }
}

const factsOf = (key: ListedApiKey, names: NamesBeside, now: Date, context: PageContext): FactView[] => {
  const { columns } = wordsOf(context).office.apiKeys
  const said = describe(key, names, now, context)
  return [
    { name: columns.label, text: key.label },
    { name: columns.scope, text: said.scope },
    { name: columns.made, text: said.made.join(' ') },
    { name: columns.until, text: said.until },
    { name: columns.used, text: said.used },
  ]
}

/** The only page on which the secret of a key ever stands. */
export const madeApiKeyView = (
  input: { console: ConsoleFrame; key: ListedApiKey; secret: string; names: NamesBeside; now: Date },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.apiKeys
  const { made } = words
  return {
    console: input.console,
    title: made.title,
    lead: [],
    notice: { text: made.notice, caution: true },
    parts: [
      {
        kind: 'copy',
        id: 'key',
        heading: made.heading,
        lead: made.lead,
        label: made.label,
        text: input.secret,
        rows: 2,
        code: true,
        copy: { button: made.copy, done: made.copied },
      },
      {
        kind: 'facts',
        id: 'about',
        heading: made.facts,
        facts: [...factsOf(input.key, input.names, input.now, context), { name: made.use, text: 'Authorization: Bearer …' }],
      },
    ],
    links: [{ href: linkTo(context, here), label: words.form.back }],
  }
}

export const revokeApiKeyView = (
  input: { console: ConsoleFrame; key: ListedApiKey; names: NamesBeside; now: Date },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.apiKeys
  const { confirm } = words
  const isLive = stateOf(input.key, input.now) === 'live'
  return {
    console: input.console,
    title: confirm.title,
    lead: [isLive ? confirm.lead : confirm.ended],
    parts: [
      { kind: 'facts', id: 'about', heading: confirm.heading, facts: factsOf(input.key, input.names, input.now, context) },
      ...(isLive
        ? [
            {
              kind: 'form' as const,
              form: {
                id: 'revoke',
                action: linkTo(context, `${here}/${input.key.id}/revoke`),
                hidden: [{ name: 'token', value: input.console.token }],
                groups: [],
                buttons: [{ name: 'do', value: 'revoke', label: confirm.button }],
              },
            },
          ]
        : []),
    ],
    links: [{ href: linkTo(context, here), label: confirm.back }],
  }
}
