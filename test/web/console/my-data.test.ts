import { inflateRawSync } from 'node:zlib'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderMail } from '../../../src/mail/render-letter.ts'
import { exportAffected } from '../../../src/service/affected-persons.ts'
import { giveConsent } from '../../../src/service/consents.ts'
import { readCompletion } from '../../../src/service/list-records.ts'
import { mailSender } from '../../../src/service/mail-sender.ts'
import { readParticipant } from '../../../src/service/participants.ts'
import { readCredential } from '../../../src/service/read-credential.ts'
import { readIssuedBadge } from '../../../src/service/read-issued-badge.ts'
import { applyRetention, changeRetention } from '../../../src/service/retention.ts'
import { askForSignIn } from '../../../src/service/sign-in/ask-for-sign-in.ts'
import { registerDemoUsers } from '../../../src/service/sign-in/demo-users.ts'
import { listMails } from '../../../src/store/outbox.ts'
import { newWebWorld, type SignedInBrowser, type WebWorld } from '../../support/web-world.ts'

const person = 'P-0011'
let web: WebWorld
let learner: SignedInBrowser
let other: SignedInBrowser
let officer: SignedInBrowser
let badge: string
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne()
  await registerDemoUsers(web.world.deps, web.world.system)
  badge = (await web.badge('CMP-001', 'link')).id
  learner = await web.signIn('p0011@learner.example')
  other = await web.signIn('p0016@learner.example')
  officer = await web.signIn('officer1@council.example')
}, 60_000)
afterAll(() => web.close())

const newestMail = async (kind: string) => {
  const { deps } = web.world
  const mail = (await listMails(deps.db, { limit: 50 })).find((one) => one.kind === kind)
  if (mail === undefined) throw new Error(`no mail of the kind ${kind}`)
  return { mail, letter: renderMail(mail, await mailSender(deps)) }
}
const idIn = (location: string | undefined): string => /requests\/([0-9a-z]{26})/.exec(location ?? '')?.[1] ?? ''

/** The files of an archive, by the local headers that stand one after the other. */
const unzip = (archive: Buffer): Map<string, Buffer> => {
  const files = new Map<string, Buffer>()
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50; ) {
    const packed = archive.readUInt32LE(at + 18)
    const name = archive.readUInt16LE(at + 26)
    const begin = at + 30 + name
    files.set(archive.subarray(at + 30, begin).toString('utf8'), inflateRawSync(archive.subarray(begin, begin + packed)))
    at = begin + packed
  }
  return files
}

describe("a learner's own data", () => {
  test('stands on one page, with who looked and why, and is for this learner alone', async () => {
    const { deps, secretariat } = web.world
    await readParticipant(deps, secretariat, { id: person, purpose: '問合せへの回答' })
    await readCompletion(deps, secretariat, { id: 'CMP-001', purpose: '修了証の再発行' })
    await readCredential(deps, secretariat, { id: badge, purpose: '発行先の確認' })
    await readIssuedBadge(deps, secretariat, badge)
    const page = await learner.get('/console/data')
    expect(page.status).toBe(200)
    for (const text of [
      '三ッ井',
      'サクラ',
      'p0011@learner.example',
      '問合せへの回答',
      '修了の記録を見た',
      '修了証の再発行',
      'バッジの内容を見た',
      '発行先の確認',
      'リンクを知る人のみ',
    ])
      expect(page.text).toContain(text)
    expect((await officer.get('/console/data')).status).toBe(403)
    expect((await other.get('/console/data')).text).not.toContain('三ッ井')
  })

  test('is taken away whole in one click: a well-formed document, each badge as JSON and as a picture that carries it', async () => {
    const answer = await request(web.app)
      .get('/console/data/export.zip')
      .set('Cookie', learner.cookie)
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () => done(null, Buffer.concat(pieces)))
      })
    expect(answer.headers['content-disposition']).toContain('attachment')
    expect(answer.headers['cache-control']).toBe('private, no-store')
    const files = unzip(answer.body as Buffer)
    const document = JSON.parse(files.get('personal-data.json')?.toString('utf8') ?? '') as Record<string, unknown>
    expect(document).toMatchObject({
      format: 'akashi-personal-data-1',
      participant: { id: person, familyName: '三ッ井' },
      badges: [{ id: badge, credential: { type: ['VerifiableCredential', 'OpenBadgeCredential'] } }],
      completions: [{ id: 'CMP-001' }],
    })
    const names = [...files.keys()]
    expect(names).toHaveLength(3)
    expect(
      files
        .get(names.find((name) => name.endsWith('.png')) ?? '')
        ?.subarray(1, 4)
        .toString('latin1'),
    ).toBe('PNG')
    expect((await learner.get('/console/data/export.json')).body).toMatchObject({ format: 'akashi-personal-data-1' })
  })

  test('is corrected: the reading at once, the name by a request with a day', async () => {
    const wrong = await learner.post('/console/data/correct', {
      do: 'reading',
      familyNameKana: '三井',
      givenNameKana: '',
      badgeNameForm: 'kanji',
    })
    expect(wrong.status).toBe(400)
    const right = { do: 'reading', familyNameKana: 'ミツイイ', givenNameKana: 'サクラ', romanName: 'MITSUI Sakura', badgeNameForm: 'roman' }
    expect((await learner.post('/console/data/correct', right)).headers['location']).toBe('/console/data?saved=correct')
    expect((await learner.get('/console/data')).text).toContain('ミツイイ')
    expect((await learner.post('/console/data/correct', { do: 'request', text: '' })).status).toBe(400)
    expect((await learner.post('/console/data/correct', { do: 'request', text: '姓は三井です。' })).status).toBe(303)
    const page = (await learner.get('/console/data')).text
    expect(page).toContain('2026年12月23日')
    expect((await newestMail('data_request')).letter.text).toContain('2026年12月23日')
  })

  test('has a consent withdrawn by the learner, and by nobody else', async () => {
    const { deps } = web.world
    const consent = await giveConsent(deps, web.world.system, {
      participantId: person,
      purpose: 'outcome_reporting',
      items: ['outcome'],
      recipient: 'secretariat',
      handler: 'secretariat',
      noticeVersion: '2026-04-01',
      channel: 'web',
    })
    expect((await other.post('/console/data/consents/withdraw', { consent: consent.consentId })).status).toBe(404)
    expect((await learner.post('/console/data/consents/withdraw', { consent: consent.consentId })).status).toBe(303)
    expect((await learner.get('/console/data')).text).toContain('に撤回')
  })
})

describe('a private address', () => {
  test('is added by the link of its mail; every address hears of it; the one of a former job signs nobody in any more', async () => {
    const { deps } = web.world
    expect((await learner.post('/console/data/address', { address: 'nonsense' })).status).toBe(400)
    expect((await learner.post('/console/data/address', { address: 'Sakura@Home.example' })).status).toBe(303)
    const { mail, letter } = await newestMail('address_confirm')
    expect(mail.toAddress).toBe('sakura@home.example')
    // The mailbox may be a stranger's: no name in it.
    expect(letter.text).not.toContain('三ッ井')
    const link = new URL((mail.data as { url: string }).url)
    const key = link.searchParams.get('k') as string
    const open = () => request(web.app).get(`${link.pathname}${link.search}`).set('Accept', 'text/html')
    expect((await open()).status).toBe(200)
    expect((await learner.get('/console/data')).text).toContain('メールでの確認待ち')
    const press = () => request(web.app).post('/address').type('form').send({ k: key }).set('Accept', 'text/html')
    expect((await press()).text).toContain('アドレスを加えました')
    expect((await press()).status).toBe(404)
    expect((await open()).status).toBe(404)
    const told = (await listMails(deps.db, { limit: 50 })).filter(({ kind }) => kind === 'address_added').map(({ toAddress }) => toAddress)
    expect(told.sort()).toEqual(['p0011@learner.example', 'sakura@home.example'])

    const away = await web.signIn('p0011@learner.example')
    expect((await away.post('/console/data/addresses/retire', { address: 'p0011@learner.example' })).status).toBe(303)
    expect((await away.get('/console/data')).status).toBe(303)
    const before = (await listMails(deps.db, { limit: 200 })).length
    await askForSignIn(deps, { email: 'p0011@learner.example', browserSecret: 'b', networkAddress: '192.0.2.1' })
    expect((await listMails(deps.db, { limit: 200 })).length).toBe(before)
    learner = await web.signIn('sakura@home.example')
    expect((await learner.post('/console/data/addresses/retire', { address: 'sakura@home.example' })).headers['location']).toContain(
      'lastAddress',
    )
  })

  test('is not seen by an employer, whatever the person shows', async () => {
    const employer = { kind: 'user' as const, id: 'hr', role: 'employer' as const, organisationId: 'emp-01' }
    await expect(readParticipant(web.world.deps, employer, { id: person })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the desk for requests', () => {
  test('lists what is due first, answers by letter, and shows what is overdue at home and as a metric', async () => {
    expect((await learner.get('/console/requests')).status).toBe(403)
    const filed = await learner.post('/console/data/request', { kind: 'disclosure', text: '' })
    expect(filed.status).toBe(303)
    const list = await officer.get('/console/requests')
    const id = /requests\/([0-9a-z]{26})[^>]*>開示/.exec(list.text)?.[1] as string
    expect(id).toHaveLength(26)
    const shown = await officer.get(`/console/requests/${id}`)
    expect(shown.text).toContain('三ッ井')
    expect((await officer.post(`/console/requests/${id}/export`)).headers['content-type']).toBe('application/zip')
    expect((await officer.post(`/console/requests/${id}/answer`, { decision: 'refused', answer: '' })).status).toBe(400)
    expect((await officer.post(`/console/requests/${id}/extend`, { extendReason: '資料の確認' })).status).toBe(303)
    expect((await officer.get(`/console/requests/${id}`)).text).toContain('2027年1月22日')
    expect((await learner.get('/console/data')).text).toContain(`data-request:${id}`)

    web.world.setNow('2027-02-01T00:00:00Z')
    officer = await web.signIn('officer1@council.example')
    expect((await officer.get('/console')).text).toContain('期限を過ぎています')
    const metrics = await request(web.app).get('/metrics')
    expect(metrics.text).toMatch(/akashi_data_requests\{state="overdue"\} [1-9]/)
    expect((await officer.post(`/console/requests/${id}/answer`, { decision: 'granted', answer: '別便でお送りします。' })).status).toBe(303)
    expect((await newestMail('data_request')).letter.text).toContain('別便でお送りします。')
    expect((await officer.post(`/console/requests/${id}/answer`, { decision: 'granted', answer: '' })).status).toBe(400)
    web.world.setNow('2026-11-24T00:00:00Z')
  })

  test('stops the use: pages private, consents ended, badge still valid', async () => {
    learner = await web.signIn('sakura@home.example')
    officer = await web.signIn('officer1@council.example')
    const made = await officer.post('/console/requests/new', {
      participant: person,
      kind: 'stop_use',
      channel: 'phone',
      text: '電話で受付',
    })
    const id = idIn(made.headers['location'])
    expect((await request(web.app).get(`/badges/${badge}`)).status).toBe(200)
    expect((await officer.post(`/console/requests/${id}/erase`, { understood: 'yes' })).status).toBe(409)
    expect((await officer.post(`/console/requests/${id}/stop`)).status).toBe(303)
    expect((await request(web.app).get(`/badges/${badge}`)).status).toBe(404)
    expect(
      (await officer.post('/console/requests/new', { participant: 'P-9999', kind: 'disclosure', channel: 'paper', text: '' })).status,
    ).toBe(400)
  })
})

describe('whom a breach affects', () => {
  const ids = async (scope: Parameters<typeof exportAffected>[2]['scope']): Promise<string[]> => {
    let text = ''
    for await (const piece of await exportAffected(web.world.deps, web.world.system, { scope, purpose: 'breach report' })) text += piece
    return text
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[0] as string)
  }

  test('is listed by badges, by a run, by a lost backup, and by what somebody saw', async () => {
    expect(await ids({ badgeIds: [badge] })).toEqual([person])
    expect((await ids({ sessionId: 'DL-BASIC-R8:R8-1' })).length).toBeGreaterThan(1)
    expect(await ids({ registeredUntil: new Date('2026-11-22T00:00:00Z') })).toEqual([])
    expect((await ids({ registeredUntil: new Date('2026-11-24T00:00:00Z') })).length).toBeGreaterThan(1)
    const day = { from: new Date('2026-11-23T00:00:00Z'), until: new Date('2026-11-24T23:00:00Z') }
    expect(await ids({ seen: { ...day, actor: 'user:secretariat' } })).toEqual([person])
    await expect(ids({})).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('what is past its time', () => {
  test('is deleted or emptied by the periods that are set', async () => {
    const { deps, system, operator } = web.world
    await expect(changeRetention(deps, operator, { name: 'mails', days: 10 })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(changeRetention(deps, system, { name: 'audit', days: 10 })).rejects.toMatchObject({ code: 'invalid_input' })
    await changeRetention(deps, system, { name: 'mails', days: 60 })
    await deps.db.updateTable('outbox_mail').set({ state: 'sent' }).execute()
    const mails = (await listMails(deps.db, { limit: 500 })).length
    expect((await applyRetention(deps)).mails).toBe(0)
    web.world.setNow('2027-06-01T00:00:00Z')
    const done = await applyRetention(deps)
    expect(done.mails).toBe(mails)
    expect(done.secret_links).toBeGreaterThan(0)
    const left = await deps.db.selectFrom('outbox_mail').select(['to_address', 'data']).execute()
    expect(JSON.stringify(left)).not.toContain('@')
    expect((await applyRetention(deps)).mails).toBe(0)
    web.world.setNow('2026-11-24T00:00:00Z')
  })
})

describe('an erasure by the learner', () => {
  test('takes two steps, says what goes and what stays, and leaves 410 without a name', async () => {
    learner = await web.signIn('sakura@home.example')
    other = await web.signIn('p0016@learner.example')
    const first = await learner.get('/console/data/erase')
    for (const text of ['消えるもの', '残るもの', '消去は取消しではありません']) expect(first.text).toContain(text)
    expect((await learner.post('/console/data/erase', {})).status).toBe(400)
    expect((await learner.post('/console/data/erase', { what: 'all' })).text).toContain('ほんとうに消去しますか')
    expect((await learner.post('/console/data/erase/confirm', { what: 'all' })).status).toBe(400)
    expect((await other.post('/console/data/erase/confirm', { what: badge, understood: 'yes' })).status).toBe(400)
    const done = await learner.post('/console/data/erase/confirm', { what: 'all', understood: 'yes' })
    expect(done.headers['location']).toBe('/erased')
    expect((await request(web.app).get('/erased').set('Accept', 'text/html')).text).toContain('消去しました')
    expect((await learner.get('/console/data')).status).toBe(303)

    const page = await request(web.app).get(`/badges/${badge}`).set('Accept', 'text/html')
    expect(page.status).toBe(410)
    expect(page.text).toContain('取得者の希望により削除')
    expect(page.text).not.toMatch(/三ッ井|さくら/)
    for (const file of ['.json', '.png', '.svg', '.pdf', '/proof', '/qr.svg', '/card.png', '/refresh', '/endorsements'])
      expect(`${file} ${(await request(web.app).get(`/badges/${badge}${file}`)).status}`).toBe(`${file} 410`)
  }, 60_000)
})
