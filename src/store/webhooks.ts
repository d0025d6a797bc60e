import { absent, instant } from './columns.ts'
import type { Db } from './database.ts'

/** Who may report completions by signed requests. */
export interface Webhook {
  id: string
  operatorId: string
  label: string
  createdAt: Date
  revokedAt?: Date
}

export const insertWebhook = async (db: Db, webhook: Webhook & { secret: string }): Promise<void> => {
  await db
    .insertInto('webhook')
    .values({
      id: webhook.id,
      operator_id: webhook.operatorId,
      label: webhook.label,
      secret: webhook.secret,
      created_at: instant.write(webhook.createdAt),
      revoked_at: null,
    })
    .execute()
}

/** A webhook that is in use, with the secret that its requests are signed with. */
export const findLiveWebhook = async (db: Db, id: string): Promise<(Webhook & { secret: string }) | undefined> => {
  const row = await db
    .selectFrom('webhook')
    .select(['id', 'operator_id', 'label', 'secret', 'created_at'])
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row && { id: row.id, operatorId: row.operator_id, label: row.label, secret: row.secret, createdAt: instant.read(row.created_at) }
}

/** The webhooks of an operator, or of all; without their secrets. */
export const listWebhooks = async (db: Db, operatorId?: string): Promise<Webhook[]> => {
  let query = db.selectFrom('webhook').select(['id', 'operator_id', 'label', 'created_at', 'revoked_at'])
  if (operatorId !== undefined) query = query.where('operator_id', '=', operatorId)
  return (await query.orderBy('created_at').orderBy('id').execute()).map((row) => ({
    id: row.id,
    operatorId: row.operator_id,
    label: row.label,
    createdAt: instant.read(row.created_at),
    revokedAt: instant.readMaybe(absent(row.revoked_at) ?? null),
  }))
}

/** @returns false when there is none that is in use */
export const revokeWebhook = async (db: Db, id: string, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('webhook')
    .set({ revoked_at: instant.write(now) })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}
