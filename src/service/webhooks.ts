import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Actor } from '../domain/actor.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findOrganisation } from '../store/organisations.ts'
import { inTransaction } from '../store/transaction.ts'
import * as store from '../store/webhooks.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/** A request that is older, or from further in the future, than this is refused as a replay. */
const replayWindowSeconds = 300

/**
 * Makes a webhook of an operator: whoever knows its secret reports completions of the operator's courses. The secret is shown this once.
 *
 * @throws ServiceError `forbidden`, `organisation_not_found`
 */
export const createWebhook = async (
  deps: Deps,
  actor: Actor,
  command: { operatorId: string; label: string },
): Promise<store.Webhook & { secret: string }> => {
  permit(actor, 'completion.import', { operatorId: command.operatorId })
  const operator = await findOrganisation(deps.db, command.operatorId)
  if (operator?.kind !== 'operator') throw new ServiceError('organisation_not_found', `There is no operator ${command.operatorId}.`)
  const webhook = {
    id: newId(),
    operatorId: operator.id,
    label: command.label,
    secret: `wh_${randomBytes(32).toString('base64url')}`,
    createdAt: deps.now(),
  }
  await inTransaction(deps, async (deps) => {
    await store.insertWebhook(deps.db, webhook)
    await audit(deps, actor, 'webhook.created', `webhook:${webhook.id}`, { operator: operator.id })
  })
  return webhook
}

/** The webhooks that the actor may see. @throws ServiceError `forbidden` */
export const listWebhooks = async (deps: Deps, actor: Actor): Promise<store.Webhook[]> => {
  const operatorId = 'role' in actor && actor.role === 'operator' ? actor.organisationId : undefined
  permit(actor, 'completion.import', operatorId === undefined ? {} : { operatorId })
  return store.listWebhooks(deps.db, operatorId)
}

/** Ends a webhook; its secret opens nothing any more. @throws ServiceError `not_found`, `forbidden` */
export const revokeWebhook = async (deps: Deps, actor: Actor, id: string): Promise<void> => {
  const webhook = await store.findLiveWebhook(deps.db, id)
  const missing = (): ServiceError => new ServiceError('not_found', `There is no webhook ${id} in use.`)
  if (webhook === undefined) throw missing()
  permit(actor, 'completion.import', { operatorId: webhook.operatorId })
  await inTransaction(deps, async (deps) => {
    if (!(await store.revokeWebhook(deps.db, id, deps.now()))) throw missing()
    await audit(deps, actor, 'webhook.revoked', `webhook:${id}`)
  })
}

/** What a signed request carries beside its body. */
export interface WebhookSignature {
  /** `Akashi-Webhook`: id of the webhook */
  webhook: string | undefined
  /** `Akashi-Timestamp`: seconds since 1970, UTC */
  timestamp: string | undefined
  /** `Akashi-Signature`: `v1=` and the HMAC-SHA256 in hex, over the timestamp, a full stop and the bytes of the body */
  signature: string | undefined
}

/** The value of `Akashi-Signature` for a body; also what examples and tests sign with. */
export const webhookSignature = (secret: string, timestamp: string, body: Buffer): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`

/**
 * Who sends a signed request: the operator of the webhook. Unknown, ended, wrongly signed and stale ones are refused alike.
 *
 * @throws ServiceError `unauthenticated`
 */
export const actorByWebhook = async (
  deps: Deps,
  given: WebhookSignature,
  body: Buffer,
): Promise<Actor & { kind: 'api_key'; organisationId: string }> => {
  const refuse = (detail = 'The signature of this request is missing, wrong, or older than five minutes.'): never => {
    throw new ServiceError('unauthenticated', detail)
  }
  const { webhook: id = '', timestamp = '', signature = '' } = given
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN
  if (!(Math.abs(deps.now().getTime() / 1000 - seconds) <= replayWindowSeconds)) return refuse()
  const webhook = await store.findLiveWebhook(deps.db, id)
  // An unknown webhook takes as long as a known one.
  const wanted = Buffer.from(webhookSignature(webhook?.secret ?? 'unknown', timestamp, body))
  const sent = Buffer.from(signature)
  if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted) || webhook === undefined) return refuse()
  return { kind: 'api_key', id: `webhook-${webhook.id}`, role: 'operator', organisationId: webhook.operatorId }
}
