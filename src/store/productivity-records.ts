import type { ProductivityRecord } from '../domain/productivity.ts'
import { findBody, type ListQuery, listBodies } from './body-records.ts'
import type { Db } from './database.ts'

export const findProductivityRecord = (db: Db, id: string): Promise<ProductivityRecord | undefined> =>
  findBody<ProductivityRecord>(db, 'productivity_record', id)

/** Productivity records in any state, by id; an employer's list names the employer. */
export const listProductivityRecords = (db: Db, query: ListQuery = {}): Promise<ProductivityRecord[]> =>
  listBodies<ProductivityRecord>(db, 'productivity_record', query)
