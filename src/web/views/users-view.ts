import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { SmallDeedView, WorkPageView } from '../../../templates/pages/work-page.tsx'
import type { Organisation } from '../../domain/organisation.ts'
import { factorSuffices } from '../../domain/user.ts'
import type { ManagedUser } from '../../service/manage-users.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import type { Typed } from '../forms/typed.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

const here = '/console/users'

export const usersView = (
  input: {
    console: ConsoleFrame
    users: ManagedUser[]
    organisations: ReadonlyMap<string, Organisation>
    /** who looks: the own account is not stopped from here */
    ownId: string
    notice?: { text: string; undo?: SmallDeedView }
  },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.users
  const roleNames = wordsOf(context).console.roles
  const second = ({ user, memberships, passkeys }: ManagedUser): string => {
    if (passkeys > 0) return words.second.passkeys(passkeys)
    const needs = memberships.some(({ role }) => !factorSuffices(role, 'mail', { isDemo: false }))
    if (!needs) return words.second.notNeeded
    return user.isDemo ? words.second.none : words.second.needed
  }
  const roleText = ({ role, organisationId }: ManagedUser['memberships'][number]): string => {
    const organisation = organisationId === undefined ? undefined : input.organisations.get(organisationId)
    return organisation === undefined ? roleNames[role] : `${roleNames[role]}：${inLanguage(context, organisation.name)}`
  }
  const deeds = ({ user, memberships }: ManagedUser): SmallDeedView[] =>
    user.id === input.ownId
      ? []
      : [
          {
            action: linkTo(context, `${here}/${user.id}/${user.disabledAt === undefined ? 'disable' : 'enable'}`),
            label: user.disabledAt === undefined ? words.disable : words.enable,
            about: user.name,
          },
          ...(memberships.length < 2
            ? []
            : memberships.map((membership) => ({
                action: linkTo(context, `${here}/${user.id}/role`),
                label: words.removeRole(roleNames[membership.role]),
                about: user.name,
                hidden: [{ name: 'membership', value: membership.id }],
              }))),
        ]
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    ways: [{ href: linkTo(context, `${here}/new`), label: words.invite }],
    ...(input.notice === undefined ? {} : { notice: { text: input.notice.text } }),
    ...(input.notice?.undo === undefined ? {} : { undo: input.notice.undo }),
    parts: [
      {
        kind: 'table',
        id: 'users',
        heading: words.list,
        columns: [
          { head: words.columns.name, kind: 'name' },
          { head: words.columns.email, labelled: true },
          { head: words.columns.roles, labelled: true },
          { head: words.columns.second, labelled: true },
          { head: words.columns.state, labelled: true },
          { head: words.columns.action },
        ],
        rows: input.users.map((managed) => [
          managed.user.name,
          managed.user.email,
          { lines: managed.memberships.map(roleText) },
          second(managed),
          managed.user.disabledAt === undefined ? words.states.active : words.states.disabled,
          { deeds: deeds(managed) },
        ]),
        empty: words.empty,
      },
    ],
    links: [],
  }
}

export type UserFieldError = 'email' | 'name' | 'organisation'

const invitable = ['secretariat', 'reviewer', 'operator', 'employer', 'administrator'] as const
export type InvitableRole = (typeof invitable)[number]
export const isInvitable = (role: string | undefined): role is InvitableRole => invitable.some((one) => one === role)

export const inviteView = (
  input: { console: ConsoleFrame; organisations: readonly Organisation[]; typed: Typed; errors: readonly UserFieldError[] },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.users.form
  const need = wordsOf(context).nomination.need
  const roleNames = wordsOf(context).console.roles
  const messages: Record<UserFieldError, string> = {
    email: words.emailWrong,
    name: words.nameMissing,
    organisation: words.organisationWrong,
  }
  const error = (name: UserFieldError) => (input.errors.includes(name) ? { error: messages[name] } : {})
  const value = (name: string): string => input.typed.get(name) ?? ''
  const fields: FormFieldView[] = [
    {
      kind: 'text',
      type: 'email',
      field: { id: 'email', name: 'email', label: words.email, need, ...error('email') },
      value: value('email'),
    },
    {
      kind: 'text',
      field: { id: 'name', name: 'name', label: words.name, hint: words.nameHint, need, ...error('name') },
      value: value('name'),
    },
    {
      kind: 'select',
      field: { id: 'role', name: 'role', label: words.role, need },
      value: value('role'),
      options: invitable.map((role) => ({ value: role, label: roleNames[role] })),
    },
    {
      kind: 'select',
      field: {
        id: 'organisation',
        name: 'organisation',
        label: words.organisation,
        hint: words.organisationHint,
        ...error('organisation'),
      },
      value: value('organisation'),
      options: [
        { value: '', label: words.noOrganisation },
        ...input.organisations.map(({ slug, name }) => ({ value: slug, label: inLanguage(context, name) })),
      ],
    },
  ]
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    ...(input.errors.length === 0
      ? {}
      : { errors: { heading: words.errors, errors: input.errors.map((name) => ({ fieldId: name, message: messages[name] })) } }),
    parts: [
      {
        kind: 'form',
        form: {
          id: 'invite',
          action: linkTo(context, `${here}/new`),
          hidden: [{ name: 'token', value: input.console.token }],
          groups: [{ fields }],
          buttons: [{ name: 'do', value: 'invite', label: words.send }],
        },
      },
    ],
    links: [{ href: linkTo(context, here), label: words.back }],
  }
}
