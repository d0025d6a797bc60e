import { createHmac } from 'node:crypto'
import type { Actor } from '../../domain/actor.ts'
import { readEmail } from '../../domain/email-address.ts'
import { permit } from '../../domain/permit.ts'
import type { User } from '../../domain/user.ts'
import { ServiceError } from '../../errors.ts'
import {
  deleteOfficeLink,
  findOfficeSubject,
  findOfficeUserId,
  insertOfficeAttempt,
  insertOfficeLink,
  takeOfficeAttempt,
} from '../../store/office-accounts.ts'
import { inTransaction } from '../../store/transaction.ts'
import { findUser, findUserByEmail, listMemberships } from '../../store/users.ts'
import { audit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { digestOf, newSecret } from '../secrets.ts'
import { countingFailures } from './limit-attempts.ts'
import type { OfficeIdentity, OfficeProvider, OfficeQuestion } from './office-provider.ts'
import { signOut, startSession } from './sessions.ts'

/** Whoever was sent to the provider comes back within this time. */
export const OFFICE_MINUTES = 10

const system: Actor = { kind: 'system', reason: 'sign-in' }

/**
 * State, nonce and PKCE verifier follow from the secret that only the asking browser has: the database holds nothing with which an answer could be used, and
 * an answer that is brought by another browser fits no question (SECURITY T30).
 */
const questionOf = (browserSecret: string): OfficeQuestion => {
  const derive = (purpose: string): string => createHmac('sha256', browserSecret).update(purpose).digest('base64url')
  return { state: derive('state'), nonce: derive('nonce'), codeVerifier: derive('verifier') }
}

/**
 * Sends a browser to the sign-in of its office.
 *
 * @param returnTo - path of this service to which the person wants
 * @returns where the browser goes, and the secret that it keeps until it is back
 * @throws ServiceError `office_unreachable`
 */
export const beginOfficeSignIn = async (
  deps: Deps,
  provider: OfficeProvider,
  returnTo: string,
): Promise<{ url: string; browserSecret: string }> => {
  const browserSecret = newSecret('of')
  const url = await provider.begin(questionOf(browserSecret))
  await insertOfficeAttempt(deps.db, {
    browserSha256: digestOf(browserSecret),
    returnTo,
    expiresAt: new Date(deps.now().getTime() + OFFICE_MINUTES * 60_000),
  })
  return { url, browserSecret }
}

/**
 * Opens a session for whoever comes back from the sign-in of their office. Only an account that is there is opened: by the link of an earlier sign-in, or the
 * first time by an address that the provider verified. Roles are given here and never by the provider.
 *
 * @param command.formerSession - the session that the browser has so far; it ends
 * @returns the secret of the session, and where the person wanted to go
 * @throws ServiceError `unauthenticated`, alike for an unknown, unverified, closed or merely learning account and for an answer that fits no question;
 *   `office_unreachable`; `rate_limited` after many that failed
 */
export const signInByOffice = async (
  deps: Deps,
  provider: OfficeProvider,
  command: { query: string; browserSecret: string | undefined; formerSession: string | undefined; networkAddress: string },
): Promise<{ session: string; returnTo: string }> => {
  return countingFailures(deps, `office from ${command.networkAddress}`, async () => {
    // 1. Is this browser on its way back? The attempt is used up whatever comes of it.
    const attempt =
      command.browserSecret === undefined ? undefined : await takeOfficeAttempt(deps.db, digestOf(command.browserSecret), deps.now())
    if (command.browserSecret === undefined || attempt === undefined) throw refused()
    // 2. Is it the answer to this browser's question, by this provider?
    const identity = await provider.finish(command.query, questionOf(command.browserSecret))
    // 3. Whose account is it?
    const session = await inTransaction(deps, async (deps) => {
      const user = await accountOf(deps, provider, identity)
      if (command.formerSession !== undefined) await signOut(deps, command.formerSession)
      return startSession(deps, user, identity.withSecondFactor ? 'oidc_second_factor' : 'oidc')
    })
    return { session, returnTo: attempt.returnTo }
  })
}

const accountOf = async (deps: Deps, provider: OfficeProvider, identity: OfficeIdentity): Promise<User> => {
  const linkedId = await findOfficeUserId(deps.db, provider.issuer, identity.subject)
  if (linkedId !== undefined) return requireStaff(deps, await findUser(deps.db, linkedId))
  const email = identity.verifiedEmail === undefined ? undefined : readEmail(identity.verifiedEmail)
  const user = await requireStaff(deps, email?.ok ? await findUserByEmail(deps.db, email.address) : undefined)
  // An address that was given to somebody else at the provider must not open the account of its former owner.
  if ((await findOfficeSubject(deps.db, provider.issuer, user.id)) !== undefined) throw refused()
  await insertOfficeLink(deps.db, { provider: provider.issuer, subject: identity.subject, userId: user.id }, deps.now())
  await audit(deps, system, 'sign_in.office_linked', `user:${user.id}`, { provider: provider.issuer })
  return user
}

const requireStaff = async (deps: Deps, user: User | undefined): Promise<User> => {
  if (user === undefined || user.disabledAt !== undefined) throw refused()
  if (!(await listMemberships(deps.db, user.id)).some(({ role }) => role !== 'learner')) throw refused()
  return user
}

const refused = (): ServiceError =>
  new ServiceError(
    'unauthenticated',
    'This sign-in opens no account here: it is over, another browser began it, or the account is not known.',
  )

/**
 * Parts an account from its account at the provider, e.g. when that was made anew; the next sign-in links it again by the verified address.
 *
 * @throws ServiceError `forbidden`, `not_found`
 */
export const unlinkOffice = async (deps: Deps, actor: Actor, command: { provider: string; email: string }): Promise<void> => {
  permit(actor, 'user.manage')
  const reading = readEmail(command.email)
  const user = reading.ok ? await findUserByEmail(deps.db, reading.address) : undefined
  await inTransaction(deps, async (deps) => {
    if (user === undefined || !(await deleteOfficeLink(deps.db, command.provider, user.id)))
      throw new ServiceError('not_found', `${command.email} has no account here that is linked with ${command.provider}.`)
    await audit(deps, actor, 'sign_in.office_unlinked', `user:${user.id}`, { provider: command.provider })
  })
}
