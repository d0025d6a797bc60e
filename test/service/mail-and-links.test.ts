import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Mail } from '../../src/domain/mail.ts'
import { deliverDueMails, type Mailer } from '../../src/service/deliver-mails.ts'
import { postMail, stopMails } from '../../src/service/post-mail.ts'
import { actorBySecretLink, closeLinksTo, createSecretLink, useUpLink } from '../../src/service/secret-links.ts'
import { findMail, listMails, requeueMail } from '../../src/store/outbox.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

const letter = {
  kind: 'badge_issued' as const,
  event: 'credential:1 issued',
  toAddress: 'person@firm.example',
  data: { to: { kind: 'person' as const, name: '髙橋 𠮷男' }, badge: { ja: 'デジタル基礎' }, url: 'https://badges.example/badges/1?k=x' },
  entity: 'credential:1',
  isDemo: true,
}

const mailerOf = (deliver: (mail: Mail) => 'sent' | 'kept' | Error): Mailer & { delivered: string[] } => {
  const delivered: string[] = []
  return {
    delivered,
    deliver: async (mail) => {
      const outcome = deliver(mail)
      if (outcome instanceof Error) throw outcome
      delivered.push(mail.event)
      return outcome
    },
  }
}

describe.each(dialects)('the outbox on %s', (dialect) => {
  beforeEach(async () => {
    world = await newWorld({ dialect, now: '2026-11-23T01:00:00Z' })
  })
  const only = async (): Promise<Mail> => {
    const mails = await listMails(world.deps.db, { limit: 10 })
    expect(mails).toHaveLength(1)
    return mails[0] as Mail
  }

  test('tells one event once, however often it is posted', async () => {
    expect(await postMail(world.deps, letter)).toBe(true)
    expect(await postMail(world.deps, letter)).toBe(false)
    const mailer = mailerOf(() => 'sent')
    expect(await deliverDueMails(world.deps, mailer)).toEqual({ sent: 1, kept: 0, putOff: 0 })
    expect(await deliverDueMails(world.deps, mailer)).toEqual({ sent: 0, kept: 0, putOff: 0 })
    expect(mailer.delivered).toEqual(['credential:1 issued'])
    expect(await only()).toMatchObject({ state: 'sent', attempts: 1, sentAt: world.deps.now(), data: letter.data })
  })

  test('loses the mail together with the deed that is rolled back', async () => {
    await expect(
      inTransaction(world.deps, async (deps) => {
        await postMail(deps, letter)
        throw new Error('the deed failed')
      }),
    ).rejects.toThrow('the deed failed')
    expect(await listMails(world.deps.db, { limit: 10 })).toEqual([])
  })

  test('sends nothing before its time, and nothing that was stopped until then', async () => {
    await postMail(world.deps, { ...letter, notBefore: new Date('2026-11-23T01:10:00Z') })
    const mailer = mailerOf(() => 'sent')
    world.setNow('2026-11-23T01:09:59Z')
    await deliverDueMails(world.deps, mailer)
    expect(await stopMails(world.deps, 'credential:1')).toBe(1)
    world.setNow('2026-11-23T01:10:01Z')
    await deliverDueMails(world.deps, mailer)
    expect(mailer.delivered).toEqual([])
    expect((await only()).state).toBe('cancelled')
  })

  test('tries again after 1, 5, 30, 120 and 720 minutes, then gives up, names the reason without the address, and goes on when asked', async () => {
    await postMail(world.deps, letter)
    let now = new Date('2026-11-23T01:00:00Z').getTime()
    const refusing = mailerOf(() => new Error('550 person@firm.example is unknown'))
    for (const minutes of [0, 1, 5, 30, 120, 720]) {
      if (minutes > 0) {
        world.setNow(new Date(now + minutes * 60_000 - 1000).toISOString())
        expect(await deliverDueMails(world.deps, refusing)).toEqual({ sent: 0, kept: 0, putOff: 0 })
      }
      now += minutes * 60_000
      world.setNow(new Date(now).toISOString())
      expect(await deliverDueMails(world.deps, refusing)).toEqual({ sent: 0, kept: 0, putOff: 1 })
    }
    const failed = await only()
    expect(failed).toMatchObject({ state: 'failed', attempts: 6, lastError: '550 <address> is unknown' })
    expect(await requeueMail(world.deps.db, failed.id, world.deps.now())).toBe(true)
    await deliverDueMails(
      world.deps,
      mailerOf(() => 'kept'),
    )
    expect((await findMail(world.deps.db, failed.id))?.state).toBe('kept')
  })

  test('gives each mail to one of several deliverers', async () => {
    for (let n = 0; n < 15; n += 1) await postMail(world.deps, { ...letter, event: `event ${n}` })
    const mailer = mailerOf(() => 'sent')
    await Promise.all([1, 2, 3].map(() => deliverDueMails(world.deps, mailer)))
    expect([...mailer.delivered].sort()).toEqual([...new Set(mailer.delivered)].sort())
    expect(mailer.delivered).toHaveLength(15)
  })
})

describe.each(dialects)('a secret link on %s', (dialect) => {
  beforeEach(async () => {
    world = await newWorld({ dialect, now: '2026-11-23T01:00:00Z' })
  })

  test('makes its bearer the actor of one record until it expires', async () => {
    const { secret, expiresAt } = await createSecretLink(world.deps, { subject: 'nomination', recordId: 'NOM-01', days: 14 })
    expect(secret).toMatch(/^lk_[\w-]{32}$/)
    expect(expiresAt).toEqual(new Date('2026-12-07T01:00:00Z'))
    expect((await actorBySecretLink(world.deps, secret))?.actor).toEqual({ kind: 'link', subject: 'nomination', id: 'NOM-01' })
    expect(await actorBySecretLink(world.deps, `${secret}x`)).toBeUndefined()
    world.setNow('2026-12-07T01:00:00Z')
    expect(await actorBySecretLink(world.deps, secret)).toBeUndefined()
  })

  test('is stored as a digest only', async () => {
    const { secret } = await createSecretLink(world.deps, { subject: 'nomination', recordId: 'NOM-01', days: 14 })
    const rows = await world.deps.db.selectFrom('secret_link').select('secret_sha256').execute()
    expect(rows).toHaveLength(1)
    expect(rows[0]?.secret_sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('closes with its record, and links to other records stay open', async () => {
    const mine = await createSecretLink(world.deps, { subject: 'nomination', recordId: 'NOM-01', days: 14 })
    const other = await createSecretLink(world.deps, { subject: 'nomination', recordId: 'NOM-02', days: 14 })
    expect(await closeLinksTo(world.deps, 'nomination', 'NOM-01')).toBe(1)
    expect(await actorBySecretLink(world.deps, mine.secret)).toBeUndefined()
    expect(await actorBySecretLink(world.deps, other.secret)).toBeDefined()
  })

  test('that opens once is used up by one of many', async () => {
    const { secret } = await createSecretLink(world.deps, { subject: 'sign_in', recordId: 'user-1', days: 1 })
    const answers = await Promise.all(Array.from({ length: 8 }, () => useUpLink(world.deps, secret)))
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await actorBySecretLink(world.deps, secret)).toBeUndefined()
  })
})
