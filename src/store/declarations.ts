import type { Declaration } from '../domain/declaration.ts'
import { type ListQuery, listBodies } from './body-records.ts'
import { json } from './columns.ts'
import type { Db } from './database.ts'

export const findDeclaration = async (db: Db, id: string): Promise<Declaration | undefined> => {
  const row = await db.selectFrom('declaration').select('body').where('id', '=', id).executeTakeFirst()
  return row && json.read<Declaration>(row.body)
}

/** Every declaration that was published once, whatever became of it. */
export const listPublishedDeclarations = async (db: Db): Promise<Declaration[]> =>
  (
    await db.selectFrom('declaration').select('body').where('state', 'in', ['published', 'expired', 'withdrawn']).orderBy('id').execute()
  ).map((row) => json.read<Declaration>(row.body))

/** The declaration of an employer that is in force or was not ended yet; a unique index allows one. */
export const findPublishedDeclaration = async (db: Db, employerId: string): Promise<Declaration | undefined> => {
  const row = await db
    .selectFrom('declaration')
    .select('body')
    .where('employer_id', '=', employerId)
    .where('state', '=', 'published')
    .executeTakeFirst()
  return row && json.read<Declaration>(row.body)
}

/** Declarations in any state, by id. */
export const listDeclarations = (db: Db, query: ListQuery = {}): Promise<Declaration[]> => listBodies<Declaration>(db, 'declaration', query)
