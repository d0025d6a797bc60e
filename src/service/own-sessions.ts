import type { Actor } from '../domain/actor.ts'
import type { Course, Session } from '../domain/course.ts'
import { mayDo } from '../domain/permit.ts'
import { listCourses, listSessions } from '../store/courses.ts'
import type { Deps } from './deps.ts'

/** The courses for which the actor may import completions, each with its runs, the newest run first. */
export const listOwnSessions = async (deps: Deps, actor: Actor): Promise<{ course: Course; sessions: Session[] }[]> => {
  const own = (await listCourses(deps.db)).filter((course) => mayDo(actor, 'completion.import', { operatorId: course.operatorId }))
  const found: { course: Course; sessions: Session[] }[] = []
  for (const course of own)
    found.push({ course, sessions: (await listSessions(deps.db, course.id)).sort((a, b) => b.start.localeCompare(a.start)) })
  return found
}
