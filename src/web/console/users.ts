import { WorkPage } from '../../../templates/pages/work-page.tsx'
import { ServiceError } from '../../errors.ts'
import { disableUser, inviteUser, listManagedUsers, removeRole } from '../../service/manage-users.ts'
import { listOrganisations } from '../../store/read-models/registers.ts'
import { line, type Typed, typedIn } from '../forms/typed.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import { inviteView, isInvitable, type UserFieldError, usersView } from '../views/users-view.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'

const roles = ['administrator'] as const
const path = '/console/users'

const organisationsOf = async (call: ConsoleCall) =>
  (await Promise.all((['secretariat', 'operator', 'employer'] as const).map((kind) => listOrganisations(call.deps.db, kind)))).flat()

const invitePage = async (call: ConsoleCall, typed: Typed, errors: readonly UserFieldError[] = []): Promise<ConsoleAnswer> => {
  const view = inviteView(
    { console: call.frame(wordsOf(call.context).office.users.form.title), organisations: await organisationsOf(call), typed, errors },
    call.context,
  )
  return { page: WorkPage(view), ...(errors.length === 0 ? {} : { status: 400 }) }
}

const done = (call: ConsoleCall, what: string, user?: string): ConsoleAnswer => ({
  to: linkTo(call.context, `${path}?done=${what}${user === undefined ? '' : `&user=${encodeURIComponent(user)}`}`),
})

/** Who can sign in, and as what. */
export const userRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/users',
    roles,
    run: async (call) => {
      const { deps, actor, query, context } = call
      const words = wordsOf(context).office.users
      const text = words.done[query['done'] ?? '']
      const stopped = query['done'] === 'disabled' ? query['user'] : undefined
      const notice =
        text === undefined
          ? undefined
          : {
              text,
              ...(stopped === undefined
                ? {}
                : {
                    undo: { action: linkTo(context, `${path}/${encodeURIComponent(stopped)}/enable`), label: words.undoDisable, about: '' },
                  }),
            }
      const view = usersView(
        {
          console: call.frame(words.title),
          users: await listManagedUsers(deps, actor),
          organisations: new Map((await organisationsOf(call)).map((organisation) => [organisation.id, organisation])),
          ownId: actor.id,
          ...(notice === undefined ? {} : { notice }),
        },
        context,
      )
      return { page: WorkPage(view) }
    },
  },
  { method: 'get', path: '/users/new', roles, run: (call) => invitePage(call, new Map()) },
  {
    method: 'post',
    path: '/users/new',
    roles,
    run: async (call) => {
      const typed = typedIn(call.form)
      const role = typed.get('role')
      if (!isInvitable(role)) return invitePage(call, typed, ['organisation'])
      if (line(typed, 'name', 200) === '') return invitePage(call, typed, ['name'])
      try {
        await inviteUser(call.deps, call.actor, {
          email: line(typed, 'email', 200),
          name: line(typed, 'name', 200),
          role,
          ...(line(typed, 'organisation', 200) === '' ? {} : { organisationSlug: line(typed, 'organisation', 200) }),
        })
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== 'invalid_input') throw error
        return invitePage(call, typed, [error.problems.some(({ path }) => path === 'email') ? 'email' : 'organisation'])
      }
      return done(call, 'invited')
    },
  },
  {
    method: 'post',
    path: '/users/:id/disable',
    roles,
    run: async (call) => {
      const { id } = await disableUser(call.deps, call.actor, { id: call.params['id'] as string, disabled: true })
      return done(call, 'disabled', id)
    },
  },
  {
    method: 'post',
    path: '/users/:id/enable',
    roles,
    run: async (call) => {
      await disableUser(call.deps, call.actor, { id: call.params['id'] as string, disabled: false })
      return done(call, 'enabled')
    },
  },
  {
    method: 'post',
    path: '/users/:id/role',
    roles,
    run: async (call) => {
      await removeRole(call.deps, call.actor, {
        userId: call.params['id'] as string,
        membershipId: call.form.get('membership') ?? '',
      })
      return done(call, 'role_removed')
    },
  },
]
