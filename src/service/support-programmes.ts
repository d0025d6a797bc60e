import type { Actor } from '../domain/actor.ts'
import { endCertification } from '../domain/course-certification.ts'
import { type Day, jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { type Reason, refuseProblems } from '../domain/refusal.ts'
import {
  abolishProgramme as abolished,
  extendProgramme as extended,
  renewProgramme as renewed,
  type SupportProgramme,
  type SupportProgrammeContent,
} from '../domain/support-programme.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findBody, listBodies } from '../store/body-records.ts'
import { changeCertification, findCourse } from '../store/courses.ts'
import { listMoves, type RecordMove } from '../store/record-moves.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { withdrawCourseEndorsements } from './endorse-course.ts'
import { actingAs, inMoves, movedTo, storeMove } from './store-move.ts'

/** Starts a programme with its courses. */
export const startProgramme = async (
  deps: Deps,
  actor: Actor,
  command: Omit<SupportProgrammeContent, 'id' | 'predecessorId'>,
): Promise<SupportProgramme> => {
  permit(actor, 'support_programme.manage')
  await requireCourses(deps, command.courseIds)
  const after: SupportProgramme = { ...command, id: newId(), state: 'active' }
  return inMoves(deps, (deps) =>
    storeMove(deps, actor, 'support_programme', { after, moves: movedTo(after, command.startedOn), action: 'started' }),
  )
}

/** Lets a programme run longer. */
export const extendProgramme = async (deps: Deps, actor: Actor, command: { id: string; until?: Day }): Promise<SupportProgramme> => {
  permit(actor, 'support_programme.manage')
  return inMoves(deps, async (deps) => {
    const before = await requireProgramme(deps, command.id)
    const after: SupportProgramme = extended(before, command.until)
    const moves = [{ state: 'extended', on: jstDay(deps.now()) }]
    return storeMove(deps, actor, 'support_programme', { before, after, moves, action: 'extended' })
  })
}

/**
 * Puts a successor in the place of a programme. Courses that do not go on lose their certification that day; badges that were issued stay as they
 * are, because certification is asked for on the day of the award.
 */
export const renewProgramme = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; name: SupportProgrammeContent['name']; courseIds: string[]; until?: Day },
): Promise<{ former: SupportProgramme; successor: SupportProgramme }> => {
  permit(actor, 'support_programme.manage')
  await requireCourses(deps, command.courseIds)
  const { id, ...next } = command
  const renewal = await inMoves(deps, async (deps) => {
    const before = await requireProgramme(deps, id)
    const today = jstDay(deps.now())
    const { former, successor } = renewed(before, { on: today, successor: { ...next, id: newId() } })
    await storeMove<SupportProgramme>(deps, actor, 'support_programme', { before, after: former, moves: movedTo(former, today) })
    await storeMove<SupportProgramme>(deps, actor, 'support_programme', {
      after: successor,
      moves: movedTo(successor, today),
      action: 'started',
    })
    const ended = await endCourses(
      deps,
      actor,
      before.courseIds.filter((courseId) => !command.courseIds.includes(courseId)),
      today,
    )
    return { former, successor, ended }
  })
  await withdrawEndorsements(deps, renewal.ended)
  return { former: renewal.former, successor: renewal.successor }
}

/** Ends a programme with a reason; the certification of its courses ends that day, and badges that were issued stay as they are. */
export const abolishProgramme = async (deps: Deps, actor: Actor, command: { id: string; reason: Reason }): Promise<SupportProgramme> => {
  permit(actor, 'support_programme.manage')
  const abolition = await inMoves(deps, async (deps) => {
    const before = await requireProgramme(deps, command.id)
    const today = jstDay(deps.now())
    const after: SupportProgramme = abolished(before, { on: today, reason: command.reason })
    await storeMove(deps, actor, 'support_programme', {
      before,
      after,
      moves: movedTo(after, today),
      detail: { reason: command.reason.code },
    })
    return { after, ended: await endCourses(deps, actor, before.courseIds, today) }
  })
  await withdrawEndorsements(deps, abolition.ended)
  return abolition.after
}

/** Programmes by id, each with its history. */
export const readProgrammes = async (
  deps: Deps,
  query: { after?: string; limit?: number } = {},
): Promise<(SupportProgramme & { history: RecordMove[] })[]> => {
  const programmes = await listBodies<SupportProgramme>(deps.db, 'support_programme', query)
  return Promise.all(
    programmes.map(async (programme) => ({ ...programme, history: await listMoves(deps.db, 'support_programme', programme.id) })),
  )
}

const requireProgramme = async (deps: Deps, id: string): Promise<SupportProgramme> => {
  const programme = await findBody<SupportProgramme>(deps.db, 'support_programme', id)
  if (programme === undefined) throw new ServiceError('not_found', `There is no programme ${id}.`)
  return programme
}

const requireCourses = async (deps: Deps, courseIds: readonly string[]): Promise<void> => {
  const problems = []
  for (const [i, id] of courseIds.entries())
    if ((await findCourse(deps.db, id)) === undefined)
      problems.push({ path: `/courseIds/${i}`, code: 'COURSE_UNKNOWN', message: `There is no course ${id}.` })
  refuseProblems('A programme names a course that is not there.', problems)
}

/** @returns the courses whose certification ended */
const endCourses = async (deps: Deps, actor: Actor, courseIds: readonly string[], on: Day): Promise<string[]> => {
  const ended: string[] = []
  for (const id of courseIds) {
    const course = await findCourse(deps.db, id)
    if (course === undefined || (course.certification.status !== 'certified' && course.certification.status !== 'suspended')) continue
    const { certification } = endCertification(course, 'ended', { on, by: actingAs(actor) })
    await changeCertification(deps.db, id, certification, deps.now())
    await audit(deps, actor, 'course.ended', `course:${id}`)
    ended.push(id)
  }
  return ended
}

/** Signed after the deed; a course whose certification ended is endorsed no more. */
const withdrawEndorsements = async (deps: Deps, courseIds: readonly string[]): Promise<void> => {
  for (const id of courseIds) await withdrawCourseEndorsements(deps, id, { code: 'PROGRAMME_ENDED', text: '講座の認定が終わりました。' })
}
