import type { Actor } from '../domain/actor.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import { permit } from '../domain/permit.ts'
import { auditView } from './audit.ts'
import type { Deps } from './deps.ts'
import { requireIssued } from './issue-credential.ts'
import { operatorOf } from './operator-of.ts'

/**
 * Any badge by its number, private ones too: for its holder, its operator, and the secretariat under a purpose. Looking is recorded.
 *
 * @throws ServiceError `credential_not_found`, `forbidden`
 */
export const readCredential = async (deps: Deps, actor: Actor, query: { id: string; purpose?: string }): Promise<IssuedCredential> => {
  const credential = await requireIssued(deps, query.id)
  permit(actor, 'credential.read_private', {
    recordId: credential.id,
    participantId: credential.participantId,
    operatorId: await operatorOf(deps, credential),
    ...(query.purpose === undefined ? {} : { purpose: query.purpose }),
  })
  await auditView(deps, actor, 'credential.read', `credential:${credential.id}`, query.purpose)
  return credential
}
