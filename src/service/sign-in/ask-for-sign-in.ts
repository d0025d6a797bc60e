import type { Actor } from '../../domain/actor.ts'
import { readEmail } from '../../domain/email-address.ts'
import { permit } from '../../domain/permit.ts'
import { SIGN_IN_LINK_MINUTES, type User } from '../../domain/user.ts'
import { ServiceError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import { findParticipantIdByAddressInUse } from '../../store/addresses.ts'
import { findParticipant } from '../../store/participants.ts'
import { insertSignInLink } from '../../store/sign-in-links.ts'
import { inTransaction } from '../../store/transaction.ts'
import { findUserByEmail } from '../../store/users.ts'
import { audit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { postMail } from '../post-mail.ts'
import { digestOf, newSecret } from '../secrets.ts'
import { limitAttempts } from './limit-attempts.ts'
import { registerUser } from './register-user.ts'

const system: Actor = { kind: 'system', reason: 'sign-in' }

/**
 * Sends a single-use link to sign in, if the address belongs to an account or to a participant. Whoever asks learns nothing of that: the answer is the
 * same for every address.
 *
 * @param command.browserSecret - secret of the browser that asks; only that browser can use the link
 * @param command.networkAddress - for the limit of attempts
 * @throws ServiceError `invalid_input` for what is no address, `rate_limited`
 */
export const askForSignIn = async (
  deps: Deps,
  command: { email: string; browserSecret: string; networkAddress: string },
): Promise<void> => {
  await limitAttempts(deps, `ask from ${command.networkAddress}`)
  const email = readEmail(command.email)
  if (!email.ok)
    throw new ServiceError('invalid_input', 'This is no e-mail address.', {
      problems: [{ path: 'email', message: 'must be an e-mail address, e.g. name@example.jp' }],
    })
  await limitAttempts(deps, `ask for ${email.address}`)
  const user = await accountOf(deps, email.address)
  if (user === undefined || user.disabledAt !== undefined) return
  await inTransaction(deps, async (deps) => {
    const url = await newLink(deps, user, command.browserSecret)
    await postMail(deps, {
      kind: 'sign_in',
      event: `sign-in ${newId()}`,
      toAddress: user.email,
      data: { to: { kind: 'person', name: user.name }, url, minutes: SIGN_IN_LINK_MINUTES },
      entity: `user:${user.id}`,
      isDemo: user.isDemo,
    })
    await audit(deps, system, 'sign_in.asked', `user:${user.id}`)
  })
}

/** The account of an address; a participant's is made on their first sign-in. */
const accountOf = async (deps: Deps, address: string): Promise<User | undefined> => {
  const user = await findUserByEmail(deps.db, address)
  const participantId = await findParticipantIdByAddressInUse(deps.db, address)
  const participant = participantId === undefined ? undefined : await findParticipant(deps.db, participantId)
  if (participant === undefined) return user
  const made = await registerUser(deps, system, {
    email: address,
    name: `${participant.familyName} ${participant.givenName}`.trim(),
    role: 'learner',
    participantId: participant.id,
    isDemo: participant.isDemo,
  })
  return made.user
}

const newLink = async (deps: Deps, user: User, browserSecret: string | undefined): Promise<string> => {
  const secret = newSecret('si')
  const now = deps.now()
  await insertSignInLink(
    deps.db,
    {
      secretSha256: digestOf(secret),
      userId: user.id,
      ...(browserSecret === undefined ? {} : { browserSha256: digestOf(browserSecret) }),
      expiresAt: new Date(now.getTime() + SIGN_IN_LINK_MINUTES * 60_000),
    },
    now,
  )
  return `${deps.publicUrl}/sign-in/link?k=${secret}`
}

/**
 * Makes a single-use link for somebody at the terminal of the service, who could read the database anyway: it works in any browser.
 *
 * @throws ServiceError `forbidden`, `not_found`
 */
export const makeSignInLink = async (deps: Deps, actor: Actor, email: string): Promise<string> => {
  permit(actor, 'user.manage')
  const reading = readEmail(email)
  const user = reading.ok ? await accountOf(deps, reading.address) : undefined
  if (user === undefined) throw new ServiceError('not_found', `There is no account with the address ${email}.`)
  return inTransaction(deps, async (deps) => {
    await audit(deps, actor, 'sign_in.link_made', `user:${user.id}`)
    return newLink(deps, user, undefined)
  })
}
