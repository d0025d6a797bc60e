import { createHash } from 'node:crypto'
import type { StatusListEntry } from '../domain/credential.ts'
import { ServiceError } from '../errors.ts'
import type { RecordRef } from '../signing/signer.ts'
import { findCredential, readUnsignedText } from '../store/credentials.ts'
import type { Db } from '../store/database.ts'
import { findEndorsement, readUnsignedEndorsement } from '../store/endorsements.ts'
import { type FiledKind, findFiledRecord } from '../store/signing-records.ts'

/** A record as the signer finds it in the database. */
export interface RecordToSign {
  ref: RecordRef
  kind: 'credential' | 'endorsement' | FiledKind
  issuerId: string
  /** of a filed record: what it belongs to */
  entity: string
  securing: string
  text: string
  /** of a badge or endorsement: its status entry, which the document must name */
  entry?: StatusListEntry
  /** of a new badge: what it was earned with */
  source?: { completionId?: string; nominationId?: string }
}

const badgeDocuments = 'eddsa-rdfc-2022'

/**
 * Reads what is to be signed from the database, whatever the caller says of it.
 *
 * @throws ServiceError `not_found`; `conflict` for a record whose time to be signed is over; `credential_refused` for a filed text that was exchanged
 */
export const readRecord = async (db: Db, ref: RecordRef): Promise<RecordToSign> => {
  const [kind, id] = ref.split(':') as [string, string]
  if (kind === 'credential') return readBadge(db, ref, id)
  if (kind === 'endorsement') return readEndorsement(db, ref, id)
  const filed = await findFiledRecord(db, id)
  if (filed === undefined) throw missing(ref)
  if (filed.unsignedText === undefined) throw over(ref, 'it was signed, or given up')
  // A text that was exchanged after it was filed is not what was decided.
  if (createHash('sha256').update(filed.unsignedText).digest('hex') !== filed.unsignedSha256)
    throw new ServiceError('credential_refused', `The record ${ref} is not signed: its text is not the one that was filed.`)
  return { ref, kind: filed.kind, issuerId: filed.issuerId, entity: filed.entity, securing: filed.securing, text: filed.unsignedText }
}

const readBadge = async (db: Db, ref: RecordRef, id: string): Promise<RecordToSign> => {
  const badge = await findCredential(db, id)
  const text = badge && (await readUnsignedText(db, id))
  if (badge === undefined || text === undefined) throw missing(ref)
  // An issued badge may be asked for twice at the same moment; its text is the same.
  if (badge.state !== 'reserved' && badge.state !== 'issued') throw over(ref, `it is ${badge.state}`)
  return {
    ref,
    kind: 'credential',
    issuerId: badge.issuerId,
    entity: ref,
    securing: badgeDocuments,
    text,
    entry: badge.entry,
    source: {
      ...(badge.completionId === undefined ? {} : { completionId: badge.completionId }),
      ...(badge.nominationId === undefined ? {} : { nominationId: badge.nominationId }),
    },
  }
}

const readEndorsement = async (db: Db, ref: RecordRef, id: string): Promise<RecordToSign> => {
  const endorsement = await findEndorsement(db, id)
  const text = endorsement && (await readUnsignedEndorsement(db, id))
  if (endorsement === undefined || text === undefined) throw missing(ref)
  if (endorsement.state === 'revoked') throw over(ref, 'it is revoked')
  const { issuerId, entry } = endorsement
  return { ref, kind: 'endorsement', issuerId, entity: ref, securing: badgeDocuments, text, entry }
}

const missing = (ref: string): ServiceError => new ServiceError('not_found', `There is no record ${ref}.`)
const over = (ref: string, why: string): ServiceError => new ServiceError('conflict', `The record ${ref} is not signed: ${why}.`)
