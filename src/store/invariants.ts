import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Db } from './database.ts'
import { signedDocumentOf, unsignedTextOf } from './stored-text.ts'

/** What was looked at, and what is wrong, each in one sentence without personal data. */
export interface Finding {
  checked: number
  wrong: string[]
}

const PAGE = 500
/** Enough to see what is wrong. */
const MAX_WRONG = 100

const finding = (): Finding => ({ checked: 0, wrong: [] })
const note = (target: Finding, sentence: string): void => void (target.wrong.length < MAX_WRONG && target.wrong.push(sentence))

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** One walk over all badges, page by page: their bytes (I1), awards (I3), answered keys (I4) and what was stored before each signature (I5). */
export const checkCredentials = async (db: Db): Promise<{ bytes: Finding; awards: Finding; answered: Finding; reservedFirst: Finding }> => {
  const [bytes, reservedFirst] = [finding(), finding()]
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('credential')
      .leftJoin('document_template', 'document_template.id', 'credential.template_id')
      .select([
        'credential.id as id',
        'state',
        'template_id',
        'unsigned_text',
        'signed_text',
        'signed_sha256',
        'pieces',
        'status_list_id',
        'status_index',
      ])
      .where('credential.id', '>', after)
      .orderBy('credential.id')
      .limit(PAGE)
      .execute()
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.id
    const reserved = await reservationsOf(
      db,
      rows.map(({ id }) => id),
    )
    for (const row of rows) {
      // What was erased at its holder's wish has no text any more.
      if (row.signed_text !== null) {
        bytes.checked += 1
        const fault = bytesFault(row)
        if (fault !== undefined) note(bytes, `badge ${row.id}: ${fault}`)
      }
      if (row.state === 'reserved') continue
      reservedFirst.checked += 1
      if (row.signed_sha256 === null) note(reservedFirst, `badge ${row.id} is ${row.state} without a signature`)
      else if (!reserved.has(row.id)) note(reservedFirst, `badge ${row.id} was signed, and the audit log holds no reservation`)
    }
  }
  return { bytes, reservedFirst, awards: await checkAwards(db), answered: await checkAnswered(db) }
}

type TextRow = Parameters<typeof signedDocumentOf>[0]

const bytesFault = (row: TextRow & { status_list_id: string; status_index: number }): string | undefined => {
  try {
    const signed = signedDocumentOf(row)
    if (signed === undefined || sha256(signed.text) !== row.signed_sha256) return 'its text does not have its digest'
    if (!signed.text.startsWith(unsignedTextOf(row).slice(0, -1))) return 'what was signed is not what was stored before'
    const status = JSON.stringify(row.status_index)
    return signed.text.includes(`"statusListIndex":"${status}"`) && signed.text.includes(`/status/${row.status_list_id}`)
      ? undefined
      : 'it names another status entry than its record'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const reservationsOf = async (db: Db, ids: readonly string[]): Promise<Set<string>> =>
  new Set(
    (
      await db
        .selectFrom('audit_event')
        .select('entity')
        .distinct()
        .where(
          'entity',
          'in',
          ids.map((id) => `credential:${id}`),
        )
        .where('action', '=', 'credential.reserved')
        .execute()
    ).map(({ entity }) => entity.slice('credential:'.length)),
  )

const checkAwards = async (db: Db): Promise<Finding> => {
  const result = finding()
  for (const column of ['completion_id', 'nomination_id'] as const) {
    const total = await db
      .selectFrom('credential')
      .select((e) => e.fn.count<number>('id').as('n'))
      .where(column, 'is not', null)
      .executeTakeFirstOrThrow()
    result.checked += Number(total.n)
    const twice = await db
      .selectFrom('credential')
      .select(column)
      .where(column, 'is not', null)
      .where('superseded_by', 'is', null)
      .where('undone_at', 'is', null)
      .groupBy(column)
      .having((e) => e.fn.count('id'), '>', 1)
      .limit(MAX_WRONG)
      .execute()
    for (const row of twice) note(result, `${column} ${row[column]} has more than one badge`)
  }
  return result
}

/** Answers that named a badge, by their keys: the badge is there. */
const checkAnswered = async (db: Db): Promise<Finding> => {
  const result = finding()
  const answers = await db.selectFrom('idempotency').select('response_body').where('response_body', 'like', '%"shortId"%').execute()
  const ids = answers.flatMap(({ response_body }) => {
    const body = JSON.parse(response_body ?? 'null') as { id?: unknown } | null
    return typeof body?.id === 'string' && /^[0-9a-z]{26}$/.test(body.id) ? [body.id] : []
  })
  for (let from = 0; from < ids.length; from += PAGE) {
    const some = ids.slice(from, from + PAGE)
    const found = new Set((await db.selectFrom('credential').select('id').where('id', 'in', some).execute()).map(({ id }) => id))
    result.checked += some.length
    for (const id of some) if (!found.has(id)) note(result, `badge ${id} was acknowledged and is not there`)
  }
  return result
}

/** I2: badges, their earlier versions, endorsements and plain credentials: no entry of a list serves two of them. */
export const checkStatusEntries = async (db: Db): Promise<Finding> => {
  const result = finding()
  const rows = await sql<{ list: string; idx: number; n: number }>`
    select list, idx, count(distinct holder) as n from (
      select status_list_id as list, status_index as idx, 'credential:' || id as holder from credential
      union all select status_list_id, status_index, 'credential:' || credential_id from credential_version
      union all select status_list_id, status_index, 'endorsement:' || id from endorsement
      union all select status_list_id, status_index, 'plain:' || issuer_id || id from plain_credential where status_list_id is not null
    ) as entries group by list, idx having count(distinct holder) > 1 limit 100`.execute(db)
  const total = await db
    .selectFrom('status_entry')
    .select((e) => e.fn.count<number>('idx').as('n'))
    .executeTakeFirstOrThrow()
  result.checked = Number(total.n)
  for (const { list, idx, n } of rows.rows) note(result, `entry ${idx} of list ${list} serves ${n}`)
  return result
}

/** I7: the file is whole and no row refers to one that is not there; in PostgreSQL every constraint is a valid one. */
export const checkStorage = async ({ db, sqlite }: Database): Promise<Finding> => {
  const result = finding()
  if (sqlite !== undefined) {
    const integrity = sqlite.pragma('integrity_check') as { integrity_check: string }[]
    for (const { integrity_check } of integrity) if (integrity_check !== 'ok') note(result, integrity_check)
    for (const orphan of sqlite.pragma('foreign_key_check') as { table: string; parent: string }[])
      note(result, `a row of ${orphan.table} refers to a row of ${orphan.parent} that is not there`)
    result.checked = Number((sqlite.pragma('page_count', { simple: true }) as number) ?? 0)
    return result
  }
  const constraints = await sql<{ name: string; valid: boolean }>`select conname as name, convalidated as valid from pg_constraint`.execute(
    db,
  )
  result.checked = constraints.rows.length
  for (const { name, valid } of constraints.rows) if (!valid) note(result, `the constraint ${name} is not validated`)
  return result
}
