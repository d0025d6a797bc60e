import type { Actor } from '../domain/actor.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { changeState, findCredential } from '../store/credentials.ts'
import { listIssuers } from '../store/issuers.ts'
import { closeOpenLists, listPublishedSequences, type ReconciledList, restoreList } from '../store/status-record.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/**
 * Lists that the database has at a lower sequence than was published: it is older than what others have seen. Lists of an issuer that it does not know do not
 * count: it cannot publish them, and a database that begins anew beside old keys is no older one.
 */
export const listsBehind = async (deps: Deps): Promise<{ listId: string; database: number; published: number }[]> => {
  if (deps.published === undefined) return []
  const sequences = await listPublishedSequences(deps.db)
  const known = new Set((await listIssuers(deps.db)).map(({ id }) => id))
  return deps.published
    .all()
    .filter(({ issuerId }) => known.has(issuerId))
    .map(({ listId, sequence }) => ({ listId, database: sequences.get(listId) ?? 0, published: sequence }))
    .filter(({ database, published }) => database < published)
}

/**
 * Refuses to go on with a database that is older than what was published (RELIABILITY I6, SECURITY T33).
 *
 * @throws ServiceError `database_behind`
 */
export const requireNotBehind = async (deps: Deps): Promise<void> => {
  const [first] = await listsBehind(deps)
  if (first !== undefined) throw behind(first)
}

export const behind = ({ listId, database, published }: { listId: string; database: number; published: number }): ServiceError =>
  new ServiceError(
    'database_behind',
    `The database is older than what was published: status list ${listId} stands at ${database}, and ${published} was published. Run: akashi reconcile`,
  )

export interface Reconciliation {
  lists: ReconciledList[]
  /** badges that were revoked or suspended again */
  badges: number
  /** open lists that were closed, so that no entry is handed out twice */
  closed: number
}

/**
 * Brings a restored database to what was published: every bit that was set is set again, the badges are revoked or suspended as they were, and new badges
 * take entries of new lists. A badge that had been suspended and reinstated since the backup stays suspended, because the version that holds now is lost.
 * Repeating it changes nothing.
 */
export const reconcile = async (deps: Deps, actor: Actor): Promise<Reconciliation> => {
  permit(actor, 'key.manage')
  const behind = new Set((await listsBehind(deps)).map(({ listId }) => listId))
  const records = (deps.published?.all() ?? []).filter(({ listId }) => behind.has(listId))
  if (records.length === 0) return { lists: [], badges: 0, closed: 0 }
  return inTransaction(deps, async (deps) => {
    const lists: ReconciledList[] = []
    let badges = 0
    for (const record of records) {
      const list = await restoreList(deps.db, record)
      lists.push(list)
      for (const badge of list.badges) if (await endAgain(deps, badge)) badges += 1
      await audit(deps, actor, 'status_list.reconciled', `status-list:${list.listId}`, {
        sequence: list.sequence,
        entries: list.entriesSet,
      })
    }
    return { lists, badges, closed: await closeOpenLists(deps.db) }
  })
}

/** @returns whether the badge is known here and had not ended */
const endAgain = async (deps: Deps, badge: ReconciledList['badges'][number]): Promise<boolean> => {
  const credential = await findCredential(deps.db, badge.id)
  if (credential === undefined || credential.state === 'reserved') return false
  const from: ('issued' | 'suspended')[] = badge.to === 'revoked' ? ['issued', 'suspended'] : ['issued']
  return changeState(deps.db, badge.id, { from, to: badge.to, reason: badge.reason }, deps.now())
}
