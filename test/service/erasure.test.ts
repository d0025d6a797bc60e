import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import { announceCredential } from '../../src/service/announce-credential.ts'
import { backUp, restore } from '../../src/service/back-up.ts'
import { correctName } from '../../src/service/change-participant.ts'
import { giveConsent } from '../../src/service/consents.ts'
import { erase } from '../../src/service/erase.ts'
import { createHolderLink, shareCredential } from '../../src/service/holder.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { readParticipant, searchParticipants as searchPeople } from '../../src/service/participants.ts'
import { readStatusList } from '../../src/service/publish-status-list.ts'
import { readCredential } from '../../src/service/read-credential.ts'
import { replayErasures } from '../../src/service/replay-erasures.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { createShareLink } from '../../src/service/share-links.ts'
import { makeSignInLink } from '../../src/service/sign-in/ask-for-sign-in.ts'
import { listAuditEvents, verifyAuditChain } from '../../src/store/audit.ts'
import { findCredential } from '../../src/store/credentials.ts'
import { findErasedCredential } from '../../src/store/erase-badge.ts'
import { openErasureRecord } from '../../src/store/erasure-record.ts'
import { findParticipant, searchParticipants } from '../../src/store/participants.ts'
import { listSetIndexes } from '../../src/store/status-lists.ts'
import { verifyText } from '../support/verifier.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let directory: string
let open: World[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'akashi-erasure-'))
  open = []
})
afterEach(async () => {
  for (const world of open) await world.close()
  rmSync(directory, { recursive: true, force: true })
})

const at = (name: string): string => join(directory, name)
const person = 'P-0011'
const learner: Actor = { kind: 'user', id: 'learner', role: 'learner', participantId: person }
const other: Actor = { kind: 'user', id: 'other', role: 'learner', participantId: 'P-0016' }
/** Planted in everything that is kept of the person. */
const canaries = ['カナリア', '鶸色', 'ヒワイロ', 'canary-mail', 'Canary Reader', 'さくら', '三ッ井', 'ミツイ', 'p0011']

const planted = async (world: World) => {
  const { deps, system } = world
  await world.loadOne(['CMP-001', 'CMP-002'])
  await correctName(deps, system, {
    id: person,
    name: { familyName: 'カナリア', givenName: '鶸色', familyNameKana: 'カナリア', givenNameKana: 'ヒワイロ' },
    reason: '改姓（カナリア）',
  })
  await sql`insert into participant_email (participant_id, address_key, address, created_at, kind)
    values (${person}, 'canary-mail@home.example', 'canary-mail@home.example', '2026-11-23T00:00:00.000Z', 'private')`.execute(deps.db)
  const badge = await issueCredential(deps, system, { completionId: 'CMP-001' })
  await announceCredential(deps, badge.id)
  await createHolderLink(deps, badge.id)
  await shareCredential(deps, learner, { id: badge.id, visibility: 'link', nameShown: true })
  await createShareLink(deps, learner, {
    participantId: person,
    credentialIds: [badge.id],
    recipient: { text: 'Canary Reader' },
    fields: ['name'],
    days: 30,
    maxViews: 5,
  })
  await makeSignInLink(deps, system, 'canary-mail@home.example')
  await giveConsent(deps, learner, {
    participantId: person,
    purpose: 'outcome_reporting',
    items: ['outcome'],
    recipient: 'secretariat',
    handler: 'secretariat',
    noticeVersion: '2026-04-01',
    channel: 'web',
  })
  // What staff type as a purpose may name the person: when their record is looked at, and when a list is.
  await readParticipant(deps, world.secretariat, { id: person, purpose: '鶸色さんの電話' })
  await readCredential(deps, world.secretariat, { id: badge.id, purpose: 'canary-mail からの照会' })
  await searchPeople(deps, world.secretariat, { query: '', purpose: 'カナリアさんを探す', limit: 1 })
  await readParticipant(deps, world.secretariat, { id: 'P-0016', purpose: '住所の照会' })
  await sql`update completion set note = 'カナリアの備考', source = '{"file":"canary-mail.csv","line":2,"sha256":"00"}' where id = 'CMP-001'`.execute(
    deps.db,
  )
  return badge
}

/** Every text of every table, by table. */
const holding = async (world: World, texts: readonly string[]): Promise<string[]> => {
  const { db } = world.deps
  const tables =
    world.database.dialect === 'sqlite'
      ? await sql<{ name: string }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`.execute(db)
      : await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db)
  const found: string[] = []
  for (const { name } of tables.rows) {
    const rows = JSON.stringify((await sql`select * from ${sql.table(name)}`.execute(db)).rows)
    for (const text of texts) if (rows.includes(text)) found.push(`${name}: ${text}`)
  }
  return found
}

describe.each(dialects)('erasing a person on %s', (dialect) => {
  test('leaves no word of them in any table, and every number, digest, day and bit in its place (T27)', async () => {
    const world = await newWorld({ dialect })
    open.push(world)
    const badge = await planted(world)
    const second = await issueCredential(world.deps, world.system, { completionId: 'CMP-002' })
    const listed = await readStatusList(world.deps, badge.entry.listId)
    expect((await holding(world, canaries)).length).toBeGreaterThan(8)

    await expect(erase(world.deps, other, { participantId: person, scope: { kind: 'person' } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(erase(world.deps, world.secretariat, { participantId: person, scope: { kind: 'person' } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await erase(world.deps, learner, { participantId: person, scope: { kind: 'person' } })

    expect(await holding(world, canaries)).toEqual([])
    // Who looked, when and at what stays in the chain, which still holds; so do the words about others.
    const looks = (await listAuditEvents(world.deps.db, { limit: 99 })).filter(({ detail }) => 'purposeSha256' in detail)
    expect(looks.map(({ detail }) => detail['purpose'])).toEqual(['住所の照会', undefined, undefined, undefined])
    expect(await verifyAuditChain(world.deps.db)).toMatchObject({ ok: true })
    expect(await findCredential(world.deps.db, badge.id)).toBeUndefined()
    expect(await findErasedCredential(world.deps.db, badge.id)).toMatchObject({
      state: 'issued',
      entry: badge.entry,
      awardedOn: badge.awardedOn,
    })
    const kept = await world.deps.db
      .selectFrom('credential')
      .select(['signed_sha256', 'signed_text'])
      .where('id', '=', badge.id)
      .executeTakeFirst()
    expect(kept).toEqual({ signed_sha256: badge.document.sha256, signed_text: null })
    expect(await listSetIndexes(world.deps.db, badge.entry.listId)).toEqual([])
    expect((await readStatusList(world.deps, badge.entry.listId, { fresh: true })).sequence).toBe(listed.sequence)
    // What somebody saved before goes on verifying: erasing is not revoking.
    expect(await verifyText(world.deps, badge.document.text)).toMatchObject({ verdict: 'valid' })
    expect(await findParticipant(world.deps.db, person)).toMatchObject({ familyName: '（本人の希望により削除）', emails: [] })
    expect(
      await searchParticipants(world.deps.db, { nameKey: 'カナリア', readingKey: '', exact: 'カナリア', after: '', limit: 9 }),
    ).toEqual([])
    // The other person is as before.
    expect((await findCredential(world.deps.db, second.id))?.state).toBe('issued')
    expect((await findParticipant(world.deps.db, second.participantId))?.emails.length).toBeGreaterThan(0)

    await expect(erase(world.deps, learner, { participantId: person, scope: { kind: 'person' } })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(issueCredential(world.deps, world.system, { completionId: 'CMP-001' })).rejects.toMatchObject({
      code: 'credential_erased',
    })
    expect(await verifyAuditChain(world.deps.db)).toMatchObject({ ok: true })
  }, 60_000)

  test('an erased badge can still be revoked, and its bit is set', async () => {
    const world = await newWorld({ dialect })
    open.push(world)
    await world.loadOne(['CMP-001'])
    const badge = await issueCredential(world.deps, world.system, { completionId: 'CMP-001' })
    await erase(world.deps, learner, { participantId: person, scope: { kind: 'badge', credentialId: badge.id } })
    expect((await findParticipant(world.deps.db, person))?.emails.length).toBeGreaterThan(0)
    await revokeCredential(world.deps, world.secretariat, { id: badge.id, reason: 'RESULT_DISPROVED' })
    expect(await listSetIndexes(world.deps.db, badge.entry.listId)).toEqual([badge.entry.index])
    expect(await verifyText(world.deps, badge.document.text)).toMatchObject({ verdict: 'invalid' })
    await expect(revokeCredential(world.deps, world.secretariat, { id: badge.id, reason: 'RESULT_DISPROVED' })).rejects.toMatchObject({
      code: 'credential_already_revoked',
    })
  }, 60_000)
})

describe('the files of the database after an erasure', () => {
  const service = async (file: string): Promise<World> => {
    const world = await newWorld({ file: at(file), keysDir: at('keys') })
    world.deps.erasures = openErasureRecord(at('erasures'))
    open.push(world)
    return world
  }
  const inFiles = (): string[] => {
    const found: string[] = []
    for (const name of readdirSync(directory)) {
      if (!statSync(at(name)).isFile()) continue
      const bytes = readFileSync(at(name)).toString('latin1')
      for (const canary of canaries) if (bytes.includes(Buffer.from(canary, 'utf8').toString('latin1'))) found.push(`${name}: ${canary}`)
    }
    return found
  }

  test('hold nothing of the person, neither database nor log nor the next backup; a restored older backup is cleaned before it is read', async () => {
    const world = await service('a.db')
    const badge = await planted(world)
    await backUp(world.database, at('before.db'), world.deps.now())
    expect(inFiles().length).toBeGreaterThan(10)
    await erase(world.deps, learner, { participantId: person, scope: { kind: 'person' } })
    await backUp(world.database, at('after.db'), world.deps.now())
    expect(existsSync(at('a.db-wal'))).toBe(true)
    expect(inFiles().filter((found) => !found.startsWith('before.db'))).toEqual([])
    open = []
    await world.close()

    await restore(at('before.db'), at('restored.db'))
    expect(inFiles().some((found) => found.startsWith('restored.db'))).toBe(true)
    const restored = await service('restored.db')
    expect(await replayErasures(restored.deps)).toBe(1)
    expect(await holding(restored, canaries)).toEqual([])
    expect(inFiles().filter((found) => !found.startsWith('before.db'))).toEqual([])
    expect(await findErasedCredential(restored.deps.db, badge.id)).toMatchObject({ state: 'issued', entry: badge.entry })
    expect(await replayErasures(restored.deps)).toBe(0)
    const record = readdirSync(at('erasures'))
    expect(record).toHaveLength(1)
    expect(canaries.filter((canary) => readFileSync(at(join('erasures', record[0] as string)), 'utf8').includes(canary))).toEqual([])
  }, 60_000)
})
