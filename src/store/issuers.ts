import type { Issuer, IssuerKey } from '../domain/issuer.ts'
import { absent, flag, instant } from './columns.ts'
import type { Db } from './database.ts'
import type { Row } from './tables.ts'

const columns = ['id', 'slug', 'name_ja', 'name_en', 'did', 'method', 'organisation_id', 'status_purpose', 'securing', 'is_demo'] as const
const keyColumns = ['kid', 'issuer_id', 'public_key_multibase', 'state', 'not_before', 'not_after', 'compromised_since'] as const

const read = (row: Pick<Row<'issuer'>, (typeof columns)[number]>): Issuer => ({
  id: row.id,
  slug: row.slug,
  name: { ja: row.name_ja, en: absent(row.name_en) },
  did: row.did,
  method: row.method as Issuer['method'],
  organisationId: absent(row.organisation_id),
  statusPurpose: row.status_purpose as Issuer['statusPurpose'],
  securing: row.securing as Issuer['securing'],
  isDemo: flag.read(row.is_demo),
})

const readKey = (row: Pick<Row<'issuer_key'>, (typeof keyColumns)[number]>): IssuerKey => ({
  kid: row.kid,
  issuerId: row.issuer_id,
  publicKeyMultibase: row.public_key_multibase,
  state: row.state as IssuerKey['state'],
  notBefore: instant.read(row.not_before),
  notAfter: instant.readMaybe(row.not_after),
  compromisedSince: instant.readMaybe(row.compromised_since),
})

export const insertIssuer = async (db: Db, issuer: Issuer, now: Date): Promise<void> => {
  await db
    .insertInto('issuer')
    .values({
      id: issuer.id,
      slug: issuer.slug,
      name_ja: issuer.name.ja,
      name_en: issuer.name.en ?? null,
      did: issuer.did,
      method: issuer.method,
      organisation_id: issuer.organisationId ?? null,
      status_purpose: issuer.statusPurpose,
      securing: issuer.securing,
      is_demo: flag.write(issuer.isDemo),
      created_at: instant.write(now),
    })
    .execute()
}

export const findIssuer = async (db: Db, id: string): Promise<Issuer | undefined> => {
  const row = await db.selectFrom('issuer').select(columns).where('id', '=', id).executeTakeFirst()
  return row && read(row)
}

export const findIssuerBySlug = async (db: Db, slug: string): Promise<Issuer | undefined> => {
  const row = await db.selectFrom('issuer').select(columns).where('slug', '=', slug).executeTakeFirst()
  return row && read(row)
}

export const listIssuers = async (db: Db): Promise<(Issuer & { createdAt: Date })[]> =>
  (
    await db
      .selectFrom('issuer')
      .select([...columns, 'created_at'])
      .orderBy('slug')
      .execute()
  ).map((row) => ({
    ...read(row),
    createdAt: instant.read(row.created_at),
  }))

export const insertIssuerKey = async (db: Db, key: IssuerKey, now: Date): Promise<void> => {
  await db
    .insertInto('issuer_key')
    .values({
      kid: key.kid,
      issuer_id: key.issuerId,
      public_key_multibase: key.publicKeyMultibase,
      state: key.state,
      not_before: instant.write(key.notBefore),
      not_after: instant.writeMaybe(key.notAfter),
      compromised_since: instant.writeMaybe(key.compromisedSince),
      created_at: instant.write(now),
    })
    .execute()
}

/** Every key that the issuer ever had, oldest first. */
export const listIssuerKeys = async (db: Db, issuerId: string): Promise<IssuerKey[]> =>
  (
    await db.selectFrom('issuer_key').select(keyColumns).where('issuer_id', '=', issuerId).orderBy('not_before').orderBy('kid').execute()
  ).map(readKey)

export const listAllKeys = async (db: Db): Promise<IssuerKey[]> =>
  (await db.selectFrom('issuer_key').select(keyColumns).orderBy('issuer_id').orderBy('not_before').execute()).map(readKey)

export const updateIssuerKey = async (db: Db, key: IssuerKey): Promise<void> => {
  await db
    .updateTable('issuer_key')
    .set({ state: key.state, not_after: instant.writeMaybe(key.notAfter), compromised_since: instant.writeMaybe(key.compromisedSince) })
    .where('kid', '=', key.kid)
    .execute()
}
