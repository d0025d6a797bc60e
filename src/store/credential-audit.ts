import type { CredentialRecord } from '../domain/credential.ts'
import type { AuditEntry } from './audit.ts'

/** The audit entry of a reservation; it names the record behind the badge. */
export const reservedEntry = (
  { id, completionId, nominationId, entry }: Pick<CredentialRecord, 'id' | 'completionId' | 'nominationId' | 'entry'>,
  { actor, at }: { actor: string; at: Date },
): AuditEntry => ({
  at,
  actor,
  action: 'credential.reserved',
  entity: `credential:${id}`,
  detail: {
    ...(completionId === undefined ? {} : { completion: completionId }),
    ...(nominationId === undefined ? {} : { nomination: nominationId }),
    list: entry.listId,
    index: entry.index,
  },
})

/** The audit entry of a signature that was stored. */
export const issuedEntry = (
  { id, sha256, kid }: { id: string; sha256: string; kid: string },
  { actor, at }: { actor: string; at: Date },
): AuditEntry => ({ at, actor, action: 'credential.issued', entity: `credential:${id}`, detail: { sha256, kid } })
