import { afterEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import { giveConsent, withdrawConsent } from '../../src/service/consents.ts'
import { listConsents } from '../../src/store/consents.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

const wanted = {
  participantId: 'P-0011',
  purpose: 'badge_issuance',
  items: ['name', 'course'],
  recipient: 'secretariat',
  handler: 'secretariat',
  noticeVersion: '2026-04-01',
  channel: 'web',
} as const
const learner: Actor = { kind: 'user', id: 'u', role: 'learner', participantId: 'P-0011' }

describe.each(dialects)('consents on %s', (dialect) => {
  test('what was given once is in force until it is withdrawn, and the record of both stays', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const given = await giveConsent(world.deps, learner, { ...wanted, items: [...wanted.items] })
    expect(await giveConsent(world.deps, learner, { ...wanted, items: [...wanted.items] })).toEqual(given)
    await withdrawConsent(world.deps, learner, { consentId: given.consentId, participantId: 'P-0011', channel: 'web' })
    expect(await listConsents(world.deps.db, 'P-0011')).toEqual([{ ...given, withdrawnOn: '2026-11-23' }])
    await expect(
      withdrawConsent(world.deps, learner, { consentId: given.consentId, participantId: 'P-0011', channel: 'web' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    const again = await giveConsent(world.deps, learner, { ...wanted, items: [...wanted.items] })
    expect(again.consentId).not.toBe(given.consentId)
  })

  test('nobody gives or withdraws the consent of somebody else', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const other: Actor = { ...learner, participantId: 'P-0016' } as Actor
    await expect(giveConsent(world.deps, other, { ...wanted, items: [] })).rejects.toMatchObject({ code: 'forbidden' })
    const given = await giveConsent(world.deps, learner, { ...wanted, items: [] })
    await expect(
      withdrawConsent(world.deps, other, { consentId: given.consentId, participantId: 'P-0016', channel: 'web' }),
    ).rejects.toMatchObject({ code: 'not_found' })
    await expect(
      withdrawConsent(world.deps, world.operator, { consentId: given.consentId, participantId: 'P-0011', channel: 'web' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})
