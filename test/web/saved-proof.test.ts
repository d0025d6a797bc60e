import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { verifyCommand } from '../../src/cli/verify.ts'
import type { IssuedCredential } from '../../src/domain/credential.ts'
import { revokeCredential } from '../../src/service/revoke-credential.ts'
import { newWebWorld, verdictIn, type WebWorld } from '../support/web-world.ts'
import { visibleText } from '../templates/render.ts'

let web: WebWorld
let badge: IssuedCredential
let hidden: IssuedCredential
let file: string
let directory: string
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'akashi-proof-'))
  web = await newWebWorld({ now: '2026-11-23T01:24:00Z' })
  await web.world.loadOne(['CMP-001', 'CMP-002'])
  badge = await web.badge('CMP-001')
  hidden = await web.badge('CMP-002', 'private')
  const answer = await request(web.app).post('/verify/proof').type('form').send({ text: badge.document.text })
  file = answer.text
})
afterAll(async () => {
  await web.close()
  rmSync(directory, { recursive: true, force: true })
})

const verify = (accept: string, content: string) =>
  request(web.app).post('/verify').set('Accept', accept).attach('file', Buffer.from(content), 'akashi-proof.json')

describe('keeping a proof of verification', () => {
  test('POST /verify/proof answers with a file that holds credential, keys, status list, time and verdict', async () => {
    const answer = await request(web.app).post('/verify/proof').type('form').send({ text: badge.document.text })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-disposition']).toBe('attachment; filename="akashi-proof.json"')
    expect(answer.headers['cache-control']).toBe('private, no-store')
    const saved = JSON.parse(answer.text)
    expect(saved).toMatchObject({ type: 'AkashiSavedProof', version: 1, verdict: 'valid', credential: badge.document.text })
    expect(saved.documents.map(({ url }: { url: string }) => url.replace(/^.*\//, ''))).toEqual(expect.arrayContaining(['did.json']))
  })

  test.each([
    [{}, 'nothing'],
    [{ text: 'https://badges.example/badges/x' }, 'an address'],
    [{ text: '{"half":' }, 'no JSON'],
  ] as [Record<string, string>, string][])('%j is refused: %s is no credential', async (fields, _what) => {
    const answer = await request(web.app).post('/verify/proof').set('Accept', 'application/json').type('form').send(fields)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'text' }] })
  })

  test('the result of a verification has a form that asks for it, without a script', async () => {
    const page = await request(web.app).post('/verify').set('Accept', 'text/html').type('form').send({ text: badge.document.text })
    expect(page.text).toMatch(
      /<form [^>]*action="\/verify\/proof" method="post" enctype="multipart\/form-data"><input type="hidden" id="[\w-]+" name="text" value="\{&quot;/,
    )
    expect(visibleText(page.text)).toContain('証拠を保存する')
  })

  test('what was not read has none', async () => {
    const page = await request(web.app).post('/verify').set('Accept', 'text/html').type('form').send({ text: '{"half":' })
    expect(page.text).not.toContain('/verify/proof')
  })

  test('the badge page offers the file, and a private one only to its holder', async () => {
    const page = await request(web.app).get(`/badges/${badge.id}`).set('Accept', 'text/html')
    expect(page.text).toContain(`href="/badges/${badge.id}/proof"`)
    const answer = await request(web.app).get(`/badges/${badge.id}/proof`)
    expect(JSON.parse(answer.text)).toMatchObject({ type: 'AkashiSavedProof', verdict: 'valid' })
    expect((await request(web.app).get(`/badges/${hidden.id}/proof`)).status).toBe(404)
    const key = await web.holderKey(hidden.id)
    expect((await request(web.app).get(`/badges/${hidden.id}/proof`).query({ k: key })).status).toBe(200)
  })
})

describe('reading a saved proof', () => {
  test('over HTTP: what it says as of when, and what is found now', async () => {
    const answer = await verify('application/json', file)
    expect(answer.body).toMatchObject({
      verdict: 'valid',
      savedProof: { savedAt: '2026-11-23T01:24:00.000Z', verdict: 'valid', saidVerdict: 'valid', agrees: true },
    })
  })

  test('a verdict that was written into the file is not believed', async () => {
    const altered = { ...JSON.parse(file), credential: badge.document.text.replace('24時間', '42時間') }
    const answer = await verify('application/json', JSON.stringify(altered))
    expect(answer.body).toMatchObject({ verdict: 'invalid', savedProof: { verdict: 'invalid', saidVerdict: 'valid', agrees: false } })
    const page = await verify('text/html', JSON.stringify(altered))
    expect(visibleText(page.text)).toContain('このファイルに書かれた判定は、ファイルの中身と合いません。')
  })

  test('on a terminal from the file alone; --save writes one, and never over a file', async () => {
    const path = join(directory, 'proof.json')
    writeFileSync(path, file)
    const environment = { AKASHI_DATABASE_URL: 'sqlite::memory:', AKASHI_KEYS_DIR: join(directory, 'keys'), AKASHI_OUTWARD: 'off' }
    const written: string[] = []
    const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text))
      return true
    })
    const complaints: string[] = []
    const errors = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      complaints.push(String(text))
      return true
    })
    const run = async (...words: string[]) => {
      const program = new Command().exitOverride()
      verifyCommand(program, environment)
      await program.parseAsync(['verify', ...words], { from: 'user' })
    }
    try {
      await run(path)
      expect(process.exitCode).toBe(0)
      const altered = join(directory, 'altered.json')
      writeFileSync(altered, JSON.stringify({ ...JSON.parse(file), credential: badge.document.text.replace('24時間', '42時間') }))
      await run(altered, '--json')
      expect(process.exitCode).toBe(1)
      const credential = join(directory, 'badge.json')
      writeFileSync(credential, badge.document.text)
      await run(credential, '--save', path)
      expect([process.exitCode, complaints.join('')]).toEqual([4, expect.stringContaining('proof.json')])
      const fresh = join(directory, 'fresh.json')
      await run(credential, '--save', fresh)
      expect(JSON.parse(readFileSync(fresh, 'utf8'))).toMatchObject({ type: 'AkashiSavedProof', credential: badge.document.text })
    } finally {
      out.mockRestore()
      errors.mockRestore()
      process.exitCode = 0
    }
    expect(written.join('')).toContain('A saved proof of 2026-11-23T01:24:00.000Z.')
    expect(written.join('')).toContain('Valid: unaltered')
    expect(readFileSync(path, 'utf8')).toBe(file)
  })

  test('after a revocation the page says what was then and what is now, and its verdict is that of now', async () => {
    web.world.setNow('2026-11-24T01:00:00Z')
    await revokeCredential(web.world.deps, web.world.system, { id: badge.id, reason: 'ISSUED_IN_ERROR' })
    web.world.setNow('2026-11-24T01:10:00Z')
    const answer = await verify('application/json', file)
    expect(answer.body).toMatchObject({ verdict: 'invalid', savedProof: { verdict: 'valid', agrees: true } })
    const page = await verify('text/html', file)
    expect(verdictIn(page.text)).toContain('取消し')
    expect(visibleText(page.text)).toContain('2026年11月23日 10:24の時点で「有効」でした。')
    expect(visibleText(page.text)).toContain('2026年11月24日 10:10')
    const english = await request(web.app).post('/verify?lang=en').set('Accept', 'text/html').attach('file', Buffer.from(file), 'p.json')
    expect(visibleText(english.text)).toMatch(/As of .*the verdict was “Valid”/)
  })
})

describe('the recipient of a badge', () => {
  const send = (fields: Record<string, string>, accept = 'application/json') =>
    request(web.app).post('/verify').set('Accept', accept).type('form').send(fields)
  const lineOf = (body: { checks: { id: string; code: string }[] }) => body.checks.find(({ id }) => id === 'recipient')?.code
  const subject = (): string => JSON.parse(hidden.document.text).credentialSubject.id

  test('is compared with a DID or identifier that was given', async () => {
    expect(lineOf((await send({ text: hidden.document.text, recipient: subject() })).body)).toBe('recipient.matches')
    const other = await send({ text: hidden.document.text, recipient: 'did:key:z6MkSomebodyElse' })
    expect(lineOf(other.body)).toBe('recipient.differs')
    expect(other.body.verdict).toBe('invalid')
  })

  test('the same in a JSON body, which holds nothing else', async () => {
    const json = (body: object) => request(web.app).post('/verify').set('Accept', 'application/json').send(body)
    expect(lineOf((await json({ text: hidden.document.text, recipient: subject() })).body)).toBe('recipient.matches')
    expect((await json({ text: hidden.document.text, verdict: 'valid' })).status).toBe(400)
  })

  test('without one nothing is compared', async () => {
    expect(lineOf((await send({ text: hidden.document.text })).body)).toBe('recipient.not_asked')
  })

  test('has a line of its own on the page, and its field keeps what was typed', async () => {
    const page = await send({ text: hidden.document.text, recipient: 'did:key:z6MkSomebodyElse' }, 'text/html')
    expect(visibleText(page.text)).toContain('指定された人とは別の人に発行されたものです。')
    expect(page.text).toMatch(/<input [^>]*name="recipient"[^>]*value="did:key:z6MkSomebodyElse"/)
    const none = await send({ text: hidden.document.text }, 'text/html')
    expect(visibleText(none.text)).not.toContain('指定された人')
  })

  test('anything else is a mistake that names the field', async () => {
    const answer = await send({ text: hidden.document.text, recipient: 'Yamada' })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ code: 'invalid_input', errors: [{ path: 'recipient' }] })
  })
})

test('the verification page wears the ribbon of the demo while the service runs with demo data', async () => {
  const ribbon = async (demo: boolean): Promise<string> => {
    const { createApp } = await import('../../src/web/app.ts')
    return (
      await request(createApp({ ...web.webDeps, demo }))
        .get('/verify')
        .set('Accept', 'text/html')
    ).text
  }
  expect(await ribbon(true)).toContain('class="demo-ribbon"')
  expect(await ribbon(false)).not.toContain('class="demo-ribbon"')
})
