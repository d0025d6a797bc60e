import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certifiedOn } from '../../src/domain/course.ts'
import type { AttendanceStatus } from '../../src/domain/occasion.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { employerHistory, participantRecord } from '../../src/service/ledger-history.ts'
import { readAttendances, recordAttendances, registerOccasion, settleAttendance } from '../../src/service/occasions.ts'
import { readFunnel } from '../../src/service/read-funnel.ts'
import { abolishProgramme, extendProgramme, readProgrammes, renewProgramme, startProgramme } from '../../src/service/support-programmes.ts'
import { findCourse } from '../../src/store/courses.ts'
import { loadPeople, outcomeOf, person, reason } from '../support/moves.ts'
import { verifyText } from '../support/verifier.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'
import { dialects, type World } from '../support/world.ts'

describe.each(dialects)('events and programmes on %s', (dialect) => {
  let web: WebWorld
  let world: World
  beforeAll(async () => {
    web = await newWebWorld({ dialect })
    world = web.world
    await loadPeople(world)
  })
  afterAll(() => web.close())

  const event = (kind: 'workshop' | 'subsidy' | 'consultation') =>
    registerOccasion(world.deps, world.secretariat, { kind, title: { ja: '業務改善ワークショップ' }, heldOn: '2026-10-03', isDemo: true })
  const attendanceOf = async (kind: 'workshop' | 'subsidy', status: AttendanceStatus) => {
    const { id } = await event(kind)
    await recordAttendances(world.deps, world.secretariat, {
      occasionId: id,
      attendances: [{ participantId: 'P-0002', status, ...(status === 'granted' ? { amountJPY: 30000 } : {}) }],
    })
    const [found] = await readAttendances(world.deps, world.secretariat, { occasionId: id })
    return found?.attendance.id ?? ''
  }

  test.each<['workshop' | 'subsidy', AttendanceStatus, Exclude<AttendanceStatus, 'registered'>, boolean]>([
    ['workshop', 'registered', 'attended', true],
    ['workshop', 'registered', 'absent', true],
    ['workshop', 'registered', 'cancelled', true],
    ['workshop', 'registered', 'granted', false],
    ['workshop', 'attended', 'absent', false],
    ['subsidy', 'registered', 'granted', true],
    ['subsidy', 'registered', 'refused', true],
    ['subsidy', 'registered', 'attended', false],
    ['subsidy', 'granted', 'refused', false],
  ])('%s: %s → %s (%s)', async (kind, from, to, allowed) => {
    const id = await attendanceOf(kind, from)
    const settled = settleAttendance(world.deps, world.secretariat, { id, status: to, ...(to === 'granted' ? { amountJPY: 30000 } : {}) })
    expect(await outcomeOf(settled.then(({ status }) => ({ state: status })))).toBe(allowed ? to : 'conflict')
  })

  test('a list is taken whole or not at all, and each person once', async () => {
    const { id } = await event('workshop')
    const record = (attendances: Parameters<typeof recordAttendances>[2]['attendances']) =>
      recordAttendances(world.deps, world.secretariat, { occasionId: id, attendances })
    await expect(
      record([{ participantId: 'P-0002', status: 'attended' }, { participantId: 'nobody', status: 'attended' }, { status: 'absent' }]),
    ).rejects.toMatchObject({
      problems: [{ path: '/attendances/1/participantId' }, { path: '/attendances/2/participantId', code: 'WHO_MISSING' }],
    })
    expect(await readAttendances(world.deps, world.secretariat, { occasionId: id })).toEqual([])
    expect(
      await record([
        { participantId: 'P-0002', status: 'attended' },
        { employerId: 'emp-01', status: 'attended' },
      ]),
    ).toEqual({ recorded: 2, known: 0 })
    expect(
      await record([
        { participantId: 'P-0002', status: 'attended' },
        { participantId: 'P-0003', status: 'absent' },
      ]),
    ).toEqual({ recorded: 1, known: 1 })
    await expect(
      registerOccasion(world.deps, world.operator, { kind: 'workshop', title: { ja: '会' }, heldOn: '2026-10-03', isDemo: true }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('come in as CSV over the API; mistakes are named by line and column', async () => {
    const { id } = await event('subsidy')
    const key = await web.apiKey('secretariat', 'council')
    const send = (text: string) =>
      request(web.app)
        .post(`/api/v1/events/${id}/attendances.csv`)
        .set({ Authorization: `Bearer ${key}`, 'Content-Type': 'text/csv' })
        .send(text)
    const header = '受講者番号,企業番号,状態,修了番号,金額\r\n'
    const wrong = await send(`\uFEFF${header}P-0002,,交付,CMP-013,三万円\r\nP-0003,,済み,,\r\n`)
    expect(wrong.status).toBe(400)
    expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual(['line 2, column 金額', 'line 3, column 状態'])
    const foreign = await send(`${header}P-0003,,交付,CMP-013,30000\r\n`)
    expect(foreign.body.errors).toMatchObject([{ path: 'line 2/completionId', code: 'COMPLETION_UNKNOWN' }])
    const right = await send(`\uFEFF${header}P-0002,,交付,CMP-013,"30,000"\r\n,emp-01,申込,,\r\n`)
    expect(right.status).toBe(201)
    expect(right.body).toEqual({ recorded: 2, known: 0 })
  })

  test('stand in the own record, in the employer’s history and beside the funnel', async () => {
    const learner = person('learner', { participantId: 'P-0002' })
    const record = await participantRecord(world.deps, learner, { participantId: 'P-0002' })
    expect(record.events.length).toBeGreaterThan(0)
    await expect(participantRecord(world.deps, learner, { participantId: 'P-0003' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(participantRecord(world.deps, world.secretariat, { participantId: 'P-0003' })).rejects.toMatchObject({ code: 'forbidden' })
    const employer = person('employer', { organisationId: 'emp-01' })
    expect((await employerHistory(world.deps, employer, 'emp-01')).filter(({ entity }) => entity === 'event').length).toBeGreaterThan(0)
    expect(
      (await readAttendances(world.deps, employer, { employerId: 'emp-01' })).every(
        ({ attendance }) => attendance.participantId === undefined,
      ),
    ).toBe(true)
    const funnel = await readFunnel(world.deps, world.secretariat, {})
    expect(funnel.counts.completed).toBe(43)
    expect(funnel.events).toContainEqual(expect.objectContaining({ kind: 'subsidy', status: 'granted' }))
    const own = await readFunnel(world.deps, world.operator, {})
    expect(own.counts.completed).toBeLessThan(43)
    expect(own.events).toEqual([])
    await expect(readFunnel(world.deps, world.operator, { operatorId: 'op-02' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  const start = (courseIds: string[]) =>
    startProgramme(world.deps, world.secretariat, {
      name: { ja: '実践講座' },
      pillar: 'skills',
      startedOn: '2026-04-01',
      until: '2027-03-31',
      courseIds,
      isDemo: true,
    })

  test('a renewal ends the certification of courses that do not go on, and breaks no badge', async () => {
    const badge = await issueCredential(world.deps, world.system, { completionId: 'CMP-013' })
    const programme = await start(['DL-BASIC-R8', 'DL-NOCODE-R8'])
    await extendProgramme(world.deps, world.secretariat, { id: programme.id, until: '2028-03-31' })
    expect(await outcomeOf(extendProgramme(world.deps, world.secretariat, { id: programme.id, until: '2027-12-31' }))).toBe('invalid_input')
    const { former, successor } = await renewProgramme(world.deps, world.secretariat, {
      id: programme.id,
      name: { ja: '新しい実践講座' },
      courseIds: ['DL-BASIC-R8'],
    })
    expect(former).toMatchObject({ state: 'renewed', until: '2026-11-22', successorId: successor.id })
    expect(successor).toMatchObject({ state: 'active', predecessorId: programme.id, startedOn: '2026-11-23' })
    const [goesOn, ended] = await Promise.all(['DL-BASIC-R8', 'DL-NOCODE-R8'].map((id) => findCourse(world.deps.db, id)))
    expect(goesOn?.certification.status).toBe('certified')
    expect(ended && [certifiedOn(ended, '2026-11-22'), certifiedOn(ended, '2026-11-23')]).toEqual([true, false])
    expect((await verifyText(world.deps, badge.document.text)).verdict).toBe('valid')
    const history = (await readProgrammes(world.deps)).find(({ id }) => id === programme.id)?.history.map(({ state }) => state)
    expect(history).toEqual(['active', 'extended', 'renewed'])
  })

  test('an abolition ends it with a reason; nothing moves an ended programme', async () => {
    const { deps, secretariat } = world
    const programme = await start([])
    await expect(abolishProgramme(deps, world.operator, { id: programme.id, reason })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await abolishProgramme(deps, secretariat, { id: programme.id, reason })).toMatchObject({
      state: 'abolished',
      abolishedOn: '2026-11-23',
    })
    for (const move of [
      () => abolishProgramme(deps, secretariat, { id: programme.id, reason }),
      () => extendProgramme(deps, secretariat, { id: programme.id }),
      () => renewProgramme(deps, secretariat, { id: programme.id, name: { ja: '次' }, courseIds: [] }).then(({ former }) => former),
    ])
      expect(await outcomeOf(move())).toBe('conflict')
    await expect(start(['NONE'])).rejects.toMatchObject({ problems: [{ path: '/courseIds/0' }] })
  })
})
