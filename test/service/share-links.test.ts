import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { listOwnBadges } from '../../src/service/list-own-badges.ts'
import { createShareLink, listOwnShareLinks, type MakeShareLink, openLink, withdrawLink } from '../../src/service/share-links.ts'
import { listProvisionRecords } from '../../src/store/provision-records.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
let own: string
let other: string
afterEach(() => world.close())

const learner: Actor = { kind: 'user', id: 'u1', role: 'learner', participantId: 'P-0011' }
const stranger: Actor = { kind: 'user', id: 'u2', role: 'learner', participantId: 'P-0016' }

describe.each(dialects)('a link for one reader on %s', (dialect) => {
  beforeEach(async () => {
    world = await newWorld({ dialect, now: '2026-11-23T01:00:00Z' })
    await world.loadOne()
    own = (await issueCredential(world.deps, world.system, { completionId: 'CMP-001' })).id
    other = (await issueCredential(world.deps, world.system, { completionId: 'CMP-002' })).id
  })
  const make = (change: Partial<MakeShareLink> = {}, actor: Actor = learner) =>
    createShareLink(world.deps, actor, {
      participantId: 'P-0011',
      credentialIds: [own],
      recipient: { text: '人事部' },
      fields: ['name', 'result'],
      days: 30,
      maxViews: 2,
      ...change,
    })
  const secretOf = (url: string): string => new URL(url).searchParams.get('k') ?? ''

  test('opens as often as its learner said, and each opening stands in the log', async () => {
    const { url } = await make()
    expect(await openLink(world.deps, secretOf(url))).toMatchObject({ credentialIds: [own], fields: ['name', 'result'] })
    world.setNow('2026-11-24T01:00:00Z')
    expect(await openLink(world.deps, secretOf(url))).toBeDefined()
    expect(await openLink(world.deps, secretOf(url))).toBeUndefined()
    const [link] = await listOwnShareLinks(world.deps, learner, 'P-0011')
    expect(link?.opened).toEqual([{ at: new Date('2026-11-23T01:00:00Z') }, { at: new Date('2026-11-24T01:00:00Z') }])
  })

  test('lets the allowed number of many readers in who come at the same moment', async () => {
    const { url } = await make({ maxViews: 3 })
    const answers = await Promise.all(Array.from({ length: 8 }, () => openLink(world.deps, secretOf(url))))
    expect(answers.filter((link) => link !== undefined)).toHaveLength(3)
  })

  test('opens nothing after its days, after it was taken back, and with another secret', async () => {
    const first = await make()
    const second = await make()
    expect(await openLink(world.deps, `${secretOf(first.url)}x`)).toBeUndefined()
    await withdrawLink(world.deps, learner, first.link.id)
    expect(await openLink(world.deps, secretOf(first.url))).toBeUndefined()
    await expect(withdrawLink(world.deps, learner, first.link.id)).rejects.toMatchObject({ code: 'conflict' })
    world.setNow('2026-12-23T01:00:00Z')
    expect(await openLink(world.deps, secretOf(second.url))).toBeUndefined()
  })

  test('is made, seen and taken back by the learner alone, for badges of the learner alone', async () => {
    await expect(make({}, stranger)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(make({}, world.secretariat)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(make({ credentialIds: [own, other] })).rejects.toMatchObject({ code: 'forbidden' })
    const { link } = await make()
    await expect(listOwnShareLinks(world.deps, stranger, 'P-0011')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(withdrawLink(world.deps, stranger, link.id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listOwnBadges(world.deps, stranger, 'P-0011')).rejects.toMatchObject({ code: 'forbidden' })
    expect((await listOwnBadges(world.deps, learner, 'P-0011')).map(({ credential }) => credential.id)).toEqual([own])
  })

  test.each([
    ['/expiresAt', { days: 91 }],
    ['/maxViews', { maxViews: 201 }],
    ['/credentialIds', { credentialIds: [] }],
  ])('with a wrong %s is refused by name', async (path, change) => {
    await expect(make(change)).rejects.toMatchObject({ code: 'invalid_input', problems: [{ path }] })
  })

  test('stands among the records of provision, as provided by the learner', async () => {
    await make()
    const records = await listProvisionRecords(world.deps.db, { participantId: 'P-0011', limit: 10 })
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({ recipient: { name: '人事部' }, items: ['badge', 'name', 'result'], providedOn: '2026-11-23' })
  })

  test('is stored without its secret', async () => {
    const { url } = await make()
    expect(JSON.stringify(await world.deps.db.selectFrom('share_link').selectAll().execute())).not.toContain(secretOf(url))
  })
})
