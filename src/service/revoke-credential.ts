import type { Actor } from '../domain/actor.ts'
import { type Credential, type RevocationReason, revocationReasons } from '../domain/credential.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { changeState } from '../store/credentials.ts'
import { type ErasedCredential, findErasedCredential } from '../store/erase-badge.ts'
import { setBit } from '../store/status-lists.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { requireIssued } from './issue-credential.ts'
import { operatorOf } from './operator-of.ts'
import { tellHolder } from './tell-holder.ts'

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
): Promise<Credential | ErasedCredential> => {
  const reason = revocationReasons.find((known) => known === command.reason)
  if (reason === undefined)
    throw new ServiceError(
      'reason_unknown',
      `"${command.reason}" is no reason for a revocation; use one of ${revocationReasons.join(', ')}.`,
    )
  if ((await findErasedCredential(deps.db, command.id)) !== undefined) return revokeErased(deps, actor, { id: command.id, reason })
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
    // What a load takes over was told when it happened.
    if (!('recordedOn' in command)) await tellHolder(deps, credential, { what: 'revoked', reason })
  })
  return requireIssued(deps, credential.id)
}

/** An award that was wrong is revoked also when its page is gone: erasing never revokes, and never keeps from revoking (SECURITY (e) 3). */
const revokeErased = async (deps: Deps, actor: Actor, command: { id: string; reason: RevocationReason }): Promise<ErasedCredential> => {
  const badge = (await findErasedCredential(deps.db, command.id)) as ErasedCredential
  permit(actor, 'credential.revoke', { operatorId: await operatorOf(deps, badge), reason: command.reason })
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    if (!(await changeState(deps.db, badge.id, { from: ['issued', 'suspended'], to: 'revoked', reason: command.reason }, now)))
      throw new ServiceError('credential_already_revoked', `The badge ${badge.id} is ${badge.state} and cannot be revoked.`)
    await setBit(deps.db, badge.entry, true, now)
    await audit(deps, actor, 'credential.revoked', `credential:${badge.id}`, { reason: command.reason })
  })
  return { ...badge, state: 'revoked' }
}

const alreadyRevoked = (credential: Credential): ServiceError =>
  new ServiceError(
    'credential_already_revoked',
    `The badge ${credential.id} was revoked${credential.state === 'revoked' ? ` on ${credential.revokedAt.toISOString()} (${credential.reason})` : ''}; that is final.`,
  )

export type { RevocationReason }
