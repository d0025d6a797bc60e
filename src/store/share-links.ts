import type { ShareableField, ShareLink } from '../domain/share-link.ts'
import { flag, instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { Row } from './tables.ts'
import { isUniqueViolation } from './transaction.ts'

const columns = [
  'id',
  'secret_sha256',
  'participant_id',
  'credential_ids',
  'recipient_text',
  'recipient_employer_id',
  'fields',
  'max_views',
  'created_at',
  'expires_at',
  'withdrawn_at',
  'is_demo',
] as const

const fromRow = (row: Row<'share_link'>, opened: { at: Date }[]): ShareLink => ({
  id: row.id,
  participantId: row.participant_id,
  credentialIds: json.read<string[]>(row.credential_ids),
  recipient: row.recipient_employer_id === null ? { text: row.recipient_text ?? '' } : { employerId: row.recipient_employer_id },
  fields: json.read<ShareableField[]>(row.fields),
  createdAt: instant.read(row.created_at),
  expiresAt: instant.read(row.expires_at),
  maxViews: row.max_views,
  opened,
  withdrawnAt: instant.readMaybe(row.withdrawn_at),
  isDemo: flag.read(row.is_demo),
})

export const insertShareLink = async (db: Db, link: ShareLink, secretSha256: string): Promise<void> => {
  await db
    .insertInto('share_link')
    .values({
      id: link.id,
      secret_sha256: secretSha256,
      participant_id: link.participantId,
      credential_ids: json.write(link.credentialIds),
      recipient_text: 'text' in link.recipient ? link.recipient.text : null,
      recipient_employer_id: 'employerId' in link.recipient ? link.recipient.employerId : null,
      fields: json.write(link.fields),
      max_views: link.maxViews,
      created_at: instant.write(link.createdAt),
      expires_at: instant.write(link.expiresAt),
      withdrawn_at: null,
      is_demo: flag.write(link.isDemo),
    })
    .execute()
}

const openingsOf = async (db: Db, linkId: string): Promise<{ at: Date }[]> =>
  (await db.selectFrom('share_link_opening').select('at').where('link_id', '=', linkId).orderBy('n').execute()).map(({ at }) => ({
    at: instant.read(at),
  }))

export const findShareLink = async (db: Db, id: string): Promise<ShareLink | undefined> => {
  const row = await db.selectFrom('share_link').select(columns).where('id', '=', id).executeTakeFirst()
  return row && fromRow(row, await openingsOf(db, row.id))
}

export const findShareLinkBySecret = async (db: Db, secretSha256: string): Promise<ShareLink | undefined> => {
  const row = await db.selectFrom('share_link').select(columns).where('secret_sha256', '=', secretSha256).executeTakeFirst()
  return row && fromRow(row, await openingsOf(db, row.id))
}

/** The links of a learner, or those that were made for an employer; the newest first. */
export const listShareLinks = async (db: Db, of: { participantId: string } | { employerId: string }): Promise<ShareLink[]> => {
  const rows = await db
    .selectFrom('share_link')
    .select(columns)
    .where(
      'participantId' in of ? 'participant_id' : 'recipient_employer_id',
      '=',
      'participantId' in of ? of.participantId : of.employerId,
    )
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  const links: ShareLink[] = []
  for (const row of rows) links.push(fromRow(row, await openingsOf(db, row.id)))
  return links
}

/** Writes the n-th opening into the log; false when another reader took that number at the same moment. */
export const insertOpening = async (db: Db, linkId: string, n: number, at: Date): Promise<boolean> => {
  try {
    await db
      .insertInto('share_link_opening')
      .values({ link_id: linkId, n, at: instant.write(at) })
      .execute()
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}

export const setShareLinkWithdrawn = async (db: Db, id: string, at: Date): Promise<void> => {
  await db
    .updateTable('share_link')
    .set({ withdrawn_at: instant.write(at) })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .execute()
}
