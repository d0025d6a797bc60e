import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Express } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import { shareCredential } from '../../src/service/holder.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { rotateKey } from '../../src/service/rotate-key.ts'
import { reinstateCredential, suspendCredential } from '../../src/service/suspend-credential.ts'
import { verifying } from '../../src/service/verifying.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { createApp } from '../../src/web/app.ts'
import { verifierOf } from '../support/verifier.ts'
import { newWebWorld, verdictIn, type WebWorld } from '../support/web-world.ts'
import { type Dialect, dialects } from '../support/world.ts'

/** Two instances on one database: what one changes the other must serve at once, whatever it has kept. */
interface Two {
  web: WebWorld
  /** the app of the other instance */
  app: Express
  /** how often the other instance judged a badge of ours for its page */
  judged(): number
  /** the other instance cannot decide anything now */
  lacksRoom(lacks: boolean): void
  close(): Promise<void>
}

const twoInstances = async (dialect: Dialect): Promise<Two> => {
  const directory = mkdtempSync(join(tmpdir(), 'akashi-two-'))
  const file = join(directory, 'akashi.db')
  const web = await newWebWorld(dialect === 'postgres' ? { dialect } : { file })
  const location = { kind: 'postgres' as const, url: '' }
  if (dialect === 'postgres') {
    const url = new URL(inject('postgresUrl'))
    url.pathname = new URL(`postgres://${web.world.database.place}`).pathname
    location.url = url.href
  }
  const other: Database = await openDatabase(dialect === 'postgres' ? location : { kind: 'sqlite', file })
  const deps = { ...web.world.deps, db: other.db }
  const own = verifying(deps, verifierOf(deps), web.room)
  let judged = 0
  let lacks = false
  const stored: typeof own.stored = async (text) => {
    judged += 1
    const verification = await own.stored(text)
    return lacks ? { ...verification, verdict: 'unverifiable', verified: false } : verification
  }
  return {
    web,
    app: createApp({ ...web.webDeps, deps, verifying: { ...own, stored } }),
    judged: () => judged,
    lacksRoom: (now) => {
      lacks = now
    },
    close: async () => {
      await other.close()
      await web.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

describe.each(dialects)('what an instance keeps, on %s', (dialect) => {
  let two: Two
  let badge: IssuedCredential
  beforeAll(async () => {
    two = await twoInstances(dialect)
    await two.web.world.loadOne()
    badge = await two.web.badge('CMP-001')
  })
  afterAll(() => two.close())

  const get = (path: string, headers: Record<string, string> = {}) =>
    request(two.app)
      .get(path)
      .set({ Accept: 'text/html', ...headers })
      .buffer(true)
  const page = () => get(`/badges/${badge.id}?lang=en`)
  /**
   * How often the other instance has judged by now; of a page that was just read it keeps the verdict. PostgreSQL's mark of a change is one for the
   * whole server, where other test files write as well: there it may judge more often, and keeps the verdict once nobody writes.
   */
  const expectJudged = async (times: number): Promise<void> => {
    if (dialect === 'sqlite') return expect(two.judged()).toBe(times)
    expect(two.judged()).toBeGreaterThanOrEqual(times)
    const judgedAgain = async (): Promise<number> => {
      const before = two.judged()
      await page()
      return two.judged() - before
    }
    await expect.poll(judgedAgain, { timeout: 20_000 }).toBe(0)
  }
  const addresses = () => [
    // First of all: it is published when it is read for the first time.
    `/status/${badge.entry.listId}`,
    `/badges/${badge.id}`,
    `/badges/${badge.id}.json`,
    `/badges/${badge.id}.png`,
    `/badges/${badge.id}.svg`,
    `/badges/${badge.id}/qr.svg`,
    `/badges/${badge.id}/card.png`,
    '/.well-known/did.json',
    '/issuers/council/did.json',
  ]

  test('the same bytes under the same ETag each time, and 304 for whoever has them; the page is made once for each language', async () => {
    for (const address of addresses()) {
      const first = await get(address)
      expect([address, first.status]).toEqual([address, 200])
      const again = await get(address)
      expect(again.headers['etag']).toBe(first.headers['etag'])
      expect(again.text ?? again.body).toEqual(first.text ?? first.body)
      const known = await get(address, { 'If-None-Match': String(first.headers['etag']) })
      expect([address, known.status, known.text ?? '']).toEqual([address, 304, ''])
    }
    await expectJudged(1)
    expect((await page()).text).toContain('lang="en"')
    expect((await page()).text).toContain('lang="en"')
    expect((await get(`/badges/${badge.id}?lang=ja`)).text).toContain('lang="ja"')
    await expectJudged(3)
  })

  test('a page is never older than its minute', async () => {
    await page()
    const before = two.judged()
    two.web.world.setNow('2026-11-23T01:26:00Z')
    await page()
    await page()
    await expectJudged(before + 1)
  })

  test('what could not be decided now is not kept', async () => {
    two.web.world.setNow('2026-11-23T01:28:00Z')
    two.lacksRoom(true)
    const before = two.judged()
    const unsure = verdictIn((await page()).text)
    await page()
    two.lacksRoom(false)
    expect(verdictIn((await page()).text)).not.toBe(unsure)
    await page()
    await expectJudged(before + 3)
    two.web.world.setNow('2026-11-23T01:26:00Z')
  })

  test('what another instance suspends and reinstates shows at once', async () => {
    const { deps, secretariat } = two.web.world
    const valid = verdictIn((await page()).text)
    const list = (await get(`/status/${badge.entry.listId}`)).text
    await suspendCredential(deps, secretariat, { id: badge.id, reason: 'under review' })
    two.web.world.setNow('2026-11-23T01:26:02Z')
    const suspended = verdictIn((await page()).text)
    expect(suspended).not.toBe(valid)
    expect((await get(`/status/${badge.entry.listId}`)).text).not.toBe(list)
    const { etag } = (await get(`/badges/${badge.id}.json`)).headers
    await reinstateCredential(deps, secretariat, { id: badge.id })
    const json = await get(`/badges/${badge.id}.json`, { 'If-None-Match': String(etag) })
    expect(json.status).toBe(200)
    expect(verdictIn((await page()).text)).toBe(valid)
    expect((await get(`/badges/${badge.id}.png`)).headers['etag']).not.toBe(`"png-${badge.document.sha256}"`)
  })

  test('what its holder hides is gone at once, with everything made of it, and comes back when it is shown', async () => {
    const { deps, system } = two.web.world
    const own = addresses().filter((address) => address.startsWith('/badges/'))
    for (const address of own) expect((await get(address)).status).toBe(200)
    const { etag } = (await page()).headers
    await shareCredential(deps, system, { id: badge.id, visibility: 'private', nameShown: true })
    for (const address of own) expect([address, (await get(address)).status]).toEqual([address, 404])
    expect((await get(`/badges/${badge.id}?lang=en`, { 'If-None-Match': String(etag) })).status).toBe(404)
    await shareCredential(deps, system, { id: badge.id, visibility: 'link', nameShown: true })
    for (const address of own) expect([address, (await get(address)).status]).toEqual([address, 200])
  })

  test('a change that was taken back was never served', async () => {
    await page()
    const stop = new Error('taken back')
    const inside = two.web.world.deps.db.transaction().execute(async (db) => {
      await db.updateTable('credential').set({ visibility: 'private' }).where('id', '=', badge.id).execute()
      expect((await page()).status).toBe(200)
      throw stop
    })
    await expect(inside).rejects.toBe(stop)
    expect((await page()).status).toBe(200)
  })

  test('a new key stands in the DID document at once', async () => {
    const before = JSON.parse((await get('/.well-known/did.json')).text)
    await rotateKey(two.web.world.deps, two.web.world.system, { issuerSlug: 'council' })
    const after = JSON.parse((await get('/.well-known/did.json')).text)
    expect(after.verificationMethod).toHaveLength(before.verificationMethod.length + 1)
  })

  test('a revocation shows at once', async () => {
    const valid = verdictIn((await page()).text)
    await revokeCredential(two.web.world.deps, two.web.world.secretariat, { id: badge.id, reason: 'ISSUED_IN_ERROR' })
    expect(verdictIn((await page()).text)).not.toBe(valid)
    expect((await get(`/badges/${badge.id}`)).text).not.toContain(valid)
  })
})
