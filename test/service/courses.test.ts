import { afterEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/actor.ts'
import { certifyCourse, endCertification, returnCourse, submitCourse } from '../../src/service/certify-course.ts'
import { changeCourse } from '../../src/service/change-course.ts'
import { addSession, createCourse } from '../../src/service/create-course.ts'
import { issueCredential } from '../../src/service/issue-credential.ts'
import { listCourses, readCourse } from '../../src/service/list-courses.ts'
import { recordCompletion } from '../../src/service/record-completion.ts'
import { listAchievementVersions } from '../../src/store/achievements.ts'
import { dialects, newWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())
const reason = { code: 'CRITERIA_UNCLEAR', text: '修了要件を具体的に' }
const anybody: Actor = { kind: 'public' }

const begin = async (dialect: 'sqlite' | 'postgres'): Promise<void> => {
  world = await newWorld({ dialect })
  const { operators, participants } = world.programme
  await world.loadParts({ operators, participants: participants.map(({ participant }) => ({ participant })) })
}
const sample = (certifiable = true) => ({
  code: 'NEW-R9',
  operatorId: 'op-04',
  name: { ja: '新しい講座' },
  hours: 12,
  criteria: { ja: ['出席率80%以上', '確認テスト70点以上'] },
  certifiable,
  badge: {},
})
const completed = async (sessionId: string, participantId: string, startOn: string, endOn: string) =>
  (await recordCompletion(world.deps, world.operator, { sessionId, participantId, status: 'completed', startOn, endOn })).id

describe.each(dialects)('a course on %s', (dialect) => {
  test('goes from draft to certified and to its end; each move is made by whom it belongs to', async () => {
    await begin(dialect)
    await createCourse(world.deps, world.operator, sample())
    const at = { courseId: 'NEW-R9' }
    await expect(certifyCourse(world.deps, world.secretariat, at)).rejects.toMatchObject({ code: 'conflict' })
    await expect(submitCourse(world.deps, world.otherOperator, at)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await submitCourse(world.deps, world.operator, at)).certification.status).toBe('submitted')
    await expect(submitCourse(world.deps, world.operator, at)).rejects.toMatchObject({ code: 'conflict' })
    await expect(changeCourse(world.deps, world.operator, { ...at, hours: 13 })).rejects.toMatchObject({ code: 'conflict' })
    await expect(certifyCourse(world.deps, world.operator, at)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await returnCourse(world.deps, world.secretariat, { ...at, reason })).certification.status).toBe('returned')
    expect((await changeCourse(world.deps, world.operator, { ...at, hours: 14 })).hours).toBe(14)
    await submitCourse(world.deps, world.operator, at)
    expect(await certifyCourse(world.deps, world.secretariat, { ...at, until: '2028-03-31' })).toMatchObject({
      certification: { status: 'certified', certifiedOn: '2026-11-23', until: '2028-03-31' },
    })
    await expect(returnCourse(world.deps, world.secretariat, { ...at, reason })).rejects.toMatchObject({ code: 'conflict' })
    await endCertification(world.deps, world.secretariat, { ...at, status: 'suspended', reason })
    await expect(endCertification(world.deps, world.secretariat, { ...at, status: 'suspended', reason })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect((await endCertification(world.deps, world.secretariat, { ...at, status: 'ended', reason })).certification.status).toBe('ended')
    await expect(
      addSession(world.deps, world.operator, { ...at, no: 'R9-1', start: '2026-12-01', end: '2026-12-20' }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  test('that is not certified leads to no badge, and is seen by its operator and the secretariat only', async () => {
    await begin(dialect)
    await createCourse(world.deps, world.operator, sample())
    await addSession(world.deps, world.operator, { courseId: 'NEW-R9', no: 'R9-1', start: '2026-11-01', end: '2026-11-20' })
    const id = await completed('NEW-R9:R9-1', 'P-0001', '2026-11-01', '2026-11-20')
    await expect(issueCredential(world.deps, world.operator, { completionId: id })).rejects.toMatchObject({ code: 'course_not_certified' })
    expect(await listCourses(world.deps, anybody)).toEqual([])
    await expect(readCourse(world.deps, world.otherOperator, 'NEW-R9')).rejects.toMatchObject({ code: 'course_not_found' })
    expect(await readCourse(world.deps, world.operator, 'NEW-R9')).toMatchObject({ certification: { status: 'draft' } })
  })

  test('outside certification is signed by its operator, never by the council', async () => {
    await begin(dialect)
    await createCourse(world.deps, world.operator, sample(false))
    await addSession(world.deps, world.operator, { courseId: 'NEW-R9', no: 'R9-1', start: '2026-11-01', end: '2026-11-20' })
    const id = await completed('NEW-R9:R9-1', 'P-0001', '2026-11-01', '2026-11-20')
    const credential = await issueCredential(world.deps, world.operator, { completionId: id })
    const { issuer } = JSON.parse(credential.document.text)
    expect(issuer.id).toBe('did:web:badges.example:issuers:op-04')
    await expect(submitCourse(world.deps, world.operator, { courseId: 'NEW-R9' })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('whose criteria change gets a new version of its badge; earlier runs and earlier badges stay as they were', async () => {
    await begin(dialect)
    await createCourse(world.deps, world.operator, sample())
    await addSession(world.deps, world.operator, { courseId: 'NEW-R9', no: 'R9-1', start: '2026-11-01', end: '2026-11-22' })
    await submitCourse(world.deps, world.operator, { courseId: 'NEW-R9' })
    await certifyCourse(world.deps, world.secretariat, { courseId: 'NEW-R9', on: '2026-10-01' })
    const first = await issueCredential(world.deps, world.operator, {
      completionId: await completed('NEW-R9:R9-1', 'P-0001', '2026-11-01', '2026-11-22'),
    })

    await changeCourse(world.deps, world.secretariat, { courseId: 'NEW-R9', criteria: { ja: ['出席率90%以上'] } })
    const versions = await listAchievementVersions(world.deps.db, 'new-r9')
    expect(versions.map(({ id, version, criteriaNarrative }) => [id, version, criteriaNarrative])).toEqual([
      ['/achievements/new-r9', '1.0', '1. 出席率80%以上\n2. 確認テスト70点以上'],
      ['/achievements/new-r9/v/2', '2.0', '1. 出席率90%以上'],
    ])
    expect(versions[1]?.related).toEqual([{ id: '/achievements/new-r9', version: '1.0' }])
    const late = await issueCredential(world.deps, world.operator, {
      completionId: await completed('NEW-R9:R9-1', 'P-0002', '2026-11-01', '2026-11-22'),
    })
    expect([first.achievementId, late.achievementId]).toEqual(['/achievements/new-r9', '/achievements/new-r9'])

    world.setNow('2026-12-25T01:00:00Z')
    await addSession(world.deps, world.operator, { courseId: 'NEW-R9', no: 'R9-2', start: '2026-12-01', end: '2026-12-20' })
    const next = await issueCredential(world.deps, world.operator, {
      completionId: await completed('NEW-R9:R9-2', 'P-0003', '2026-12-01', '2026-12-20'),
    })
    expect(next.achievementId).toBe('/achievements/new-r9/v/2')
    await changeCourse(world.deps, world.secretariat, { courseId: 'NEW-R9', hours: 20 })
    expect(await listAchievementVersions(world.deps.db, 'new-r9')).toHaveLength(2)
  })

  test('is refused with a taken code, a taken run, empty criteria, or for another operator', async () => {
    await begin(dialect)
    await createCourse(world.deps, world.operator, sample())
    await expect(createCourse(world.deps, world.operator, sample())).rejects.toMatchObject({ code: 'conflict' })
    await expect(createCourse(world.deps, world.otherOperator, { ...sample(), code: 'X-1' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(createCourse(world.deps, world.operator, { ...sample(), code: 'X-1', criteria: { ja: [' '] } })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    const run = { courseId: 'NEW-R9', no: 'R9-1', start: '2026-12-01', end: '2026-12-20' }
    await addSession(world.deps, world.operator, run)
    await expect(addSession(world.deps, world.operator, run)).rejects.toMatchObject({ code: 'conflict' })
    await expect(addSession(world.deps, world.operator, { ...run, no: 'x', end: '2026-11-01' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})
