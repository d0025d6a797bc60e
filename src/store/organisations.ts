import type { Organisation } from '../domain/organisation.ts'
import { absent, flag, instant } from './columns.ts'
import type { Db } from './database.ts'
import type { Row } from './tables.ts'

const columns = [
  'id',
  'slug',
  'kind',
  'name_ja',
  'name_kana',
  'name_en',
  'corporate_number',
  'official_ja',
  'official_en',
  'url',
  'email',
  'is_demo',
] as const

const read = (row: Pick<Row<'organisation'>, (typeof columns)[number]>): Organisation => ({
  id: row.id,
  slug: row.slug,
  kind: row.kind as Organisation['kind'],
  name: { ja: row.name_ja, en: absent(row.name_en), kana: absent(row.name_kana) },
  corporateNumber: absent(row.corporate_number),
  official: row.official_ja === null ? undefined : { ja: row.official_ja, en: absent(row.official_en) },
  url: absent(row.url),
  email: absent(row.email),
  isDemo: flag.read(row.is_demo),
})

export const insertOrganisation = async (db: Db, organisation: Organisation, now: Date): Promise<void> => {
  await db
    .insertInto('organisation')
    .values({
      id: organisation.id,
      slug: organisation.slug,
      kind: organisation.kind,
      name_ja: organisation.name.ja,
      name_kana: organisation.name.kana ?? null,
      name_en: organisation.name.en ?? null,
      corporate_number: organisation.corporateNumber ?? null,
      official_ja: organisation.official?.ja ?? null,
      official_en: organisation.official?.en ?? null,
      url: organisation.url ?? null,
      email: organisation.email ?? null,
      is_demo: flag.write(organisation.isDemo),
      created_at: instant.write(now),
      updated_at: instant.write(now),
    })
    .execute()
}

export const findOrganisation = async (db: Db, id: string): Promise<Organisation | undefined> => {
  const row = await db.selectFrom('organisation').select(columns).where('id', '=', id).executeTakeFirst()
  return row && read(row)
}

export const findOrganisationBySlug = async (db: Db, slug: string): Promise<Organisation | undefined> => {
  const row = await db.selectFrom('organisation').select(columns).where('slug', '=', slug).executeTakeFirst()
  return row && read(row)
}

export const listOrganisations = async (db: Db, kind: Organisation['kind']): Promise<Organisation[]> =>
  (await db.selectFrom('organisation').select(columns).where('kind', '=', kind).orderBy('slug').execute()).map(read)

export const updateOrganisation = async (db: Db, organisation: Organisation, now: Date): Promise<void> => {
  await db
    .updateTable('organisation')
    .set({
      name_ja: organisation.name.ja,
      name_kana: organisation.name.kana ?? null,
      name_en: organisation.name.en ?? null,
      corporate_number: organisation.corporateNumber ?? null,
      official_ja: organisation.official?.ja ?? null,
      official_en: organisation.official?.en ?? null,
      url: organisation.url ?? null,
      email: organisation.email ?? null,
      updated_at: instant.write(now),
    })
    .where('id', '=', organisation.id)
    .execute()
}
