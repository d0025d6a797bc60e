import type { Actor } from '../domain/actor.ts'
import type { Issuer, IssuerKey } from '../domain/issuer.ts'
import type { Job } from '../domain/job.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findIssuer, insertIssuerKey, listAllKeys, listIssuerKeys, updateIssuerKey } from '../store/issuers.ts'
import { countSignedBy } from '../store/signed-by.ts'
import { markListsStale } from '../store/status-lists.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { enqueueJob } from './jobs.ts'
import { type CompromisePlan, judgeSignedBy, type Resigning } from './resign-badges.ts'
import { verificationMethodOf } from './signing-key.ts'

/**
 * Declares a key stolen: it leaves the DID document and the key set at once, so that nothing that its thief signs verifies; the issuer gets a new key unless it
 * has another one; a job signs again what the log proves to be older than the theft, under the same ids, and revokes the rest (SECURITY (d), "Compromise").
 *
 * Declaring it again goes on with the work, and may move `since` to an earlier instant, never to a later one.
 *
 * @param command.since - the first instant at which the thief may have had the key
 * @throws ServiceError `forbidden`, `not_found`; `invalid_input` for a did:key issuer or an instant in the future
 */
export const compromiseKey = async (
  deps: Deps,
  actor: Actor,
  command: { kid: string; since: Date },
): Promise<{ key: IssuerKey; active: IssuerKey; job: Job }> => {
  permit(actor, 'key.manage')
  const { issuer, key } = await requireKey(deps, command)
  const now = deps.now()
  const since = key.compromisedSince !== undefined && key.compromisedSince < command.since ? key.compromisedSince : command.since
  const other = (await listIssuerKeys(deps.db, issuer.id)).filter(({ kid, state }) => kid !== key.kid && state === 'active').at(-1)
  const fresh = other === undefined ? await deps.signer.createKey(issuer.slug, now) : undefined
  const active: IssuerKey = other ?? { ...(fresh as NonNullable<typeof fresh>), issuerId: issuer.id, state: 'active', notBefore: now }
  const compromised: IssuerKey = { ...key, state: 'compromised', notAfter: key.notAfter ?? now, compromisedSince: since }
  await inTransaction(deps, async (deps) => {
    await updateIssuerKey(deps.db, compromised)
    if (fresh !== undefined) await insertIssuerKey(deps.db, active, now)
    // Their signatures died with the key.
    await markListsStale(deps.db, issuer.id)
    await audit(deps, actor, 'key.compromised', `issuer:${issuer.slug}`, { kid: key.kid, since: since.toISOString(), active: active.kid })
  })
  const job = await enqueueJob(deps, actor, {
    kind: 'resign_badges',
    params: { kid: key.kid, since: since.toISOString() } satisfies Resigning,
    total: await countSignedBy(deps.db, issuer.id, verificationMethodOf(issuer, key)),
  })
  return { key: compromised, active, job }
}

/**
 * Counts what declaring the key stolen would do; changes nothing.
 *
 * @throws ServiceError as `compromiseKey`
 */
export const planCompromise = async (deps: Deps, actor: Actor, command: { kid: string; since: Date }): Promise<CompromisePlan> => {
  permit(actor, 'key.manage')
  const { issuer, key } = await requireKey(deps, command)
  return { issuer: issuer.slug, kid: key.kid, ...(await judgeSignedBy(deps, issuer, key, command.since)) }
}

const requireKey = async (deps: Deps, command: { kid: string; since: Date }): Promise<{ issuer: Issuer; key: IssuerKey }> => {
  const key = (await listAllKeys(deps.db)).find(({ kid }) => kid === command.kid)
  const issuer = key && (await findIssuer(deps.db, key.issuerId))
  if (key === undefined || issuer === undefined)
    throw new ServiceError('not_found', `There is no key ${command.kid.slice(0, 80)}; akashi keys list names them.`)
  if (issuer.method === 'key')
    throw new ServiceError(
      'invalid_input',
      `${issuer.slug} is a did:key issuer: its identifier is its key, and everything that it signed ends with it. Make a new issuer instead.`,
    )
  if (Number.isNaN(command.since.getTime()) || command.since > deps.now())
    throw new ServiceError('invalid_input', 'The instant of the compromise must not lie in the future, e.g. 2026-11-24T09:00:00Z.', {
      problems: [{ path: 'since', message: 'an instant that is not in the future' }],
    })
  return { issuer, key }
}
