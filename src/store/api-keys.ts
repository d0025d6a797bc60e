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
