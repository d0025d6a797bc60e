import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import { shareCredential } from '../../src/service/holder.ts'
import { issueNominatedBadge } from '../../src/service/issue-nominated-badge.ts'
import { findCredentialVersion, listCredentialVersions } from '../../src/store/credential-versions.ts'
import { listEndorsementsOf } from '../../src/store/endorsements.ts'
import { newWebWorld, verdictIn, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let badge: IssuedCredential
let confirmationUrl: string

beforeAll(async () => {
  web = await newWebWorld()
  const { world } = web
  const { programme } = world
  await world.loadParts({
    operators: programme.operators,
    employers: programme.employers.filter(({ id }) => id === 'emp-02' || id === 'emp-05'),
    participants: programme.participants.filter(({ participant }) => participant.id === 'P-0001'),
    achievements: programme.achievements,
    courses: programme.courses.filter(({ course }) => course.code === 'DS-ANALYSIS-R8'),
    completions: programme.completions.filter(({ id }) => id === 'CMP-033'),
    badges: programme.badges.filter(({ completionId }) => completionId === 'CMP-033'),
    declarations: programme.declarations.filter(({ content }) => ['emp-02', 'emp-05'].includes(content.employerId)),
    honours: programme.honours.filter(({ content }) => content.employerId === 'emp-02'),
    nominations: (programme.nominations ?? []).filter(({ content }) => content.id === 'NOM-01'),
  })
  badge = await issueNominatedBadge(world.deps, world.system, { nominationId: 'NOM-01', awardedOn: '2026-11-16' })
  const [confirmation] = await listEndorsementsOf(world.deps.db, `https://badges.example/badges/${badge.id}`)
  confirmationUrl = `/endorsements/${confirmation?.id}`
})
afterAll(() => web.close())

const json = (path: string) => request(web.app).get(path).set('Accept', 'application/json')
const page = (path: string) => request(web.app).get(path).set('Accept', 'text/html')

describe('endorsements over HTTP', () => {
  test('nobody reads the confirmation of a private badge but its holder', async () => {
    for (const path of [confirmationUrl, `/badges/${badge.id}/endorsements`, `/badges/${badge.id}/refresh`]) {
      expect((await json(path)).status, path).toBe(404)
      expect((await page(`${path}?k=wrong`)).status, path).toBe(404)
    }
    const key = await web.holderKey(badge.id)
    const own = await page(`${confirmationUrl}?k=${key}`)
    expect(own.status).toBe(200)
    expect(own.headers['cache-control']).toBe('private, no-store')
    // The holder's own page finds its newest version although nobody can fetch it.
    expect(verdictIn((await page(`/badges/${badge.id}?k=${key}`)).text)).toBe('有効')
  })

  test('a shared badge lists its confirmation, which verifies and says who holds the key', async () => {
    await shareCredential(web.world.deps, web.world.system, { id: badge.id, visibility: 'link', nameShown: false })
    const list = await json(`/badges/${badge.id}/endorsements`)
    expect(list.body.endorsements).toMatchObject([
      {
        id: `https://badges.example${confirmationUrl}`,
        kind: 'confirmation',
        verdict: 'valid',
        issuer: { id: 'did:web:badges.example:issuers:emp-02' },
      },
    ])
    const shown = await page(confirmationUrl)
    expect(verdictIn(shown.text)).toBe('有効')
    expect(shown.text).toContain('この勤務先のためにこのサービスが預かる鍵')
    expect(shown.text).toContain('この確認を組み込む前に署名した版')
    expect(shown.text).not.toContain('監査済み')
    const english = await page(`${confirmationUrl}?lang=en`)
    expect(english.text).toContain('a key that this service holds for the employer')
  })

  test('the confirmation leads to the version that was confirmed, and the refresh service to the newest one', async () => {
    const endorsement = (await json(confirmationUrl)).body
    const [resource] = endorsement.relatedResource
    const version = await request(web.app)
      .get(new URL(resource.id).pathname)
      .buffer(true)
      .parse((stream, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => done(null, Buffer.concat(chunks)))
      })
    const { createHash } = await import('node:crypto')
    expect(
      `sha256-${createHash('sha256')
        .update(version.body as Buffer)
        .digest('base64')}`,
    ).toBe(resource.digestSRI)
    const [first] = await listCredentialVersions(web.world.deps.db, badge.id)
    expect((await findCredentialVersion(web.world.deps.db, badge.id, String(first)))?.text).toBe((version.body as Buffer).toString('utf8'))
    const refreshed = await request(web.app).get(`/badges/${badge.id}/refresh`)
    expect(JSON.parse(refreshed.text ?? refreshed.body.toString())).toEqual(JSON.parse(badge.document.text))
    expect((await json(`/badges/${badge.id}/versions/${'0'.repeat(64)}`)).status).toBe(404)
  })

  test('a definition lists who counts it and that its course is certified; an employer that it is declared and honoured', async () => {
    const counted = (await json('/achievements/oj-quality/endorsements')).body.endorsements
    expect(counted).toMatchObject([{ kind: 'recognition', verdict: 'valid', comment: expect.stringContaining('/declarations/DEC-05') }])
    const course = (await json('/achievements/ds-analysis-r8/endorsements')).body.endorsements as { kind: string }[]
    expect(course.map(({ kind }) => kind).sort()).toEqual(['approved_course', 'recognition'])
    const employer = (await json('/employers/emp-02/endorsements')).body.endorsements as { kind: string; verdict: string }[]
    expect(employer.map(({ kind, verdict }) => `${kind} ${verdict}`).sort()).toEqual(['declared valid', 'honoured valid'])
    expect((await page('/employers/emp-02/endorsements')).text).toContain('宣言企業')
    expect((await page('/employers/emp-02')).text).toContain('/employers/emp-02/endorsements')
    expect((await page('/achievements/oj-quality')).text).toContain('/achievements/oj-quality/endorsements')
    expect((await page('/achievements/oj-leader/endorsements')).text).toContain('まだありません')
    for (const path of ['/employers/op-01/endorsements', '/achievements/none/endorsements', `/endorsements/${'0'.repeat(26)}`])
      expect((await json(path)).status, path).toBe(404)
  })

  test('an employer that signs has a page, a profile and a DID document with the key that is held for it', async () => {
    const profile = (await json('/issuers/emp-02')).body
    expect(profile).toMatchObject({ id: 'did:web:badges.example:issuers:emp-02', name: '有限会社マツバガオカ陸送（デモ）' })
    expect((await request(web.app).get('/issuers/emp-02/did.json')).status).toBe(200)
    expect((await json('/employers/emp-02')).body).toMatchObject({ id: 'https://badges.example/employers/emp-02' })
  })

  test('a confirmation whose digest belongs to no signed version of the badge is shown as invalid', async () => {
    const { db } = web.world.deps
    const id = confirmationUrl.split('/').at(-1) as string
    await db
      .updateTable('endorsement')
      .set({ target_digest: `sha256-${'A'.repeat(43)}=` })
      .where('id', '=', id)
      .execute()
    const shown = await page(confirmationUrl)
    expect(verdictIn(shown.text)).not.toBe('有効')
    expect(shown.text).toContain('どの版とも一致しません')
    expect((await json(`/badges/${badge.id}/endorsements`)).body.endorsements[0].verdict).toBe('invalid')
  })
})
