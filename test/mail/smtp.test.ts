import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Mail } from '../../src/domain/mail.ts'
import { keepingMailer, smtpMailer } from '../../src/mail/mailers.ts'

const sender = async () => ({
  nameJa: 'リスキリング推進協議会（デモ）',
  nameEn: 'Reskilling Council (demo)',
  email: 'badges@council.example',
  url: 'https://badges.example/',
})

const mail: Mail<'badge_issued'> = {
  id: '0123456789abcdefghjkmnpqrs',
  event: 'credential:1 issued',
  kind: 'badge_issued',
  toAddress: 'yoshio@firm.example',
  data: {
    to: { kind: 'person', name: '髙橋 𠮷男' },
    badge: { ja: 'デジタル<基礎>', en: 'Digital basics' },
    url: 'https://badges.example/badges/1?k=secret&lang=ja',
  },
  entity: 'credential:1',
  state: 'waiting',
  dueAt: new Date('2026-11-23T01:00:00Z'),
  attempts: 0,
  isDemo: false,
  createdAt: new Date('2026-11-23T01:00:00Z'),
}

const received: ParsedMail[] = []
let refuse = false
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: (_address, _session, callback) => callback(refuse ? new Error('450 try later') : null),
  onData: (stream, _session, callback) => {
    simpleParser(stream).then((parsed) => {
      received.push(parsed)
      callback()
    }, callback)
  },
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
afterAll(() => new Promise<void>((resolve) => server.close(resolve)))
afterEach(() => {
  received.length = 0
  refuse = false
})

test('a mail server receives a letter in both languages, as text and HTML, with one link', async () => {
  expect(await smtpMailer(url, '協議会 <badges@council.example>', sender).deliver(mail)).toBe('sent')
  const [letter] = received
  expect(letter?.subject).toBe('【リスキリング推進協議会（デモ）】バッジの受取りについて')
  expect(letter?.from?.text).toBe('"協議会" <badges@council.example>')
  expect(letter?.messageId).toBe('<0123456789abcdefghjkmnpqrs@council.example>')
  const text = letter?.text ?? ''
  for (const part of [
    '髙橋 𠮷男 様',
    'お世話になっております。',
    'お心当たりがない場合は',
    'Dear 髙橋 𠮷男,',
    'Digital basics',
    'badges@council.example',
  ])
    expect(text).toContain(part)
  expect(text).not.toContain('御中')
  expect(new Set(text.match(/https:\/\/badges\.example\/badges\/\S+/g))).toEqual(new Set([mail.data.url]))
  const html = letter?.html || ''
  expect(html).toContain('デジタル&lt;基礎>')
  expect(html).toContain('href="https://badges.example/badges/1?k=secret&amp;lang=ja"')
  expect(html).not.toMatch(/<img|<script|<link|src=/)
})

test('an organisation is greeted with 御中 and never with 様', async () => {
  await smtpMailer(url, 'badges@council.example', sender).deliver({
    ...mail,
    data: { ...mail.data, to: { kind: 'organisation', name: '株式会社デモ交通' } },
  })
  expect(received[0]?.text).toContain('株式会社デモ交通 御中')
  expect(received[0]?.text).not.toMatch(/ 様/)
})

test('a server that refuses, or is not there, is a failure that can be tried again', async () => {
  refuse = true
  await expect(smtpMailer(url, 'badges@council.example', sender).deliver(mail)).rejects.toThrow()
  await expect(smtpMailer('smtp://127.0.0.1:9', 'badges@council.example', sender).deliver(mail)).rejects.toThrow()
  expect(received).toEqual([])
})

test('mails of the demo programme never leave the house', async () => {
  expect(await smtpMailer(url, 'badges@council.example', sender).deliver({ ...mail, isDemo: true })).toBe('kept')
  expect(received).toEqual([])
})

test('without a mail server a mail is kept and can be shown', async () => {
  const shown: string[] = []
  expect(await keepingMailer(sender, (_, text) => shown.push(text)).deliver(mail)).toBe('kept')
  expect(shown).toHaveLength(1)
  expect(shown[0]).toContain(mail.data.url)
})
