import { sql } from 'kysely'
import { verifyAuditChain } from '../../src/store/audit.ts'
import { findCredential } from '../../src/store/credentials.ts'
import type { Database } from '../../src/store/database.ts'

/** What was told to somebody outside: lines of completion, badge and digest. */
export interface Acknowledged {
  completionId: string
  id: string
  sha256: string
}

/**
 * Checks the invariants of RELIABILITY that concern issuing, on everything in the database.
 *
 * @param verify - the verdict on a signed text; asked for a part of the badges
 * @returns what does not hold, each with the number of its invariant; empty when all hold
 */
export const brokenInvariants = async (
  database: Database,
  expected: { acknowledged: readonly Acknowledged[]; completions: number },
  verify: (text: string) => Promise<string>,
): Promise<string[]> => {
  const { db, sqlite } = database
  const broken: string[] = []
  const badges = await db.selectFrom('credential').select(['id', 'completion_id', 'state', 'status_list_id', 'status_index']).execute()
  const places = badges.map((badge) => `${badge.status_list_id} ${badge.status_index}`)

  // I1: every acknowledged badge, with the very bytes.
  const verifyEvery = Math.max(1, Math.floor(expected.acknowledged.length / 30))
  for (const [n, { id, sha256 }] of expected.acknowledged.entries()) {
    const badge = await findCredential(db, id)
    if (badge === undefined || badge.state === 'reserved' || badge.document.sha256 !== sha256)
      broken.push(`I1: badge ${id} was acknowledged with other bytes`)
    else if (n % verifyEvery === 0) {
      const verdict = await verify(badge.document.text)
      if (verdict !== 'valid') broken.push(`I1: badge ${id} is ${verdict}`)
    }
  }
  // I2, I3: no entry twice, no completion twice; and the entry says whose it is.
  if (new Set(places).size !== badges.length) broken.push('I2: two badges share an entry')
  const entries = await db.selectFrom('status_entry').select(['list_id', 'idx', 'subject']).execute()
  const subjects = new Map(entries.map(({ list_id, idx, subject }) => [`${list_id} ${idx}`, subject]))
  for (const [n, { id }] of badges.entries())
    if (subjects.get(places[n] as string) !== `credential:${id}`) broken.push(`I2: the entry of ${id} is another's`)
  if (new Set(badges.map((badge) => badge.completion_id)).size !== badges.length) broken.push('I3: two badges for one completion')
  const badgeOf = new Map(badges.map((badge) => [badge.completion_id, badge.id]))
  for (const { completionId, id } of expected.acknowledged)
    if (badgeOf.get(completionId) !== id) broken.push(`I3: ${completionId} was acknowledged with two badges`)
  // I4: after the last retry exactly as many as were asked for.
  if (badges.length !== expected.completions) broken.push(`I4: ${badges.length} badges for ${expected.completions} completions`)
  // I5: reserved first, then signed, each once.
  const unsigned = badges.filter(({ state }) => state === 'reserved').length
  if (unsigned > 0) broken.push(`I5: ${unsigned} badges are not signed`)
  const events = await db
    .selectFrom('audit_event')
    .select(['sequence', 'action', 'entity'])
    .where('action', 'in', ['credential.reserved', 'credential.issued'])
    .orderBy('sequence')
    .execute()
  const seen = new Map<string, string[]>()
  for (const { action, entity } of events) seen.set(entity, [...(seen.get(entity) ?? []), action])
  for (const { id } of badges)
    if (seen.get(`credential:${id}`)?.join() !== 'credential.reserved,credential.issued')
      broken.push(`I5: the ledger says of ${id}: ${seen.get(`credential:${id}`)?.join() ?? 'nothing'}`)
  // I7, I8.
  if (sqlite !== undefined) {
    const answer = (await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)).rows[0]?.integrity_check
    if (answer !== 'ok') broken.push(`I7: ${answer}`)
    if ((sqlite.pragma('foreign_key_check') as unknown[]).length > 0) broken.push('I7: a row names another one that is not there')
  }
  const chain = await verifyAuditChain(db)
  if (!chain.ok) broken.push(`I8: ${chain.problem}`)
  return broken
}
