import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { isSecondFactor } from '../../domain/user.ts'
import { ServiceError } from '../../errors.ts'
import {
  deletePasskey,
  findPasskey,
  insertChallenge,
  insertPasskey,
  listPasskeys,
  type Passkey,
  recordPasskeyUse,
  takeChallenge,
} from '../../store/passkeys.ts'
import { inTransaction } from '../../store/transaction.ts'
import { findUser } from '../../store/users.ts'
import { audit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { countingFailures } from './limit-attempts.ts'
import { type SignedIn, startSession } from './sessions.ts'

/** A challenge is answered within this time. */
const CHALLENGE_MINUTES = 5

const party = (deps: Deps) => ({ rpID: new URL(deps.publicUrl).hostname, origin: new URL(deps.publicUrl).origin })

const remember = (deps: Deps, challenge: string, userId?: string): Promise<void> =>
  insertChallenge(deps.db, {
    challenge,
    ...(userId === undefined ? {} : { userId }),
    expiresAt: new Date(deps.now().getTime() + CHALLENGE_MINUTES * 60_000),
  })

/**
 * May this person add a passkey? The first one may come from a mail link or an office account. A further one needs a sign-in that is as good as a passkey, or else whoever
 * reads the mail box could add a key of their own.
 */
const requireMayAdd = async (deps: Deps, signedIn: SignedIn): Promise<Passkey[]> => {
  const known = await listPasskeys(deps.db, signedIn.user.id)
  if (known.length > 0 && !isSecondFactor(signedIn.factor))
    throw new ServiceError('forbidden', 'This account has a passkey. Sign in with it to add another one.')
  return known
}

/** What the browser needs to make a new passkey for a person who is signed in. */
export const offerPasskey = async (
  deps: Deps,
  signedIn: SignedIn,
  serviceName: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> => {
  const known = await requireMayAdd(deps, signedIn)
  const options = await generateRegistrationOptions({
    rpName: serviceName,
    rpID: party(deps).rpID,
    userName: signedIn.user.email,
    userDisplayName: signedIn.user.name,
    userID: new Uint8Array(Buffer.from(signedIn.user.id)),
    attestationType: 'none',
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await remember(deps, options.challenge, signedIn.user.id)
  return options
}

/**
 * Stores the passkey that the browser made, and opens a session that counts as signed in with it.
 *
 * @returns the secret of the new session
 * @throws ServiceError `unauthenticated` when the answer does not fit the challenge, this service or the person
 */
export const addPasskey = async (deps: Deps, signedIn: SignedIn, answer: RegistrationResponseJSON): Promise<string> => {
  await requireMayAdd(deps, signedIn)
  const { rpID, origin } = party(deps)
  const verified = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: (challenge) => takeChallenge(deps.db, challenge, signedIn.user.id, deps.now()),
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
  }).catch(refuse)
  if (!verified.verified) return refuse()
  const { credential } = verified.registrationInfo
  return inTransaction(deps, async (deps) => {
    await insertPasskey(deps.db, {
      id: credential.id,
      userId: signedIn.user.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: credential.transports ?? [],
      createdAt: deps.now(),
    })
    await audit(deps, { kind: 'system', reason: 'sign-in' }, 'passkey.added', `user:${signedIn.user.id}`)
    return startSession(deps, signedIn.user, 'passkey', signedIn.memberships[0]?.id)
  })
}

/** What the browser needs to ask for any passkey of this service: the same for everybody, so that it tells nothing about accounts. */
export const askForPasskey = async (deps: Deps): Promise<PublicKeyCredentialRequestOptionsJSON> => {
  const options = await generateAuthenticationOptions({ rpID: party(deps).rpID, userVerification: 'required', allowCredentials: [] })
  await remember(deps, options.challenge)
  return options
}

/**
 * Opens a session with a passkey.
 *
 * @returns the secret of the session
 * @throws ServiceError `unauthenticated`, alike for an unknown passkey and a wrong answer; `rate_limited` after many that failed
 */
export const signInByPasskey = async (deps: Deps, answer: AuthenticationResponseJSON, networkAddress: string): Promise<string> => {
  return countingFailures(deps, `passkey from ${networkAddress}`, async () => {
    const passkey = await findPasskey(deps.db, answer.id)
    const user = passkey && (await findUser(deps.db, passkey.userId))
    if (passkey === undefined || user === undefined || user.disabledAt !== undefined) return refuse()
    const { rpID, origin } = party(deps)
    const verified = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: (challenge) => takeChallenge(deps.db, challenge, undefined, deps.now()),
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    }).catch(refuse)
    if (!verified.verified) return refuse()
    return inTransaction(deps, async (deps) => {
      await recordPasskeyUse(deps.db, passkey.id, verified.authenticationInfo.newCounter, deps.now())
      return startSession(deps, user, 'passkey')
    })
  })
}

/**
 * Removes a passkey, e.g. of a lost device.
 *
 * @throws ServiceError `not_found`
 */
export const removePasskey = async (deps: Deps, signedIn: SignedIn, id: string): Promise<void> => {
  if (!isSecondFactor(signedIn.factor)) throw new ServiceError('forbidden', 'Sign in with a passkey to remove one.')
  await inTransaction(deps, async (deps) => {
    if (!(await deletePasskey(deps.db, signedIn.user.id, id))) throw new ServiceError('not_found', 'There is no such passkey.')
    await audit(deps, { kind: 'user', id: signedIn.user.id, role: 'learner' }, 'passkey.removed', `user:${signedIn.user.id}`)
  })
}

const refuse = (cause?: unknown): never => {
  throw new ServiceError('unauthenticated', 'This passkey signs nobody in here.', { cause })
}
