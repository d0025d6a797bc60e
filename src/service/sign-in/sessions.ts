import type { Actor } from '../../domain/actor.ts'
import { factorSuffices, type Membership, type SignInFactor, sessionLimits, sessionLives, type User } from '../../domain/user.ts'
import { ServiceError } from '../../errors.ts'
import { deleteOldSignIns, deleteSession, findSession, insertSession, touchSession } from '../../store/sessions.ts'
import { findOpenSignInLink, useUpSignInLink } from '../../store/sign-in-links.ts'
import { inTransaction } from '../../store/transaction.ts'
import { findUser, listMemberships } from '../../store/users.ts'
import { audit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { digestOf, newSecret } from '../secrets.ts'
import { countingFailures } from './limit-attempts.ts'

/** Who is signed in, as what, and what else they could be. */
export interface SignedIn {
  user: User
  factor: SignInFactor
  memberships: Membership[]
  /** the role that is active; absent while the sign-in does not suffice for it (`secondFactorNeeded`), or the account has none */
  active?: Membership
  /** the active role wants a passkey or the office's own sign-in */
  secondFactorNeeded: boolean
  actor?: Actor & { kind: 'user' }
}

/** A used session is remembered at most once a minute, so that reading pages writes little. */
const TOUCH_SECONDS = 60

/**
 * Opens a session with a mail link. The link works once, and in the browser that asked for it.
 *
 * @returns the secret of the session, for its cookie
 * @throws ServiceError `unauthenticated`, alike for a used, expired, unknown link and for another browser; `rate_limited` after many that failed
 */
export const signInByLink = async (
  deps: Deps,
  command: { secret: string; browserSecret: string | undefined; networkAddress: string },
): Promise<string> => {
  return countingFailures(deps, `link from ${command.networkAddress}`, async () => {
    const now = deps.now()
    const secretSha256 = digestOf(command.secret)
    const link = await findOpenSignInLink(deps.db, secretSha256, now)
    const isSameBrowser =
      link?.browserSha256 === undefined || (command.browserSecret !== undefined && digestOf(command.browserSecret) === link.browserSha256)
    const user = link && (await findUser(deps.db, link.userId))
    if (user === undefined || user.disabledAt !== undefined || !isSameBrowser) throw refused()
    return inTransaction(deps, async (deps) => {
      if (!(await useUpSignInLink(deps.db, secretSha256, now))) throw refused()
      return startSession(deps, user, 'mail')
    })
  })
}

const refused = (): ServiceError =>
  new ServiceError(
    'unauthenticated',
    'This link signs nobody in: it was used, it is over, or another browser asked for it. Ask for a new one.',
  )

/** Opens a session; call it in the transaction of the sign-in. Every sign-in makes a new secret, so that an old one never becomes more. */
export const startSession = async (deps: Deps, user: User, factor: SignInFactor, membershipId?: string): Promise<string> => {
  const secret = newSecret('se')
  const now = deps.now()
  const memberships = await listMemberships(deps.db, user.id)
  const first = memberships.find(({ id }) => id === membershipId) ?? memberships[0]
  await insertSession(deps.db, {
    secretSha256: digestOf(secret),
    userId: user.id,
    ...(first === undefined ? {} : { membershipId: first.id }),
    factor,
    createdAt: now,
    seenAt: now,
  })
  await audit(deps, { kind: 'system', reason: 'sign-in' }, 'sign_in.opened', `user:${user.id}`, { factor })
  return secret
}

/** Who is behind the secret of a session. Undefined for a session that is unknown, over, or of an account that was closed. */
export const signedInBy = async (deps: Deps, secret: string): Promise<SignedIn | undefined> => {
  const now = deps.now()
  const session = await findSession(deps.db, digestOf(secret))
  if (session === undefined || !sessionLives(session, now)) return undefined
  const user = await findUser(deps.db, session.userId)
  if (user === undefined || user.disabledAt !== undefined) return undefined
  if (now.getTime() - session.seenAt.getTime() > TOUCH_SECONDS * 1000) await touchSession(deps.db, session.secretSha256, now)
  const memberships = await listMemberships(deps.db, user.id)
  const wanted = memberships.find(({ id }) => id === session.membershipId)
  const suffices = wanted !== undefined && factorSuffices(wanted.role, session.factor, user)
  return {
    user,
    factor: session.factor,
    memberships,
    secondFactorNeeded: wanted !== undefined && !suffices,
    ...(wanted !== undefined && suffices ? { active: wanted, actor: actorOf(user, wanted) } : {}),
  }
}

const actorOf = (user: User, { role, organisationId, participantId }: Membership): Actor & { kind: 'user' } => ({
  kind: 'user',
  id: user.id,
  role,
  ...(organisationId === undefined ? {} : { organisationId }),
  ...(participantId === undefined ? {} : { participantId }),
})

/**
 * Acts in another of one's roles from now on. The session gets a new secret.
 *
 * @throws ServiceError `unauthenticated`, `forbidden` for a role that is not one's own
 */
export const switchRole = async (deps: Deps, secret: string, membershipId: string): Promise<string> => {
  const signedIn = await signedInBy(deps, secret)
  if (signedIn === undefined) throw new ServiceError('unauthenticated', 'Sign in first.')
  if (!signedIn.memberships.some(({ id }) => id === membershipId)) throw new ServiceError('forbidden', 'This role is not yours.')
  return inTransaction(deps, async (deps) => {
    await deleteSession(deps.db, digestOf(secret))
    return startSession(deps, signedIn.user, signedIn.factor, membershipId)
  })
}

/** Ends a session. */
export const signOut = (deps: Deps, secret: string): Promise<void> => deleteSession(deps.db, digestOf(secret))

const DAY = 86_400_000

/** Forgets what is over. Safe to run anywhere at any time. */
export const forgetOldSignIns = async (deps: Deps): Promise<void> => {
  const now = deps.now().getTime()
  await deleteOldSignIns(deps.db, {
    session: new Date(now - sessionLimits.absoluteHours * 3_600_000),
    link: new Date(now - DAY),
    window: new Date(now - DAY),
  })
}
