import { type Db, isPostgres } from './database.ts'

/**
 * Which of these records, e.g. `credential:ID` or `endorsement:ID`, were erased: nothing may lead to them any more. Inside a transaction. On PostgreSQL an
 * erasure that is on its way is waited for, and one that comes later waits for this transaction and finds what it wrote.
 */
export const listErasedEntities = async (db: Db, entities: readonly string[]): Promise<Set<string>> => {
  const idsOf = (kind: string): string[] => [
    ...new Set(entities.filter((entity) => entity.startsWith(`${kind}:`)).map((entity) => entity.slice(kind.length + 1))),
  ]
  const lock = isPostgres(db)
  const [credentials, endorsements] = [idsOf('credential'), idsOf('endorsement')]
  const erased = new Set<string>()
  if (credentials.length > 0) {
    const query = db.selectFrom('credential').select(['id', 'erased_at']).where('id', 'in', credentials).orderBy('id')
    for (const row of await (lock ? query.forShare() : query).execute()) if (row.erased_at !== null) erased.add(`credential:${row.id}`)
  }
  if (endorsements.length > 0) {
    const query = db.selectFrom('endorsement').select('id').where('id', 'in', endorsements).orderBy('id')
    // Those of an erased badge are deleted with it.
    const there = new Set((await (lock ? query.forShare() : query).execute()).map(({ id }) => id))
    for (const id of endorsements) if (!there.has(id)) erased.add(`endorsement:${id}`)
  }
  return erased
}
