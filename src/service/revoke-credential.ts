import type { Actor } from '../domain/actor.ts'
import { type Credential, type RevocationReason, revocationReasons } from '../domain/credential.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { changeState } from '../store/credentials.ts'
import { setBit } from '../store/status-lists.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { requireIssued } from './issue-credential.ts'
import { operatorOf } from './operator-of.ts'

/**
 * Revokes a badge for good. State, bit and audit entry change together; the list is published with its next read.
 *
 * @param command.recordedOn - the day of it in records kept elsewhere until now (JST); only a load says it
 * @throws ServiceError `reason_unknown`, `forbidden`, `credential_not_found`, `credential_already_revoked`
 */
export const revokeCredential = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; reason: string; recordedOn?: string },
): Promise<Credential> => {
  const reason = revocationReasons.find((known) => known === command.reason)
  if (reason === undefined)
    throw new ServiceError(
      'reason_unknown',
      `"${command.reason}" is no reason for a revocation; use one of ${revocationReasons.join(', ')}.`,
    )
  const credential = await requireIssued(deps, command.id)
  permit(actor, 'credential.revoke', { operatorId: await operatorOf(deps, credential), reason })
  if (command.recordedOn !== undefined) permit(actor, 'programme.load')
  if (credential.state === 'revoked') throw alreadyRevoked(credential)
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    if (!(await changeState(deps.db, credential.id, { from: ['issued', 'suspended'], to: 'revoked', reason, on: command.recordedOn }, now)))
      throw alreadyRevoked(credential)
    // Read again: a reinstatement at the same moment gave it another entry.
    const { entry } = await requireIssued(deps, credential.id)
    await setBit(deps.db, entry, true, now)
    await audit(deps, actor, 'credential.revoked', `credential:${credential.id}`, { reason })
  })
  return requireIssued(deps, credential.id)
}

const alreadyRevoked = (credential: Credential): ServiceError =>
  new ServiceError(
    'credential_already_revoked',
    `The badge ${credential.id} was revoked${credential.state === 'revoked' ? ` on ${credential.revokedAt.toISOString()} (${credential.reason})` : ''}; that is final.`,
  )

export type { RevocationReason }
