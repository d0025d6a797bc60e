import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addEvidence } from '../../src/service/add-evidence.ts'
import { requestConfirmation } from '../../src/service/request-confirmation.ts'
import { draftCommand, type NominationWorld, newNominationWorld } from '../support/nomination-world.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let at: NominationWorld
const keys: Record<string, string> = {}

beforeAll(async () => {
  web = await newWebWorld({ checkAnswers: true })
  at = await newNominationWorld(web.world)
  keys['secretariat'] = await web.apiKey('secretariat', 'council')
  keys['reviewer'] = await web.apiKey('reviewer', 'op-01')
  keys['employer'] = await web.apiKey('employer', 'emp-02')
  keys['other'] = await web.apiKey('employer', 'emp-05')
})
afterAll(() => web.close())

const call = (role: string, method: 'get' | 'post' | 'patch', path: string, body?: object) => {
  const asked = request(web.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${keys[role]}`)
  return body === undefined ? asked : asked.send(body)
}

describe('nominations over the API', () => {
  test('an employer sees what it was asked and not what a learner drafts; confirms; two keys review; another firm sees nothing', async () => {
    const draft = await at.draft()
    const path = `/nominations/${draft.id}`
    expect((await call('employer', 'get', path)).status).toBe(403)
    expect((await call('employer', 'get', '/nominations')).body).toEqual({ nominations: [] })
    await requestConfirmation(web.world.deps, at.learner, { id: draft.id })
    expect((await call('employer', 'get', '/nominations?state=awaiting_employer')).body.nominations).toMatchObject([{ id: draft.id }])
    expect((await call('other', 'get', path)).status).toBe(403)
    expect((await call('other', 'post', `${path}/confirm`, { confirmedBy: { ja: '部長' } })).status).toBe(403)
    const confirmed = await call('employer', 'post', `${path}/confirm`, { confirmedBy: { ja: '総務部長' } })
    expect(confirmed.body).toMatchObject({ state: 'submitted', confirmation: { ofTheseFigures: true } })
    const shown = (await call('secretariat', 'get', path)).body
    expect(shown).toMatchObject({ problems: [], badge: { narrative: expect.stringContaining('10 時間/人未満') } })
    expect((await call('employer', 'post', `${path}/review`, { decision: 'approve' })).status).toBe(403)
    expect((await call('reviewer', 'post', `${path}/review`, { decision: 'approve' })).body).toMatchObject({
      state: 'submitted',
      approvals: 1,
    })
    expect((await call('secretariat', 'post', `${path}/review`, { decision: 'approve' })).body).toMatchObject({ state: 'approved' })
    expect((await call('secretariat', 'post', `${path}/consent`, { textDigest: shown.badge.textDigest })).status).toBe(403)
    expect((await call('employer', 'post', `${path}/withdraw`, {})).status).toBe(403)
  })

  test('a body that is none is refused with each place, and an unknown nomination is not found', async () => {
    const refused = await call('employer', 'post', '/nominations', { ...draftCommand(), basedOnCompletions: [], measures: [{ unit: 1 }] })
    expect(refused.status).toBe(400)
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(expect.arrayContaining(['/basedOnCompletions']))
    expect((await call('employer', 'post', '/nominations', draftCommand())).status).toBe(403)
    expect((await call('secretariat', 'get', '/nominations/none')).status).toBe(404)
  })

  test('evidence is kept confidential: served as an attachment to those who may, digest in the record, other types and sizes refused', async () => {
    const { id } = await at.draft()
    const summary = { name: '勤怠集計表', narrative: '運転者12名の月別合計。氏名はない。' }
    const pdf = Buffer.from('%PDF-1.7\nfigures of 12 drivers')
    const file = { mediaType: 'application/pdf', bytes: pdf }
    const { deps } = web.world
    const add = (change: object) => addEvidence(deps, at.learner, { nominationId: id, summary, file, ...change })
    await expect(add({ file: { mediaType: 'application/pdf', bytes: Buffer.from('<script>') } })).rejects.toMatchObject({
      code: 'unsupported_media_type',
    })
    await expect(add({ file: { mediaType: 'text/html', bytes: pdf } })).rejects.toMatchObject({ code: 'unsupported_media_type' })
    await expect(add({ file: { ...file, bytes: Buffer.concat([pdf, Buffer.alloc(5_000_001)]) } })).rejects.toMatchObject({
      code: 'payload_too_large',
    })
    await expect(add({ summary: { name: '', narrative: '' } })).rejects.toMatchObject({
      problems: [{ path: '/name' }, { path: '/narrative' }],
    })
    await expect(addEvidence(deps, at.otherLearner, { nominationId: id, summary, file })).rejects.toMatchObject({ code: 'forbidden' })
    const added = await add({})
    expect(added.evidence).toMatchObject([{ name: '勤怠集計表', fileSha256: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    expect((await add({})).evidence).toHaveLength(1)

    const [stored] = (await call('secretariat', 'get', `/nominations/${id}/evidence`)).body.files
    expect(stored).toMatchObject({ name: 'evidence-1.pdf', mediaType: 'application/pdf', sizeBytes: pdf.length })
    const read = await call('reviewer', 'get', `/nominations/${id}/evidence/${stored.id}`)
      .buffer(true)
      .parse((stream, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => done(null, Buffer.concat(chunks)))
      })
    expect(read.headers['content-disposition']).toMatch(/^attachment/)
    expect(Buffer.compare(read.body as Buffer, pdf)).toBe(0)
    expect((await call('other', 'get', `/nominations/${id}/evidence/${stored.id}`)).status).toBe(403)
    expect((await call('secretariat', 'get', `/nominations/${id}/evidence/none`)).status).toBe(404)
    const log = await deps.db.selectFrom('audit_event').select('action').where('entity', '=', `nomination:${id}`).execute()
    expect(log.map(({ action }) => action)).toContain('nomination.evidence_read')
  })
})
