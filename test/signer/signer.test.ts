import { createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { councilIssuer } from '../../src/service/council.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { readStatusList } from '../../src/service/publish-status-list.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { finishWaiting, signReserved } from '../../src/service/sign-reserved.ts'
import { signingKeyOf } from '../../src/service/signing-key.ts'
import { reinstateCredential, suspendCredential } from '../../src/service/suspend-credential.ts'
import { checkSignerLog } from '../../src/signer/signer-log.ts'
import type { Signer } from '../../src/signing/signer.ts'
import { findCredential } from '../../src/store/credentials.ts'
import { createApp } from '../../src/web/app.ts'
import { type SignerDesk, signerDesk } from '../support/signer-desk.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let desk: SignerDesk
let inProcess: Signer

beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne(['CMP-001', 'CMP-002', 'CMP-003', 'CMP-004', 'CMP-005', 'CMP-010'])
  inProcess = web.world.deps.signer
  desk = await signerDesk(web.world, inProcess)
  web.world.deps.signer = desk.signer
})
afterAll(async () => {
  await desk.close()
  await web.close()
})

/** Reserves a badge and does not sign it. */
const reserve = async (completionId: string): Promise<string> => {
  const stopped = { ...web.world.deps, signer: { ...desk.signer, sign: () => Promise.reject(new Error('stopped')) } }
  await expect(issueCredential(stopped, web.world.system, { completionId })).rejects.toThrow('stopped')
  const row = await web.world.deps.db
    .selectFrom('credential')
    .select('id')
    .where('completion_id', '=', completionId)
    .executeTakeFirstOrThrow()
  return row.id
}
const key = async () => {
  const { issuer } = await councilIssuer(web.world.deps)
  return signingKeyOf(web.world.deps, issuer, web.world.deps.now())
}
const ask = async (record: string, members: object = {}): Promise<{ status: number; code: string }> =>
  desk.send('sign', JSON.stringify({ kid: (await key()).kid, created: web.world.deps.now().toISOString(), records: [record], ...members }))

describe('the signer behind its socket', () => {
  test('is reached by user and group alone', () => {
    expect(statSync(desk.socket).mode & 0o777).toBe(0o660)
  })

  test('a second one on the same socket does not start', async () => {
    await expect(desk.start()).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('Another signer listens') })
  })

  test('issues, suspends, reinstates and publishes from records, and its log names each', async () => {
    const { deps, system } = web.world
    const badge = await issueCredential(deps, system, { completionId: 'CMP-001' })
    await suspendCredential(deps, system, { id: badge.id, reason: 'OTHER' })
    await reinstateCredential(deps, system, { id: badge.id })
    const list = await readStatusList(deps, badge.entry.listId, { fresh: true })
    const present = await findCredential(deps.db, badge.id)
    const signed = desk.log().map((line) => line['signed'])
    expect(signed).toContain(badge.document.sha256)
    expect(present?.state === 'issued' && signed.includes(present.document.sha256)).toBe(true)
    expect(signed).toContain(list.sha256)
    expect(desk.log()[0]).toMatchObject({ record: `credential:${badge.id}`, kid: (await key()).kid })
    // What was filed keeps its digests and not its text.
    const filed = await deps.db.selectFrom('signing_record').select(['kind', 'unsigned_text', 'signed_sha256']).execute()
    expect(filed.map(({ kind }) => kind).sort()).toEqual(['credential_version', 'status_list'])
    expect(filed.every(({ unsigned_text, signed_sha256 }) => unsigned_text === null && signed.includes(signed_sha256 ?? ''))).toBe(true)
    expect(checkSignerLog(desk.logPath).lines).toBe(3)
  })

  test('T19: free documents and bytes are refused, and stand in the log', async () => {
    const before = desk.log().length
    const document = { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'] }
    const filed = 'filed:00000000000000000000000000'
    const answers = [
      await desk.send('sign', JSON.stringify({ document })),
      await desk.send('sign', JSON.stringify(document)),
      await desk.send('sign', 'bytes that somebody wants signed'),
      await ask(filed, { document }),
      await ask(filed, { verificationMethod: 'did:web:elsewhere#key' }),
      await desk.send('sign-bytes', '{}'),
      await ask('document:00000000000000000000000000'),
      await ask(filed),
    ]
    expect(answers.map(({ status, code }) => `${status} ${code}`)).toEqual([...Array(7).fill('400 bad_request'), '400 not_found'])
    expect(desk.log().slice(before)).toHaveLength(8)
    expect(
      desk
        .log()
        .slice(before)
        .every((line) => line['refused'] !== undefined && line['signed'] === undefined),
    ).toBe(true)
  })

  test('a record is judged anew: text, entry, id, issuer, source and instant', async () => {
    const { db, now } = web.world.deps
    const id = await reserve('CMP-002')
    const ref = `credential:${id}`
    const stored = await db.selectFrom('credential').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const withColumns = async (columns: object, members: object = {}): Promise<string> => {
      if (Object.keys(columns).length > 0) await db.updateTable('credential').set(columns).where('id', '=', id).execute()
      const { code } = await ask(ref, members)
      await db.updateTable('credential').set(stored).where('id', '=', id).execute()
      return code
    }
    const edited = (change: (document: Record<string, never>) => void) => {
      const document = JSON.parse(stored.unsigned_text)
      change(document)
      return { unsigned_text: JSON.stringify(document), template_id: null }
    }
    const refusals = {
      rule: await withColumns(
        edited((document) => Reflect.deleteProperty(document, 'name') && Reflect.deleteProperty(document, 'credentialSubject')),
      ),
      id: await withColumns(
        edited((document) => Object.assign(document, { id: 'https://badges.example/badges/00000000000000000000000000' })),
      ),
      issuer: await withColumns(
        edited((document) => Object.assign(document['issuer'] as unknown as object, { id: 'did:web:elsewhere.example' })),
      ),
      entry: await withColumns({ status_index: stored.status_index + 1 }),
      revoked: await withColumns({
        state: 'revoked',
        signed_text: '{}',
        signed_sha256: 'x',
        issued_at: now().toISOString(),
      }),
      source: await withColumns({ completion_id: 'CMP-010' }),
      backDated: await withColumns({}, { created: new Date(now().getTime() - 6 * 60_000).toISOString() }),
      otherKey: await withColumns({}, { kid: 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' }),
    }
    expect(refusals).toEqual({
      rule: 'credential_refused',
      id: 'credential_refused',
      issuer: 'credential_refused',
      entry: 'credential_refused',
      revoked: 'conflict',
      source: 'credential_refused',
      backDated: 'conflict',
      otherKey: 'not_found',
    })
    expect((await signReserved(web.world.deps, id)).state).toBe('issued')
  })

  test('a filed text that was exchanged, and a badge that is filed as something else, are refused', async () => {
    const { db, now } = web.world.deps
    const { issuer } = await councilIssuer(web.world.deps)
    const badge = await findCredential(
      db,
      (await db.selectFrom('credential').select('id').where('state', '=', 'issued').executeTakeFirstOrThrow()).id,
    )
    const text = badge !== undefined && badge.state !== 'reserved' ? badge.document.text : ''
    const { proof: _, ...document } = JSON.parse(text)
    const file = async (id: string, kind: string, entity: string, unsigned: string, sha256 = 'x'): Promise<string> => {
      await db
        .insertInto('signing_record')
        .values({
          id,
          kind,
          issuer_id: issuer.id,
          entity,
          securing: issuer.securing,
          unsigned_text: unsigned,
          unsigned_sha256: sha256,
          created_at: now().toISOString(),
          signed_sha256: null,
          signed_at: null,
        })
        .execute()
      return (await ask(`filed:${id}`)).code
    }
    const digest = (value: string) => createHash('sha256').update(value).digest('hex')
    const plain = JSON.stringify(document)
    const raised = JSON.stringify({
      ...document,
      credentialSubject: { ...document.credentialSubject, id: 'urn:uuid:00000000-0000-4000-8000-000000000000' },
    })
    expect([
      await file('00000000000000000000000001', 'plain', `issuer:${issuer.id}`, plain),
      await file('00000000000000000000000002', 'plain', `issuer:${issuer.id}`, plain, digest(plain)),
      await file('00000000000000000000000003', 'credential_version', `credential:${badge?.id}`, raised, digest(raised)),
      await file('00000000000000000000000004', 'status_list', 'status-list:none', plain, digest(plain)),
    ]).toEqual(Array(4).fill('credential_refused'))
  })

  test('when it is gone, issuing is refused for now, a revocation is stored, the last list is served and verifying goes on; then all is finished', async () => {
    const { world } = web
    const { deps, system } = world
    const app = createApp(web.webDeps)
    const badge = await web.badge('CMP-003')
    const other = await web.badge('CMP-004')
    const list = await readStatusList(deps, badge.entry.listId, { fresh: true })
    const token = await web.apiKey('secretariat', 'council')
    await desk.stop()

    const issuing = await request(app)
      .post('/api/v1/credentials')
      .set({ Authorization: `Bearer ${token}`, 'Idempotency-Key': 'while-the-signer-is-gone' })
      .send({ completionId: 'CMP-005' })
    expect([issuing.status, issuing.headers['retry-after']]).toEqual([503, '30'])
    expect(issuing.text).not.toContain(desk.socket)
    expect(web.log.join('')).toContain('The signer does not answer')
    await revokeCredential(deps, system, { id: badge.id, reason: 'ISSUED_IN_ERROR' })
    world.setNow(new Date(deps.now().getTime() + 5000).toISOString())
    const served = await request(app).get(`/status/${badge.entry.listId}`)
    expect([served.status, served.text]).toEqual([200, list.text])
    const verdictOf = async (text: string) =>
      (await request(app).post('/verify').set('Accept', 'application/json').type('form').send({ text })).body.verdict
    expect(await verdictOf(badge.document.text)).not.toBe('valid')
    expect(await verdictOf(other.document.text)).toBe('unverifiable')
    expect((await request(app).get(`/badges/${other.id}`)).status).toBe(200)
    const pending = await deps.db
      .selectFrom('credential')
      .select(['id', 'state'])
      .where('completion_id', '=', 'CMP-005')
      .executeTakeFirstOrThrow()
    expect(pending.state).toBe('reserved')

    world.setNow(new Date(deps.now().getTime() + 3 * 60_000).toISOString())
    await expect(finishWaiting(deps)).rejects.toThrow(/1 badge\(s\) are still pending: The signer does not answer/)
    await desk.start()
    await finishWaiting(deps)
    expect((await findCredential(deps.db, pending.id))?.state).toBe('issued')
    expect((await readStatusList(deps, badge.entry.listId)).sequence).toBe(list.sequence + 1)
    expect([await verdictOf(badge.document.text), await verdictOf(other.document.text)]).toEqual(['invalid', 'valid'])
  })

  test('a log with an altered line is noticed', () => {
    const text = readFileSync(desk.logPath, 'utf8')
    const lines = text.split('\n')
    lines[1] = (lines[1] ?? '').replace('"record"', '"recorD"')
    writeFileSync(desk.logPath, lines.join('\n'))
    expect(() => checkSignerLog(desk.logPath)).toThrow(/line [23] does not follow/)
    writeFileSync(desk.logPath, text)
    expect(checkSignerLog(desk.logPath).lines).toBeGreaterThan(10)
  })
})
