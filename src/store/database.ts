import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely'
import pg from 'pg'
import { ServiceError } from '../errors.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>

export interface Database {
  db: Db
  dialect: 'sqlite' | 'postgres'
  /** what reads may use instead of Kysely where one statement is very hot; SQLite only */
  sqlite: BetterSqlite3.Database | undefined
  /** where it is, for messages; without a password */
  place: string
  close(): Promise<void>
}

/** How long a statement outside a transaction waits for another process. */
const BUSY_MILLISECONDS = 5000

const connections = new WeakMap<Db, BetterSqlite3.Database>()

/** The connection behind a database of SQLite; none of PostgreSQL, and none of a transaction. */
export const sqliteOf = (db: Db): BetterSqlite3.Database | undefined => connections.get(db)

/** Whether statements may use what only PostgreSQL has. */
export const isPostgres = (db: Db): boolean => db.getExecutor().adapter instanceof PostgresAdapter

export type DatabaseLocation = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string }

/**
 * Opens the database and makes sure that it keeps what it acknowledges (RELIABILITY "Durability facts").
 *
 * @throws ServiceError `database_unsafe` when durability is switched off, or the file cannot be opened
 */
export const openDatabase = (location: DatabaseLocation): Promise<Database> =>
  location.kind === 'sqlite' ? openSqlite(location.file) : openPostgres(location.url)

/**
 * Opens a database that is there, for reading alone: every write is refused by the connection itself.
 *
 * @throws ServiceError `database_unsafe` when it cannot be opened
 */
export const openDatabaseForReading = (location: DatabaseLocation): Promise<Database> =>
  location.kind === 'sqlite' ? openSqliteForReading(location.file) : openPostgres(location.url, '-c default_transaction_read_only=on')

const openSqliteForReading = async (file: string): Promise<Database> => {
  let sqlite: BetterSqlite3.Database
  try {
    sqlite = new BetterSqlite3(file, { readonly: true, fileMustExist: true })
    sqlite.pragma('busy_timeout = 5000')
    sqlite.pragma('schema_version')
  } catch (cause) {
    throw new ServiceError('database_unsafe', `The SQLite database ${file} cannot be read: ${(cause as Error).message}.`, { cause })
  }
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) })
  connections.set(db, sqlite)
  return { db, dialect: 'sqlite', sqlite, place: file, close: () => db.destroy() }
}

const openSqlite = async (file: string): Promise<Database> => {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  let sqlite: BetterSqlite3.Database
  try {
    sqlite = new BetterSqlite3(file)
    sqlite.pragma('journal_mode = WAL')
  } catch (cause) {
    throw new ServiceError('database_unsafe', `The SQLite database ${file} cannot be opened: ${(cause as Error).message}.`, { cause })
  }
  // The driver is compiled so that a WAL database that is opened again would run with synchronous=NORMAL (SECURITY L14).
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma('secure_delete = ON')
  sqlite.pragma(`busy_timeout = ${BUSY_MILLISECONDS}`)
  const synchronous = sqlite.pragma('synchronous', { simple: true })
  if (synchronous !== 2) {
    sqlite.close()
    throw new ServiceError(
      'database_unsafe',
      `The SQLite database ${file} runs with synchronous=${String(synchronous)}; it must be 2 (FULL).`,
    )
  }
  const db = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect({ database: sqlite }) })
  connections.set(db, sqlite)
  return { db, dialect: 'sqlite', sqlite, place: file, close: () => db.destroy() }
}

const openPostgres = async (url: string, options?: string): Promise<Database> => {
  const pool = new pg.Pool({ connectionString: url, max: 10, ...(options === undefined ? {} : { options }) })
  // A connection that breaks while idle must not end the process; the next query reports it.
  pool.on('error', () => undefined)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const place = URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'PostgreSQL'
  try {
    for (const name of ['synchronous_commit', 'fsync']) {
      const value = (await sql<{ value: string }>`select current_setting(${name}, true) as value`.execute(db)).rows[0]?.value
      if (value === 'off')
        throw new ServiceError('database_unsafe', `PostgreSQL at ${place} runs with ${name}=off; acknowledged badges could be lost.`)
    }
  } catch (cause) {
    await db.destroy()
    if (cause instanceof ServiceError) throw cause
    throw new ServiceError('database_unsafe', `PostgreSQL at ${place} cannot be reached: ${(cause as Error).message}.`, { cause })
  }
  return { db, dialect: 'postgres', sqlite: undefined, place, close: () => db.destroy() }
}

/**
 * SQLite's plain `begin` takes the write lock at the first write and then fails at once, without waiting, if another process wrote meanwhile.
 * `begin immediate` asks for the lock at once. It does not wait here, where the driver would hold up the whole thread: `inTransaction` asks again.
 */
class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDialect>[0]

  constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#config)
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter()
  }
}

/** SQLite takes changes of the schema in a transaction; Kysely does not use one unless told, and a kill would leave a database between two steps (R12). */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('pragma busy_timeout = 0'))
    try {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    } finally {
      await connection.executeQuery(CompiledQuery.raw(`pragma busy_timeout = ${BUSY_MILLISECONDS}`))
    }
  }

  /** On a full disk SQLite has taken the transaction back by itself; that there is none any more must not hide what was wrong. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!String(error).includes('no transaction is active')) throw error
    })
  }
}
