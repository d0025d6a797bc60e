import type { StatusListEntry } from '../domain/credential.ts'
import type { Endorsement, EndorsementContent, EndorsementKind, EndorsementTarget } from '../domain/endorsement.ts'
import type { Reason } from '../domain/refusal.ts'
import { flag, instant } from './columns.ts'
import type { Db } from './database.ts'
import type { Row } from './tables.ts'

/** An endorsement with what only our records say of it. */
export type EndorsementRecord = Endorsement & {
  issuerId: string
  entry: StatusListEntry
  /** what is said, as one text: the same text again is the same endorsement */
  statement: string
  supersededBy?: string
}

export type SignedEndorsement = Exclude<EndorsementRecord, { state: 'reserved' }>

const columns = [
  'id',
  'kind',
  'state',
  'issuer_id',
  'issuer_org_id',
  'target_type',
  'target_id',
  'target_digest',
  'basis_id',
  'text_ja',
  'statement',
  'valid_from_on',
  'valid_until_on',
  'status_list_id',
  'status_index',
  'signed_text',
  'signed_sha256',
  'issued_at',
  'revoked_at',
  'reason_code',
  'reason_text',
  'superseded_by',
  'is_demo',
] as const

const read = (row: Pick<Row<'endorsement'>, (typeof columns)[number]>): EndorsementRecord => {
  const record = {
    id: row.id,
    kind: row.kind as EndorsementKind,
    issuerId: row.issuer_id,
    issuerOrgId: row.issuer_org_id,
    target: { type: row.target_type as EndorsementTarget['type'], id: row.target_id },
    ...(row.target_digest === null ? {} : { targetDigest: row.target_digest }),
    text: { ja: row.text_ja },
    basisId: row.basis_id,
    validFromOn: row.valid_from_on,
    ...(row.valid_until_on === null ? {} : { validUntilOn: row.valid_until_on }),
    entry: { listId: row.status_list_id, index: row.status_index },
    statement: row.statement,
    ...(row.superseded_by === null ? {} : { supersededBy: row.superseded_by }),
    isDemo: flag.read(row.is_demo),
  }
  if (row.state === 'reserved' || row.signed_text === null || row.signed_sha256 === null || row.issued_at === null)
    return { ...record, state: 'reserved' }
  const signed = { document: { text: row.signed_text, sha256: row.signed_sha256 }, issuedAt: instant.read(row.issued_at) }
  if (row.state !== 'revoked') return { ...record, state: 'issued', ...signed }
  return {
    ...record,
    state: 'revoked',
    ...signed,
    revokedAt: instant.read(row.revoked_at ?? row.issued_at),
    reason: { code: row.reason_code ?? '', text: row.reason_text ?? '' },
  }
}

const isSigned = (endorsement: EndorsementRecord): endorsement is SignedEndorsement => endorsement.state !== 'reserved'

/** Stores what is to be signed, with its reserved status entry, before any signature is made (SECURITY (d), issuing order). */
export const insertReservedEndorsement = async (
  db: Db,
  endorsement: EndorsementContent & { issuerId: string; entry: StatusListEntry; statement: string; unsignedText: string },
  now: Date,
): Promise<void> => {
  await db
    .insertInto('endorsement')
    .values({
      id: endorsement.id,
      kind: endorsement.kind,
      state: 'reserved',
      issuer_id: endorsement.issuerId,
      issuer_org_id: endorsement.issuerOrgId,
      target_type: endorsement.target.type,
      target_id: endorsement.target.id,
      target_digest: endorsement.targetDigest ?? null,
      basis_id: endorsement.basisId,
      text_ja: endorsement.text.ja,
      statement: endorsement.statement,
      valid_from_on: endorsement.validFromOn,
      valid_until_on: endorsement.validUntilOn ?? null,
      status_list_id: endorsement.entry.listId,
      status_index: endorsement.entry.index,
      unsigned_text: endorsement.unsignedText,
      signed_text: null,
      signed_sha256: null,
      issued_at: null,
      revoked_at: null,
      reason_code: null,
      reason_text: null,
      superseded_by: null,
      is_demo: flag.write(endorsement.isDemo),
      created_at: instant.write(now),
      updated_at: instant.write(now),
    })
    .execute()
}

export const findEndorsement = async (db: Db, id: string): Promise<EndorsementRecord | undefined> => {
  const row = await db.selectFrom('endorsement').select(columns).where('id', '=', id).executeTakeFirst()
  return row && read(row)
}

/** The endorsement of that kind, signer, target and source record that was not withdrawn. */
export const findStandingEndorsement = async (
  db: Db,
  key: { kind: EndorsementKind; issuerId: string; targetId: string; basisId: string },
): Promise<EndorsementRecord | undefined> => {
  const row = await db
    .selectFrom('endorsement')
    .select(columns)
    .where('kind', '=', key.kind)
    .where('issuer_id', '=', key.issuerId)
    .where('target_id', '=', key.targetId)
    .where('basis_id', '=', key.basisId)
    .where('state', '<>', 'revoked')
    .executeTakeFirst()
  return row && read(row)
}

/** Every signed endorsement about a thing, withdrawn ones too, oldest first. */
export const listEndorsementsOf = async (db: Db, targetId: string): Promise<SignedEndorsement[]> =>
  (await db.selectFrom('endorsement').select(columns).where('target_id', '=', targetId).orderBy('issued_at').orderBy('id').execute())
    .map(read)
    .filter(isSigned)

/** Every signed endorsement that an organisation made, withdrawn ones too, oldest first. */
export const listEndorsementsBy = async (db: Db, organisationId: string): Promise<SignedEndorsement[]> =>
  (
    await db
      .selectFrom('endorsement')
      .select(columns)
      .where('issuer_org_id', '=', organisationId)
      .orderBy('issued_at')
      .orderBy('id')
      .execute()
  )
    .map(read)
    .filter(isSigned)

/** Endorsements that rest on a record and were not withdrawn, signed or not. */
export const listStandingOnBasis = async (db: Db, basisId: string): Promise<EndorsementRecord[]> =>
  (
    await db
      .selectFrom('endorsement')
      .select(columns)
      .where('basis_id', '=', basisId)
      .where('state', '<>', 'revoked')
      .orderBy('created_at')
      .orderBy('id')
      .execute()
  ).map(read)

/** What is to be signed for a reserved endorsement. */
export const readUnsignedEndorsement = async (db: Db, id: string): Promise<string | undefined> =>
  (await db.selectFrom('endorsement').select('unsigned_text').where('id', '=', id).executeTakeFirst())?.unsigned_text

/** Endorsements that were reserved and not signed when the process ended, oldest first. */
export const listReservedEndorsements = async (db: Db, limit: number): Promise<string[]> =>
  (
    await db
      .selectFrom('endorsement')
      .select('id')
      .where('state', '=', 'reserved')
      .orderBy('created_at')
      .orderBy('id')
      .limit(limit)
      .execute()
  ).map((row) => row.id)

/** @returns false when somebody else signed it meanwhile; the caller then reads theirs */
export const markEndorsementIssued = async (
  db: Db,
  id: string,
  document: { text: string; sha256: string },
  now: Date,
): Promise<boolean> => {
  const result = await db
    .updateTable('endorsement')
    .set({
      state: 'issued',
      signed_text: document.text,
      signed_sha256: document.sha256,
      issued_at: instant.write(now),
      updated_at: instant.write(now),
    })
    .where('id', '=', id)
    .where('state', '=', 'reserved')
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** Puts a new signature of the same statement in the place of one. @returns false when it is another one by now, or withdrawn */
export const replaceSignedEndorsement = async (
  db: Db,
  id: string,
  former: string,
  document: { text: string; sha256: string },
  now: Date,
): Promise<boolean> => {
  const result = await db
    .updateTable('endorsement')
    .set({ signed_text: document.text, signed_sha256: document.sha256, updated_at: instant.write(now) })
    .where('id', '=', id)
    .where('state', '=', 'issued')
    .where('signed_sha256', '=', former)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** Withdraws an issued endorsement. @returns false when it was withdrawn before */
export const markEndorsementRevoked = async (
  db: Db,
  id: string,
  change: { reason: Reason; supersededBy?: string },
  now: Date,
): Promise<boolean> => {
  const result = await db
    .updateTable('endorsement')
    .set({
      state: 'revoked',
      revoked_at: instant.write(now),
      reason_code: change.reason.code,
      reason_text: change.reason.text,
      superseded_by: change.supersededBy ?? null,
      updated_at: instant.write(now),
    })
    .where('id', '=', id)
    .where('state', '=', 'issued')
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}
