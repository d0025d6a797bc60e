import { verifyAuditChain } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import { checkCredentials, checkStatusEntries, checkStorage, type Finding } from '../store/invariants.ts'
import type { PublishedRecord } from '../store/published-record.ts'
import { listPublishedSequences } from '../store/status-record.ts'

/** What was found about one invariant (RELIABILITY "Invariants"). */
export interface InvariantReport {
  id: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8'
  ok: boolean
  /** how much was looked at */
  checked: number
  /** the first few things that are wrong */
  wrong: string[]
}

/**
 * Checks the invariants I1 to I8 on a database, reading alone. Signatures are not verified again here (`akashi verify` and the scenarios do that): I1 holds the
 * stored bytes against the digest that was acknowledged. I4 as far as a database knows it: one badge for each idempotency key that was answered with one.
 */
export const checkInvariants = async (database: Database, published: PublishedRecord | undefined): Promise<InvariantReport[]> => {
  const report = (id: InvariantReport['id'], { checked, wrong }: Finding): InvariantReport => ({
    id,
    ok: wrong.length === 0,
    checked,
    wrong: wrong.slice(0, 10),
  })
  const badges = await checkCredentials(database.db)
  const chain = await verifyAuditChain(database.db)
  const sequences = await listPublishedSequences(database.db)
  const lists = (published?.all() ?? []).filter(({ listId }) => sequences.has(listId))
  return [
    report('I1', badges.bytes),
    report('I2', await checkStatusEntries(database.db)),
    report('I3', badges.awards),
    report('I4', badges.answered),
    report('I5', badges.reservedFirst),
    report('I6', {
      checked: lists.length,
      wrong: lists.flatMap(({ listId, sequence }) =>
        (sequences.get(listId) ?? 0) < sequence ? [`list ${listId} stands at ${sequences.get(listId)}, and ${sequence} was published`] : [],
      ),
    }),
    report('I7', await checkStorage(database)),
    report('I8', { checked: chain.ok ? chain.events : chain.sequence, wrong: chain.ok ? [] : [chain.problem] }),
  ]
}
