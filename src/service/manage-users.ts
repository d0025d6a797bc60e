import type { Actor } from '../domain/actor.ts'
import { permit } from '../domain/permit.ts'
import type { Membership, User } from '../domain/user.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { countPasskeys } from '../store/passkeys.ts'
import { deleteSessionsOf } from '../store/sessions.ts'
import { inTransaction } from '../store/transaction.ts'
import { deleteMembership, findUser, listAllMemberships, listMemberships, listUsers, setUserDisabled } from '../store/users.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { postMail } from './post-mail.ts'
import { type RegisterUser, registerUser } from './sign-in/register-user.ts'

/** Somebody who can sign in, with their roles and how many passkeys they have. */
export interface ManagedUser {
  user: User
  memberships: Membership[]
  passkeys: number
}

/** Everybody with a role other than learner, in the order in which they came. @throws ServiceError `forbidden` */
export const listManagedUsers = async (deps: Deps, actor: Actor): Promise<ManagedUser[]> => {
  permit(actor, 'user.manage')
  const memberships = await listAllMemberships(deps.db)
  const passkeys = await countPasskeys(deps.db)
  return (await listUsers(deps.db))
    .map((user) => ({
      user,
      memberships: memberships.filter(({ userId }) => userId === user.id),
      passkeys: passkeys.get(user.id) ?? 0,
    }))
    .filter(({ memberships }) => memberships.length === 0 || memberships.some(({ role }) => role !== 'learner'))
}

/**
 * Gives somebody an account, or one more role, and tells them by mail how to sign in. The mail holds no secret: the link to sign in is asked for.
 *
 * @throws ServiceError `forbidden`, `invalid_input`, `organisation_not_found`
 */
export const inviteUser = async (deps: Deps, actor: Actor, command: RegisterUser): Promise<{ user: User; membership: Membership }> => {
  const made = await registerUser(deps, actor, command)
  await inTransaction(deps, async (deps) => {
    await postMail(deps, {
      kind: 'account_invited',
      event: `user:${made.user.id} invited ${newId()}`,
      toAddress: made.user.email,
      data: {
        to: { kind: 'person', name: made.user.name },
        role: made.membership.role,
        address: made.user.email,
        url: `${deps.publicUrl}/sign-in`,
      },
      entity: `user:${made.user.id}`,
      isDemo: made.user.isDemo,
    })
    await audit(deps, actor, 'user.invited', `user:${made.user.id}`, { role: made.membership.role })
  })
  return made
}

/**
 * Stops an account: it signs in no more and its open sign-ins are closed. Or opens it again.
 *
 * @throws ServiceError `forbidden`; `not_found`; `conflict` for the own account, and for the last administrator
 */
export const disableUser = async (deps: Deps, actor: Actor, command: { id: string; disabled: boolean }): Promise<User> => {
  permit(actor, 'user.manage')
  const user = await findUser(deps.db, command.id)
  if (user === undefined) throw new ServiceError('not_found', `There is no user ${command.id}.`)
  if (command.disabled) await requireOtherAdministrator(deps, actor, user.id)
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    await setUserDisabled(deps.db, user.id, command.disabled ? now : undefined)
    if (command.disabled) await deleteSessionsOf(deps.db, user.id)
    await audit(deps, actor, command.disabled ? 'user.disabled' : 'user.enabled', `user:${user.id}`)
  })
  const { disabledAt: _, ...rest } = user
  return command.disabled ? { ...rest, disabledAt: now } : rest
}

/**
 * Takes a role away.
 *
 * @throws ServiceError `forbidden`; `not_found`; `conflict` for the own role of administrator, and for the last one
 */
export const removeRole = async (deps: Deps, actor: Actor, command: { userId: string; membershipId: string }): Promise<void> => {
  permit(actor, 'user.manage')
  const membership = (await listMemberships(deps.db, command.userId)).find(({ id }) => id === command.membershipId)
  if (membership === undefined) throw new ServiceError('not_found', `There is no such role of the user ${command.userId}.`)
  if (membership.role === 'administrator') await requireOtherAdministrator(deps, actor, command.userId)
  await inTransaction(deps, async (deps) => {
    await deleteMembership(deps.db, command.userId, membership.id)
    await audit(deps, actor, 'user.role_taken', `user:${command.userId}`, { role: membership.role })
  })
}

/** A house without an administrator could be opened from its terminal only, and nobody locks themselves out by a slip. */
const requireOtherAdministrator = async (deps: Deps, actor: Actor, userId: string): Promise<void> => {
  if (actor.kind === 'user' && actor.id === userId)
    throw new ServiceError('conflict', 'This is your own account; another administrator has to do it.')
  const users = new Map((await listUsers(deps.db)).map((user) => [user.id, user]))
  const administrators = new Set(
    (await listAllMemberships(deps.db))
      .filter(({ role, userId }) => role === 'administrator' && users.get(userId)?.disabledAt === undefined)
      .map(({ userId }) => userId),
  )
  if (administrators.has(userId) && administrators.size === 1)
    throw new ServiceError('conflict', 'This is the only administrator; give somebody else the role first.')
}
