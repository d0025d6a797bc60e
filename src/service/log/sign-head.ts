import type { Actor } from '../../domain/actor.ts'
import { permit } from '../../domain/permit.ts'
import { ServiceError } from '../../errors.ts'
import { auditHashAt, readAuditHead, verifyAuditChain } from '../../store/audit.ts'
import { inTransaction, isUniqueViolation } from '../../store/transaction.ts'
import { endLogKeys, insertHead, insertLogKey, type LogHead, latestHead, listLogKeys } from '../../store/transparency-log.ts'
import { judgeTreeHead } from '../../verification/log/judge-head.ts'
import { rootOf } from '../../verification/log/merkle.ts'
import { audit } from '../audit.ts'
import type { Deps } from '../deps.ts'
import { publishHeads } from './publish-heads.ts'
import { enterSigned, logOrigin, storedTree } from './tree.ts'

/** A head is signed at least this often, whether or not anything was issued (SECURITY T21). */
export const HEAD_EVERY_HOURS = 24

/**
 * Enters what was signed since, makes sure that the log still begins with what was published, and signs and publishes its head.
 *
 * @throws ServiceError `log_altered` when the log no longer holds what an earlier head says; then nothing is signed. `key_missing`, `key_file_damaged`
 */
export const signHead = async (deps: Deps, actor: Actor): Promise<LogHead> => {
  permit(actor, 'log.sign')
  // 1. What the head will speak of: everything that the audit log holds now.
  const auditHead = await readAuditHead(deps.db)
  const treeSize = await enterSigned(deps, auditHead.sequence)
  // 2. A log that was altered is not signed again as if nothing were.
  const former = await latestHead(deps.db)
  await requireUnaltered(deps, former)
  // 3. Sign with the log's own key.
  const kid = await logKey(deps, actor)
  const rootHash = await rootOf(storedTree(deps.db), treeSize)
  const at = deps.now()
  const head = { treeSize, rootHash, at, audit: auditHead }
  const note = await deps.signer.signTreeHead(kid, { origin: logOrigin(deps.publicUrl), ...head })
  // 4. Store; of two instances at once one wins.
  const signed: LogHead = { number: (former?.number ?? 0) + 1, ...head, kid, note }
  await inTransaction(deps, async (deps) => {
    await insertHead(deps.db, signed)
    await audit(deps, actor, 'log.head_signed', 'log:head', { number: signed.number, treeSize, rootHash, kid })
  })
  // 5. Publish at the second place.
  await publishHeads(deps)
  return signed
}

/** Signs a head if the last one is a day old, or there is none. Safe in several processes at once. */
export const signDueHead = async (deps: Deps): Promise<void> => {
  const former = await latestHead(deps.db)
  if (former !== undefined && deps.now().getTime() - former.at.getTime() < HEAD_EVERY_HOURS * 3_600_000) return
  try {
    await signHead(deps, { kind: 'system', reason: 'log' })
  } catch (error) {
    // Another instance was faster.
    if (!isUniqueViolation(error)) throw error
  }
}

/** @throws ServiceError `log_altered` */
const requireUnaltered = async (deps: Deps, former: LogHead | undefined): Promise<void> => {
  const altered = (problem: string): ServiceError =>
    new ServiceError('log_altered', `The log is not what head ${former?.number ?? 0} says: ${problem}. Run: akashi audit verify`)
  if (former !== undefined) {
    if (judgeTreeHead(former.note, former.kid) === undefined) throw altered('its signature does not hold')
    if ((await rootOf(storedTree(deps.db), former.treeSize)) !== former.rootHash)
      throw altered(`its first ${former.treeSize} entries have another root`)
    if (former.audit.sequence > 0 && (await auditHashAt(deps.db, former.audit.sequence)) !== former.audit.hash)
      throw altered(`entry ${former.audit.sequence} of the audit log is another one`)
  }
  const chain = await verifyAuditChain(deps.db, former?.audit)
  if (!chain.ok) throw altered(chain.problem)
}

/** The key that signs heads; made with the first head, and never in the place of one that is missing. */
const logKey = async (deps: Deps, actor: Actor): Promise<string> => {
  const keys = await listLogKeys(deps.db)
  const active = keys.find(({ notAfter }) => notAfter === undefined)
  if (active !== undefined) return active.kid
  if (keys.length > 0) throw new ServiceError('key_not_active', 'No key of the log is active. Run: akashi log rotate-key')
  return newLogKey(deps, actor, 'log.key_made')
}

/**
 * Gives the log a new key. Heads that the former one signed stay as they are.
 *
 * @throws ServiceError `forbidden`
 */
export const rotateLogKey = async (deps: Deps, actor: Actor): Promise<string> => {
  permit(actor, 'key.manage')
  return newLogKey(deps, actor, 'log.key_rotated')
}

const newLogKey = async (deps: Deps, actor: Actor, action: string): Promise<string> => {
  const now = deps.now()
  const { kid } = await deps.signer.createKey('log', now, 'log')
  await inTransaction(deps, async (deps) => {
    await endLogKeys(deps.db, now)
    await insertLogKey(deps.db, { kid, notBefore: now })
    await audit(deps, actor, action, 'log:key', { kid })
  })
  return kid
}
