import type { Credential, CredentialRecord, IssuedCredential, RevocationReason, SignedDocument } from '../domain/credential.ts'
import { absent, flag, instant } from './columns.ts'
import { appendCredentialEvent } from './credential-events.ts'
import type { Db } from './database.ts'
import { hotQuery } from './hot-query.ts'
import { signedDocumentOf, type TextRow, unsignedTextOf } from './stored-text.ts'
import type { Row, Tables } from './tables.ts'

/** What a badge is and whose, without its text. */
export const recordColumns = [
  'credential.id',
  'credential.short_id',
  'credential.kind',
  'credential.state',
  'credential.issuer_id',
  'credential.achievement_id',
  'credential.participant_id',
  'credential.completion_id',
  'credential.nomination_id',
  'credential.subject_id',
  'credential.status_list_id',
  'credential.status_index',
  'credential.applied_on',
  'credential.awarded_on',
  'credential.valid_until_on',
  'credential.claim',
  'credential.visibility',
  'credential.name_shown',
  'credential.supersedes',
  'credential.is_demo',
] as const

const columns = [
  ...recordColumns,
  'credential.superseded_by',
  'credential.issued_at',
  'credential.changed_at',
  'credential.reason',
  'credential.template_id',
  'credential.unsigned_text',
  'credential.signed_text',
  'credential.signed_sha256',
  'document_template.pieces',
] as const

/** Badges with the template of their text, if they have one; without those that were undone or erased. */
const credentials = (db: Db) =>
  db
    .selectFrom('credential')
    .leftJoin('document_template', 'document_template.id', 'credential.template_id')
    .select(columns)
    .where('undone_at', 'is', null)
    .where('credential.erased_at', 'is', null)

type CredentialRow = Omit<Row<'credential'>, 'created_at' | 'updated_at' | 'undone_at' | 'erased_at'> & TextRow
type RecordRow = Omit<
  CredentialRow,
  'superseded_by' | 'issued_at' | 'changed_at' | 'reason' | 'template_id' | 'unsigned_text' | 'signed_text' | 'signed_sha256' | 'pieces'
>

/** @param row - what `recordColumns` name */
export const recordOf = (row: RecordRow): CredentialRecord => ({
  id: row.id,
  shortId: row.short_id,
  kind: row.kind as CredentialRecord['kind'],
  issuerId: row.issuer_id,
  achievementId: row.achievement_id,
  participantId: row.participant_id,
  completionId: absent(row.completion_id),
  nominationId: absent(row.nomination_id),
  subjectId: row.subject_id,
  entry: { listId: row.status_list_id, index: row.status_index },
  appliedOn: row.applied_on,
  awardedOn: row.awarded_on,
  validUntilOn: absent(row.valid_until_on),
  claim: row.claim as CredentialRecord['claim'],
  visibility: row.visibility as CredentialRecord['visibility'],
  nameShown: flag.read(row.name_shown),
  supersedes: absent(row.supersedes),
  isDemo: flag.read(row.is_demo),
})

const read = (row: CredentialRow): Credential => {
  const record = recordOf(row)
  const document = signedDocumentOf(row)
  if (row.state === 'reserved' || document === undefined || row.issued_at === null) return { ...record, state: 'reserved' }
  const issuedAt = instant.read(row.issued_at)
  const changedAt = instant.read(row.changed_at ?? row.issued_at)
  if (row.state === 'revoked')
    return {
      ...record,
      state: 'revoked',
      document,
      issuedAt,
      revokedAt: changedAt,
      reason: row.reason as RevocationReason,
      supersededBy: absent(row.superseded_by),
    }
  if (row.state === 'suspended')
    return { ...record, state: 'suspended', document, issuedAt, suspendedAt: changedAt, reason: row.reason ?? '' }
  return { ...record, state: 'issued', document, issuedAt }
}

/** A badge with the exact document that is to be signed. */
export type ReservedCredential = CredentialRecord & { unsignedText: string }

/** The row of a badge that is reserved and not signed yet. @param text - its document, whole or as values of a template */
export const reservedRow = (
  credential: CredentialRecord,
  text: { unsigned_text: string; template_id: string | null },
  now: Date,
): Tables['credential'] => ({
  id: credential.id,
  short_id: credential.shortId,
  kind: credential.kind,
  state: 'reserved',
  issuer_id: credential.issuerId,
  achievement_id: credential.achievementId,
  participant_id: credential.participantId,
  completion_id: credential.completionId ?? null,
  nomination_id: credential.nominationId ?? null,
  subject_id: credential.subjectId,
  status_list_id: credential.entry.listId,
  status_index: credential.entry.index,
  applied_on: credential.appliedOn,
  awarded_on: credential.awardedOn,
  valid_until_on: credential.validUntilOn ?? null,
  claim: credential.claim,
  visibility: credential.visibility,
  name_shown: flag.write(credential.nameShown),
  supersedes: credential.supersedes ?? null,
  superseded_by: null,
  unsigned_text: text.unsigned_text,
  signed_text: null,
  signed_sha256: null,
  issued_at: null,
  changed_at: null,
  reason: null,
  is_demo: flag.write(credential.isDemo),
  undone_at: null,
  erased_at: null,
  template_id: text.template_id,
  created_at: instant.write(now),
  updated_at: instant.write(now),
})

/** Stores what is to be signed, with its reserved id and status entry, before any signature is made (SECURITY (d), issuing order). */
export const insertReserved = async (db: Db, credentials: ReservedCredential[], now: Date): Promise<void> => {
  if (credentials.length === 0) return
  const rows = credentials.map((credential) => reservedRow(credential, { unsigned_text: credential.unsignedText, template_id: null }, now))
  await db.insertInto('credential').values(rows).execute()
}

const rowOf = hotQuery<CredentialRow>((db, id) => credentials(db).where('credential.id', '=', id))

export const findCredential = async (db: Db, id: string): Promise<Credential | undefined> => {
  const row = await rowOf(db, id)
  return row && read(row)
}

export const findCredentialByShortId = async (db: Db, shortId: string): Promise<Credential | undefined> => {
  const row = await credentials(db).where('short_id', '=', shortId).executeTakeFirst()
  return row && read(row)
}

/** The badge of a completion that was not replaced by another one. */
export const findCredentialOfCompletion = async (db: Db, completionId: string): Promise<Credential | undefined> => {
  const row = await credentials(db).where('completion_id', '=', completionId).where('superseded_by', 'is', null).executeTakeFirst()
  return row && read(row)
}

/** Which of these completions have a badge, and how far it is. Without the text, for many at once. */
export const listBadgesOfCompletions = async (
  db: Db,
  completionIds: readonly string[],
): Promise<{ id: string; completionId: string; isReserved: boolean }[]> => {
  const found: { id: string; completionId: string; isReserved: boolean }[] = []
  for (let from = 0; from < completionIds.length; from += 1000) {
    const rows = await db
      .selectFrom('credential')
      .select(['id', 'completion_id', 'state'])
      .where('completion_id', 'in', completionIds.slice(from, from + 1000))
      .where('superseded_by', 'is', null)
      .where('undone_at', 'is', null)
      .execute()
    for (const row of rows) found.push({ id: row.id, completionId: row.completion_id ?? '', isReserved: row.state === 'reserved' })
  }
  return found
}

/** Of these badges, those that are still reserved, with what is to be signed. */
export const listStillReserved = async (
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; issuerId: string; unsignedText: string }[]> =>
  ids.length === 0
    ? []
    : (
        await credentials(db)
          .where('credential.id', 'in', [...ids])
          .where('state', '=', 'reserved')
          .execute()
      ).map((row) => ({ id: row.id, issuerId: row.issuer_id, unsignedText: unsignedTextOf(row) }))

/** The badge of a nomination that was not replaced by another one. */
export const findCredentialOfNomination = async (db: Db, nominationId: string): Promise<Credential | undefined> => {
  const row = await credentials(db).where('nomination_id', '=', nominationId).where('superseded_by', 'is', null).executeTakeFirst()
  return row && read(row)
}

/** Every badge of a person that was signed and not undone, the newest first. */
export const listCredentialsOfParticipant = async (db: Db, participantId: string): Promise<Credential[]> =>
  (
    await credentials(db)
      .where('participant_id', '=', participantId)
      .where('issued_at', 'is not', null)
      .orderBy('awarded_on', 'desc')
      .orderBy('credential.id')
      .execute()
  ).map(read)

/** What is to be signed for a reserved badge. */
export const readUnsignedText = async (db: Db, id: string): Promise<string | undefined> => {
  const row = await credentials(db).where('credential.id', '=', id).executeTakeFirst()
  return row && unsignedTextOf(row)
}

/** Badges that were reserved and not signed when the process ended, oldest first. */
export const listReserved = async (
  db: Db,
  limit: number,
  reservedBefore?: Date,
): Promise<{ id: string; issuerId: string; unsignedText: string }[]> =>
  (
    await credentials(db)
      .where('state', '=', 'reserved')
      .$if(reservedBefore !== undefined, (query) => query.where('credential.created_at', '<', instant.write(reservedBefore as Date)))
      .orderBy('credential.created_at')
      .orderBy('credential.id')
      .limit(limit)
      .execute()
  ).map((row) => ({ id: row.id, issuerId: row.issuer_id, unsignedText: unsignedTextOf(row) }))

/** @returns false when somebody else signed it meanwhile; the caller then reads theirs */
export const markIssued = async (db: Db, id: string, document: SignedDocument, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('credential')
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

/**
 * @param change.on - JST day of the change in records kept elsewhere until now; else the day of `now`
 * @returns false when the state was not one of `from` any more
 */
export const changeState = async (
  db: Db,
  id: string,
  change: { from: ('issued' | 'suspended')[]; to: 'suspended' | 'revoked'; reason: string; supersededBy?: string; on?: string },
  now: Date,
): Promise<boolean> => {
  const result = await db
    .updateTable('credential')
    .set({
      state: change.to,
      reason: change.reason,
      changed_at: instant.write(now),
      updated_at: instant.write(now),
      ...(change.supersededBy === undefined ? {} : { superseded_by: change.supersededBy }),
    })
    .where('id', '=', id)
    .where('state', 'in', change.from)
    .executeTakeFirst()
  if (Number(result.numUpdatedRows) !== 1) return false
  await appendCredentialEvent(db, { credentialId: id, event: change.to, on: change.on }, now)
  return true
}

/**
 * Takes an issue back as if it had never been: the badge is found nowhere any more, its row and its signature stay as evidence, its completion is free.
 *
 * @returns false when it changed meanwhile
 */
export const markUndone = async (db: Db, id: string, now: Date): Promise<boolean> => {
  const at = instant.write(now)
  const result = await db
    .updateTable('credential')
    .set({ state: 'revoked', reason: 'ISSUED_IN_ERROR', undone_at: at, changed_at: at, updated_at: at })
    .where('id', '=', id)
    .where('state', '=', 'issued')
    .where('claim', '=', 'unclaimed')
    .where('visibility', '=', 'private')
    .where('undone_at', 'is', null)
    .executeTakeFirst()
  if (Number(result.numUpdatedRows) !== 1) return false
  await appendCredentialEvent(db, { credentialId: id, event: 'revoked' }, now)
  return true
}

/** Signed badges in the order of their ids: of one operator, run or state; those that were undone are none. */
export const listCredentials = async (
  db: Db,
  filter: {
    operatorId?: string
    sessionId?: string
    participantId?: string
    state?: IssuedCredential['state']
    claim?: CredentialRecord['claim']
    /** only badges whose completion was corrected after the award, and that still stand: they are to be looked at */
    flagged?: boolean
    after: string
    limit: number
  },
): Promise<IssuedCredential[]> => {
  let query = db
    .selectFrom('credential')
    .leftJoin('completion', 'completion.id', 'credential.completion_id')
    .leftJoin('course_session', 'course_session.id', 'completion.session_id')
    .leftJoin('course', 'course.id', 'course_session.course_id')
    .select('credential.id as id')
    .where('credential.id', '>', filter.after)
    .where('credential.state', '<>', 'reserved')
    .where('credential.undone_at', 'is', null)
    .where('credential.erased_at', 'is', null)
  if (filter.operatorId !== undefined) query = query.where('course.operator_id', '=', filter.operatorId)
  if (filter.sessionId !== undefined) query = query.where('completion.session_id', '=', filter.sessionId)
  if (filter.participantId !== undefined) query = query.where('credential.participant_id', '=', filter.participantId)
  if (filter.state !== undefined) query = query.where('credential.state', '=', filter.state)
  if (filter.claim !== undefined) query = query.where('credential.claim', '=', filter.claim)
  if (filter.flagged === true) query = query.where('completion.status', '=', 'corrected').where('credential.state', '<>', 'revoked')
  const ids = (await query.orderBy('credential.id').limit(filter.limit).execute()).map((row) => row.id)
  const found: IssuedCredential[] = []
  for (const id of ids) {
    const credential = await findCredential(db, id)
    if (credential !== undefined && credential.state !== 'reserved') found.push(credential)
  }
  return found
}

/** What a letter about each of these badges needs to know; those that were undone are none. */
export const listForLetters = async (
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; participantId: string; achievementId: string; issuedAt: Date; isDemo: boolean }[]> => {
  const found = []
  for (let from = 0; from < ids.length; from += 500)
    found.push(
      ...(await db
        .selectFrom('credential')
        .select(['id', 'participant_id', 'achievement_id', 'issued_at', 'is_demo'])
        .where('id', 'in', ids.slice(from, from + 500))
        .where('issued_at', 'is not', null)
        .where('undone_at', 'is', null)
        .where('erased_at', 'is', null)
        .execute()),
    )
  return found.map((row) => ({
    id: row.id,
    participantId: row.participant_id,
    achievementId: row.achievement_id,
    issuedAt: instant.read(row.issued_at as string),
    isDemo: flag.read(row.is_demo),
  }))
}

/** Badges of a run that were issued since then, oldest first. */
export const listIssuedSince = async (db: Db, sessionId: string, since: Date): Promise<string[]> =>
  (
    await db
      .selectFrom('credential')
      .innerJoin('completion', 'completion.id', 'credential.completion_id')
      .select('credential.id as id')
      .where('completion.session_id', '=', sessionId)
      .where('credential.state', '=', 'issued')
      .where('credential.undone_at', 'is', null)
      .where('credential.issued_at', '>', instant.write(since))
      .orderBy('credential.issued_at')
      .orderBy('credential.id')
      .execute()
  ).map((row) => row.id)

/** Nominations whose badge is reserved and not signed, or signed and never confirmed: a process ended between the two. */
export const listUnfinishedNominations = async (db: Db): Promise<string[]> =>
  (
    await db
      .selectFrom('credential')
      .select('credential.nomination_id')
      .where('credential.state', 'in', ['reserved', 'issued'])
      .where('credential.nomination_id', 'is not', null)
      .where('credential.erased_at', 'is', null)
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('endorsement')
              .select('endorsement.id')
              .where('endorsement.kind', '=', 'confirmation')
              .where('endorsement.state', '<>', 'reserved')
              .whereRef('endorsement.basis_id', '=', 'credential.nomination_id'),
          ),
        ),
      )
      .orderBy('credential.id')
      .execute()
  ).flatMap((row) => row.nomination_id ?? [])

export const setVisibility = async (
  db: Db,
  id: string,
  choice: { visibility: CredentialRecord['visibility']; nameShown: boolean },
  now: Date,
): Promise<void> => {
  await db
    .updateTable('credential')
    .set({ visibility: choice.visibility, name_shown: flag.write(choice.nameShown), updated_at: instant.write(now) })
    .where('id', '=', id)
    .execute()
}

export const setClaim = async (db: Db, id: string, claim: CredentialRecord['claim'], now: Date): Promise<void> => {
  await db
    .updateTable('credential')
    .set({ claim, updated_at: instant.write(now) })
    .where('id', '=', id)
    .execute()
  if (claim !== 'unclaimed') await appendCredentialEvent(db, { credentialId: id, event: claim }, now)
}
