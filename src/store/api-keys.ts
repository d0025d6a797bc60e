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
export const findLiveApiKey = async (db: Db, secretSha256: string, now: Date): Promise<ApiKey | undefined> => {
  const row = await db
    .selectFrom('api_key')
    .select(['id', 'role', 'label', 'organisation_id', 'issuer_id', 'expires_at'])
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
  }
}

/** A key as it is listed: everything but its secret. */
export interface ListedApiKey extends ApiKey {
  createdAt: Date
  revokedAt?: Date
  /** day of the last call, JST */
  lastUsedOn?: string
}

/** Every key, the newest first. */
export const listApiKeys = async (db: Db): Promise<ListedApiKey[]> => {
  const rows = await db
    .selectFrom('api_key')
    .select(['id', 'role', 'label', 'organisation_id', 'issuer_id', 'expires_at', 'created_at', 'revoked_at', 'last_used_on'])
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
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
