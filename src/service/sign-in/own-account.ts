import { ServiceError } from '../../errors.ts'
import { listPasskeys, type Passkey, renamePasskey } from '../../store/passkeys.ts'
import { countSessions, deleteSessionsOf } from '../../store/sessions.ts'
import { inTransaction } from '../../store/transaction.ts'
import { audit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import type { SignedIn } from './sessions.ts'

/** A person's passkeys, and in how many browsers they are signed in. */
export const readOwnAccount = async (deps: Deps, signedIn: SignedIn): Promise<{ passkeys: Passkey[]; sessions: number }> => ({
  passkeys: await listPasskeys(deps.db, signedIn.user.id),
  sessions: await countSessions(deps.db, signedIn.user.id),
})

/**
 * Gives a passkey a name, so that its owner knows which device it is.
 *
 * @throws ServiceError `invalid_input`, `not_found`
 */
export const nameOwnPasskey = async (deps: Deps, signedIn: SignedIn, id: string, name: string): Promise<void> => {
  const given = name.normalize('NFKC').trim()
  if (given === '' || given.length > 60)
    throw new ServiceError('invalid_input', 'A passkey needs a name of 1 to 60 characters.', {
      problems: [{ path: 'name', message: 'must have 1 to 60 characters' }],
    })
  if (!(await renamePasskey(deps.db, signedIn.user.id, id, given))) throw new ServiceError('not_found', 'There is no such passkey.')
}

/** Ends every session of the person, this one too. */
export const signOutEverywhere = (deps: Deps, signedIn: SignedIn): Promise<void> =>
  inTransaction(deps, async (deps) => {
    const ended = await deleteSessionsOf(deps.db, signedIn.user.id)
    await audit(deps, { kind: 'system', reason: 'sign-in' }, 'sign_in.ended_everywhere', `user:${signedIn.user.id}`, { sessions: ended })
  })
