import type { Actor } from '../domain/actor.ts'
import { endorsementKinds, revokeEndorsement } from '../domain/endorsement.ts'
import { permit } from '../domain/permit.ts'
import type { Reason } from '../domain/refusal.ts'
import { ServiceError } from '../errors.ts'
import { findEndorsement, listStandingOnBasis, markEndorsementRevoked, type SignedEndorsement } from '../store/endorsements.ts'
import { setBit } from '../store/status-lists.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { signReservedEndorsement } from './sign-endorsement.ts'

/**
 * Withdraws an endorsement for good: its bit is set, and whoever reads its status sees it with the next reading of the list. Its page stays.
 *
 * @throws ServiceError `not_found`; `forbidden`; `conflict` when it was withdrawn before; `invalid_input` without a reason
 */
export const withdrawEndorsement = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; reason: Reason },
): Promise<SignedEndorsement> => {
  const endorsement = await findEndorsement(deps.db, command.id)
  if (endorsement === undefined) throw new ServiceError('not_found', `There is no endorsement ${command.id}.`)
  if (endorsementKinds[endorsement.kind].signer === 'employer')
    permit(actor, 'endorsement.sign_for_employer', { employerId: endorsement.issuerOrgId })
  else permit(actor, 'endorsement.sign_for_council')
  // One that was begun and not signed is finished first: its status entry is in use.
  const signed = await signReservedEndorsement(deps, endorsement.id)
  const now = deps.now()
  revokeEndorsement(signed, command.reason, now)
  await inTransaction(deps, async (deps) => {
    if (!(await markEndorsementRevoked(deps.db, signed.id, { reason: command.reason }, now)))
      throw new ServiceError('conflict', `The endorsement ${signed.id} was withdrawn by somebody else.`)
    await setBit(deps.db, signed.entry, true, now)
    await audit(deps, actor, 'endorsement.revoked', `endorsement:${signed.id}`, { reason: command.reason.code })
  })
  const withdrawn = await findEndorsement(deps.db, signed.id)
  if (withdrawn === undefined || withdrawn.state === 'reserved') throw new Error(`endorsement ${signed.id} is gone`)
  return withdrawn
}

/**
 * Withdraws everything that rests on a record which no longer stands: a withdrawn declaration, a cancelled honour, a course whose certification ended.
 *
 * @returns the ids of the endorsements that were withdrawn; none when it is called again
 * @throws ServiceError as {@link withdrawEndorsement}
 */
export const withdrawEndorsementsOf = async (deps: Deps, actor: Actor, command: { basisId: string; reason: Reason }): Promise<string[]> => {
  const standing = await listStandingOnBasis(deps.db, command.basisId)
  for (const { id } of standing) await withdrawEndorsement(deps, actor, { id, reason: command.reason })
  return standing.map(({ id }) => id)
}
