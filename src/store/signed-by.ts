import { count, instant } from './columns.ts'
import type { Db } from './database.ts'

/** Signed texts name their key; a Multikey holds none of the signs that mean something in a pattern. */
const names = (verificationMethod: string): string => `%"verificationMethod":"${verificationMethod}"%`

/** Badges whose present document this key signed, and that are not revoked. */
const badges = (db: Db, issuerId: string, verificationMethod: string) =>
  db
    .selectFrom('credential')
    .where('issuer_id', '=', issuerId)
    .where('state', 'in', ['issued', 'suspended'])
    .where('undone_at', 'is', null)
    .where('signed_text', 'like', names(verificationMethod))

export const countSignedBy = async (db: Db, issuerId: string, verificationMethod: string): Promise<number> =>
  count(
    (
      await badges(db, issuerId, verificationMethod)
        .select((row) => row.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )

/** Ids in their order, after the one that is given. */
export const listSignedBy = async (
  db: Db,
  issuerId: string,
  verificationMethod: string,
  page: { after: string; limit: number },
): Promise<string[]> =>
  (await badges(db, issuerId, verificationMethod).select('id').where('id', '>', page.after).orderBy('id').limit(page.limit).execute()).map(
    ({ id }) => id,
  )

/** Ids of standing endorsements that the key signed, in their order, after the one that is given. */
export const listEndorsementsSignedBy = async (
  db: Db,
  issuerId: string,
  verificationMethod: string,
  page: { after: string; limit: number },
): Promise<string[]> =>
  (
    await db
      .selectFrom('endorsement')
      .select('id')
      .where('issuer_id', '=', issuerId)
      .where('state', '=', 'issued')
      .where('signed_text', 'like', names(verificationMethod))
      .where('id', '>', page.after)
      .orderBy('id')
      .limit(page.limit)
      .execute()
  ).map(({ id }) => id)

/** Credentials of the VC-API that the key signed. */
export const countPlainSignedBy = async (db: Db, issuerId: string, verificationMethod: string): Promise<number> =>
  count(
    (
      await db
        .selectFrom('plain_credential')
        .select((row) => row.fn.countAll().as('n'))
        .where('issuer_id', '=', issuerId)
        .where('text', 'like', names(verificationMethod))
        .executeTakeFirstOrThrow()
    ).n,
  )

/** When a signed document was entered in the audit log; undefined for one that never was. */
export const enteredAt = async (db: Db, entity: string, sha256: string): Promise<Date | undefined> => {
  const row = await db
    .selectFrom('audit_event')
    .select('at')
    .where('entity', '=', entity)
    .where('detail', 'like', `%"sha256":"${sha256}"%`)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst()
  return row && instant.read(row.at)
}
