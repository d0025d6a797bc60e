import type { Role } from '../domain/actor.ts'
import { absent, instant } from './columns.ts'
import type { Db } from './database.ts'

export interface ApiKey {
  id: string
  role: Role
  label: string
  organisationId?: string
  issuerId?: string
  expiresAt?: Date
}

export const insertApiKey = async (db: Db, key: ApiKey & { secretSha256: string }, now: Date): Promise<void> => {
  await db
    .insertInto('api_key')
    .values({
      id: key.id,
      secret_sha256: key.secretSha256,
      role: key.role,
      label: key.label,
      organisation_id: key.organisationId ?? null,
      issuer_id: key.issuerId ?? null,
      created_at: instant.write(now),
      expires_at: instant.writeMaybe(key.expiresAt),
      revoked_at: null,
      last_used_on: null,
    })
    .execute()
}

/** The key whose secret has this digest, unless it expired or was revoked. */
export const findLiveApiKey = async (db: Db, secretSha256: string, now: Date): Promise<(ApiKey & { lastUsedOn?: string }) | undefined> => {
  const row = await db
    .selectFrom('api_key')
    .select(['id', 'role', 'label', 'organisation_id', 'issuer_id', 'expires_at', 'last_used_on'])
    .where('secret_sha256', '=', secretSha256)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const expiresAt = instant.readMaybe(row.expires_at)
  if (expiresAt !== undefined && expiresAt <= now) return undefined
  return {
    id: row.id,
    role: row.role as Role,
    label: row.label,
    organisationId: absent(row.organisation_id),
    issuerId: absent(row.issuer_id),
    expiresAt,
    ...(row.last_used_on === null ? {} : { lastUsedOn: row.last_used_on }),
  }
}

/** A key as it is listed: everything but its secret. */
export interface ListedApiKey extends ApiKey {
  createdAt: Date
  revokedAt?: Date
  /** day of the last call, JST */
  lastUsedOn?: string
  /** as the audit log names who made it, e.g. `user:ID` */
  madeBy?: string
}

/** Keys, the newest first: all, those of one organisation, or one. */
export const listApiKeys = async (db: Db, filter: { organisationId?: string; id?: string } = {}): Promise<ListedApiKey[]> => {
  let query = db
    .selectFrom('api_key')
    .select(['id', 'role', 'label', 'organisation_id', 'issuer_id', 'expires_at', 'created_at', 'revoked_at', 'last_used_on'])
    .orderBy('created_at', 'desc')
    .orderBy('id')
  if (filter.organisationId !== undefined) query = query.where('organisation_id', '=', filter.organisationId)
  if (filter.id !== undefined) query = query.where('id', '=', filter.id)
  const rows = await query.execute()
  const makers = await listMakers(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    ...makers.get(row.id),
    id: row.id,
    role: row.role as Role,
    label: row.label,
    organisationId: absent(row.organisation_id),
    issuerId: absent(row.issuer_id),
    expiresAt: instant.readMaybe(row.expires_at),
    createdAt: instant.read(row.created_at),
    ...(row.revoked_at === null ? {} : { revokedAt: instant.read(row.revoked_at) }),
    ...(row.last_used_on === null ? {} : { lastUsedOn: row.last_used_on }),
  }))
}

const listMakers = async (db: Db, ids: readonly string[]): Promise<Map<string, { madeBy: string }>> => {
  const makers = new Map<string, { madeBy: string }>()
  for (let from = 0; from < ids.length; from += 500)
    for (const { entity, actor } of await db
      .selectFrom('audit_event')
      .select(['entity', 'actor'])
      .where(
        'entity',
        'in',
        ids.slice(from, from + 500).map((id) => `api-key:${id}`),
      )
      .where('action', '=', 'api_key.created')
      .execute())
      makers.set(entity.slice('api-key:'.length), { madeBy: actor })
  return makers
}

/** @returns whether there was such a key in use */
export const endApiKey = async (db: Db, id: string, now: Date): Promise<boolean> => {
  const answer = await db
    .updateTable('api_key')
    .set({ revoked_at: instant.write(now) })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return answer.numUpdatedRows > 0n
}

/** Notes the day of a call, once a day, so that reading writes little. */
export const noteApiKeyUse = async (db: Db, id: string, day: string): Promise<void> => {
  await db
    .updateTable('api_key')
    .set({ last_used_on: day })
    .where('id', '=', id)
    .where((where) => where.or([where('last_used_on', 'is', null), where('last_used_on', '<', day)]))
    .execute()
}
