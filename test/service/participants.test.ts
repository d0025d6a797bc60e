import { afterEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import { addAddress, addEmployment, correctName, endEmployment, retireAddress } from '../../src/service/change-participant.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { readParticipant, searchParticipants } from '../../src/service/participants.ts'
import { registerParticipant } from '../../src/service/register-participant.ts'
import { findMailAddress } from '../../src/store/addresses.ts'
import { listAuditEvents } from '../../src/store/audit.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())
const learner: Actor = { kind: 'user', id: 'u', role: 'learner', participantId: 'P-0011' }
const purpose = '問い合わせ対応'

const loadPeople = async (dialect: 'sqlite' | 'postgres') => {
  world = await newWorld({ dialect })
  const { operators, employers, participants } = world.programme
  await world.loadParts({ operators, employers, participants })
}

describe.each(dialects)('people on %s', (dialect) => {
  test('are found by folded name, reading, number and address, and two alike stay two', async () => {
    await loadPeople(dialect)
    const find = async (query: string) =>
      (await searchParticipants(world.deps, world.secretariat, { query, purpose, limit: 50 })).map(({ id }) => id)
    expect(await find('高橋')).toContain('P-0002')
    const watanabe = await find('渡辺 千尋')
    expect(watanabe.length).toBeGreaterThanOrEqual(2)
    expect(await find('ﾐﾂｲ')).toContain('P-0011')
    expect(await find('みつい')).toContain('P-0011')
    expect(await find('P-0007')).toEqual(['P-0007'])
    expect(await find('P0011@learner.example')).toEqual(['P-0011'])
    expect(await find('%')).toEqual([])
    expect(await find('')).toHaveLength(40)
    expect(await searchParticipants(world.deps, world.secretariat, { purpose, limit: 3, after: 'P-0005' })).toMatchObject([
      { id: 'P-0006' },
      { id: 'P-0007' },
      { id: 'P-0008' },
    ])
  })

  test('are seen by their operator, by the secretariat for a purpose that is recorded, and by themselves', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    expect((await searchParticipants(world.deps, world.operator, { limit: 50 })).length).toBe(3)
    expect(await searchParticipants(world.deps, world.otherOperator, { limit: 50 })).toEqual([])
    await expect(readParticipant(world.deps, world.otherOperator, { id: 'P-0011' })).rejects.toMatchObject({
      code: 'participant_not_found',
    })
    await expect(readParticipant(world.deps, world.secretariat, { id: 'P-0011' })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await readParticipant(world.deps, learner, { id: 'P-0011' })).participant.familyName).toBe('三ッ井')
    await expect(readParticipant(world.deps, learner, { id: 'P-0016' })).rejects.toMatchObject({ code: 'forbidden' })
    await readParticipant(world.deps, world.secretariat, { id: 'P-0011', purpose })
    // The words stand beside the chain, which holds their digest: an erasure can take them.
    const looked = await listAuditEvents(world.deps.db, { action: 'participant.read', limit: 9 })
    expect(looked.map(({ detail }) => detail)).toContainEqual({ purpose, purposeSha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  test('a corrected name is kept exactly as given, with the former one as history', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const name = { familyName: '葛\u{E0100}城', givenName: '\u{20BB7}\uFA19' }
    const record = await correctName(world.deps, world.operator, { id: 'P-0011', name, reason: '戸籍の字に訂正' })
    expect(record.participant).toMatchObject(name)
    expect(record.formerNames).toMatchObject([{ name: { familyName: '三ッ井', givenName: 'さくら' }, reason: '戸籍の字に訂正' }])
    const stored = await world.deps.db
      .selectFrom('participant')
      .select(['family_name', 'given_name'])
      .where('id', '=', 'P-0011')
      .executeTakeFirst()
    expect(stored).toEqual({ family_name: name.familyName, given_name: name.givenName })
    await expect(correctName(world.deps, world.operator, { id: 'P-0011', name: { familyName: '?田' }, reason: 'x' })).rejects.toMatchObject(
      {
        code: 'invalid_input',
      },
    )
    await expect(correctName(world.deps, world.otherOperator, { id: 'P-0011', name, reason: 'x' })).rejects.toMatchObject({
      code: 'participant_not_found',
    })
  })

  test('a private address is added before the work address dies, by account or by the link to a badge', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const { id } = await issueCredential(world.deps, world.operator, { completionId: 'CMP-001' })
    const holder: Actor = { kind: 'link', subject: 'holder', id }
    world.setNow('2026-11-23T02:00:00Z')
    await addAddress(world.deps, holder, { id: 'P-0011', address: 'Home@Private.example', kind: 'private' })
    expect(await findMailAddress(world.deps.db, 'P-0011')).toBe('Home@Private.example')
    const record = await retireAddress(world.deps, learner, { id: 'P-0011', address: 'p0011@learner.example' })
    expect(record.addresses).toMatchObject([{ address: 'p0011@learner.example', retiredAt: expect.any(Date) }, { kind: 'private' }])
    await expect(addAddress(world.deps, holder, { id: 'P-0016', address: 'x@private.example', kind: 'private' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(
      addAddress(world.deps, learner, { id: 'P-0011', address: 'p0016@learner.example', kind: 'private' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(addAddress(world.deps, learner, { id: 'P-0011', address: 'nowhere', kind: 'private' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  test('an employment begins and ends with its days', async () => {
    await loadPeople(dialect)
    const begun = await addEmployment(world.deps, learner, { id: 'P-0011', employerId: 'emp-02', from: '2026-10-01' })
    const own = begun.employments.find(({ employerId, from }) => employerId === 'emp-02' && from === '2026-10-01')
    expect(own).toMatchObject({ source: 'learner' })
    const ended = await endEmployment(world.deps, learner, { id: 'P-0011', employmentId: own?.id ?? '', to: '2026-11-30' })
    expect(ended.employments.find(({ id }) => id === own?.id)).toMatchObject({ to: '2026-11-30' })
    await expect(endEmployment(world.deps, learner, { id: 'P-0011', employmentId: own?.id ?? '' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(addEmployment(world.deps, learner, { id: 'P-0011', employerId: 'nobody' })).rejects.toMatchObject({
      code: 'organisation_not_found',
    })
    await expect(
      addEmployment(world.deps, learner, { id: 'P-0011', employerId: 'emp-02', from: '2026-10-01', to: '2026-09-01' }),
    ).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('a number is one person’s', async () => {
    world = await newWorld({ dialect })
    await world.loadOne()
    const other = {
      familyName: '見本',
      givenName: '花子',
      familyNameKana: 'ミホン',
      givenNameKana: 'ハナコ',
      badgeNameForm: 'kanji',
      isDemo: true,
    } as const
    await expect(
      registerParticipant(world.deps, world.operator, { participant: { ...other, id: 'P-0011', emails: ['h@learner.example'] } }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(
      registerParticipant(world.deps, world.operator, { participant: { ...other, id: 'P-9001', emails: ['p0011@learner.example'] } }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await registerParticipant(world.deps, world.operator, { participant: { ...other, id: 'P-9001', emails: ['h@learner.example'] } })
    expect((await searchParticipants(world.deps, world.operator, { query: '見本', limit: 5 })).map(({ id }) => id)).toEqual(['P-9001'])
    expect(await searchParticipants(world.deps, world.otherOperator, { query: '見本', limit: 5 })).toEqual([])
  })
})
