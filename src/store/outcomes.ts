import type { Outcome } from '../domain/outcome.ts'
import { findBody, type ListQuery, listBodies } from './body-records.ts'
import type { Db } from './database.ts'

export const findOutcome = (db: Db, id: string): Promise<Outcome | undefined> => findBody<Outcome>(db, 'outcome', id)

/** Outcomes in any state, by id; a tenant's list names its employer or participant. */
export const listOutcomes = (db: Db, query: ListQuery = {}): Promise<Outcome[]> => listBodies<Outcome>(db, 'outcome', query)
