import { sql } from 'kysely'
import type { CredentialRecord } from '../domain/credential.ts'
import { instant, json } from './columns.ts'
import { recordColumns, recordOf } from './credentials.ts'
import type { Db } from './database.ts'
import { holdsText } from './holds-text.ts'
import { forgetUnsignedTextsOf } from './signing-records.ts'
import { forgetLeafSalts } from './transparency-log.ts'

/** Marks a badge as erased and takes its text away; id, number, status entry, digest, state and days stay. Returns false when it was erased before. */
const eraseText = async (db: Db, credentialId: string, at: string): Promise<boolean> => {
  const result = await db
    .updateTable('credential')
    .set({ erased_at: at, unsigned_text: '', signed_text: null, template_id: null, subject_id: '', name_shown: 0, updated_at: at })
    .where('id', '=', credentialId)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  await db.deleteFrom('credential_token').where('credential_id', '=', credentialId).execute()
  await db.updateTable('credential_version').set({ text: '' }).where('credential_id', '=', credentialId).execute()
  return Number(result.numUpdatedRows) === 1
}

/** Takes the badge out of the links that show it to one reader; a link that shows nothing else goes with its log. */
const eraseFromShareLinks = async (db: Db, credentialId: string): Promise<void> => {
  const links = await db
    .selectFrom('share_link')
    .select(['id', 'credential_ids'])
    .where(holdsText('credential_ids', JSON.stringify(credentialId)))
    .execute()
  for (const link of links) {
    const left = json.read<string[]>(link.credential_ids).filter((id) => id !== credentialId)
    if (left.length > 0)
      await db
        .updateTable('share_link')
        .set({ credential_ids: json.write(left) })
        .where('id', '=', link.id)
        .execute()
    else {
      await db.deleteFrom('share_link_opening').where('link_id', '=', link.id).execute()
      await db.deleteFrom('share_link').where('id', '=', link.id).execute()
    }
  }
}

/**
 * Erases the content of one badge and everything that leads to it: text, salts and former versions, the employer's confirmation of it, links of the holder
 * and of readers, mails. The status is not touched.
 *
 * @param url - the id of the badge as documents name it
 * @returns false when it was erased before
 */
export const eraseBadge = async (db: Db, badge: { id: string; url: string }, now: Date): Promise<boolean> => {
  const isNew = await eraseText(db, badge.id, instant.write(now))
  await eraseFromShareLinks(db, badge.id)
  await db.deleteFrom('holder_link').where('credential_id', '=', badge.id).execute()
  await db
    .deleteFrom('secret_link')
    .where((where) => where.or([where('record_id', '=', badge.id), where('record_id', 'like', `${badge.id}:%`)]))
    .execute()
  const confirmations = await db
    .selectFrom('endorsement')
    .select('id')
    .where('target_type', '=', 'credential')
    .where('target_id', 'in', [badge.id, badge.url])
    .execute()
  await forgetUnsignedTextsOf(db, `credential:${badge.id}`)
  await db.deleteFrom('endorsement').where('target_type', '=', 'credential').where('target_id', 'in', [badge.id, badge.url]).execute()
  // Without its salt an entry of the public log says nothing about what it stands for (SECURITY (d)). After the rows themselves: whoever enters them at
  // this moment holds them (`listErasedEntities`), and what he entered is found here.
  await forgetLeafSalts(db, [`credential:${badge.id}`, ...confirmations.map(({ id }) => `endorsement:${id}`)])
  await db
    .deleteFrom('outbox_mail')
    .where((where) => where.or([where('entity', '=', `credential:${badge.id}`), holdsText('data', `/badges/${badge.id}`)]))
    .execute()
  await db.deleteFrom('idempotency').where(holdsText('response_body', badge.id)).execute()
  return isNew
}

/** When a badge was erased; undefined for one that stands or never was. */
export const findErasedAt = async (db: Db, credentialId: string): Promise<Date | undefined> => {
  const row = await db
    .selectFrom('credential')
    .select('erased_at')
    .where('id', '=', credentialId)
    .where('erased_at', 'is not', null)
    .executeTakeFirst()
  return instant.readMaybe(row?.erased_at ?? null)
}

/** Whether the badge of this completion was erased; it is not issued again. */
export const hasErasedBadge = async (db: Db, completionId: string): Promise<boolean> =>
  (await db
    .selectFrom('credential')
    .select('id')
    .where('completion_id', '=', completionId)
    .where('superseded_by', 'is', null)
    .where('undone_at', 'is', null)
    .where('erased_at', 'is not', null)
    .executeTakeFirst()) !== undefined

/** What is left of an erased badge: enough to revoke it, since an award may turn out to be wrong also when its page is gone. */
export type ErasedCredential = CredentialRecord & { state: 'reserved' | 'issued' | 'suspended' | 'revoked'; erasedAt: Date }

export const findErasedCredential = async (db: Db, id: string): Promise<ErasedCredential | undefined> => {
  const row = await db
    .selectFrom('credential')
    .select(recordColumns)
    .select('erased_at')
    .where('id', '=', id)
    .where('erased_at', 'is not', null)
    .executeTakeFirst()
  if (row === undefined || row.erased_at === null) return undefined
  return { ...recordOf(row), state: row.state as ErasedCredential['state'], erasedAt: instant.read(row.erased_at) }
}

/** Forgets the salts of entries that came into the public log after their badge was erased. */
export const forgetSaltsOfErased = async (db: Db): Promise<void> => {
  await db
    .updateTable('log_leaf')
    .set({ salt: null })
    .where('salt', 'is not', null)
    .where(
      'entity',
      'in',
      db
        .selectFrom('credential')
        .select(sql<string>`'credential:' || credential.id`.as('entity'))
        .where('credential.erased_at', 'is not', null),
    )
    .execute()
}
