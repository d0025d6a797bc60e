import type { Actor } from '../domain/actor.ts'
import type { Course, Session } from '../domain/course.ts'
import type { Job } from '../domain/job.ts'
import { mayDo, permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { listImportedSessions } from '../store/imports.ts'
import { findJob } from '../store/jobs.ts'
import { countSessions, listSessionPeople, type SessionCounts, type SessionPerson } from '../store/read-models/session-people.ts'
import { auditView } from './audit.ts'
import { requireSession } from './course-of.ts'
import type { Deps } from './deps.ts'
import { listOwnSessions } from './own-sessions.ts'
import { readImport } from './read-import.ts'

const none = (sessionId: string): SessionCounts => ({ sessionId, completed: 0, applied: 0, issued: 0, claimed: 0 })

/** The runs of the actor's courses with how far their people are. */
export const listSessionCounts = async (
  deps: Deps,
  actor: Actor,
): Promise<{ course: Course; session: Session; counts: SessionCounts }[]> => {
  const own = (await listOwnSessions(deps, actor)).flatMap(({ course, sessions }) => sessions.map((session) => ({ course, session })))
  const counts = await countSessions(
    deps.db,
    own.map(({ session }) => session.id),
  )
  return own.map(({ course, session }) => ({ course, session, counts: counts.get(session.id) ?? none(session.id) }))
}

/** One run: its people, how far each is, and the job that issues their badges where one was started. */
export interface SessionFile {
  course: Course
  session: Session
  counts: SessionCounts
  people: SessionPerson[]
  job?: Job
}

/** @throws ServiceError `session_not_found`, `forbidden` */
export const readSession = async (
  deps: Deps,
  actor: Actor,
  command: { sessionId: string; after: string; limit: number; jobId?: string },
): Promise<SessionFile> => {
  const { course, session } = await requireSession(deps, command.sessionId)
  permit(actor, 'completion.import', { operatorId: course.operatorId })
  const job = command.jobId === undefined ? undefined : await findJob(deps.db, command.jobId)
  if (job !== undefined && job.operatorId !== course.operatorId) throw new ServiceError('not_found', `There is no job ${command.jobId}.`)
  // A page that follows a job asks every few seconds; its first opening is recorded.
  if (job === undefined) await auditView(deps, actor, 'session.people_read', `session:${session.id}`)
  return {
    course,
    session,
    counts: (await countSessions(deps.db, [session.id])).get(session.id) ?? none(session.id),
    people: await listSessionPeople(deps.db, session.id, command),
    ...(job === undefined ? {} : { job }),
  }
}

/** A file holds one run as a rule; more than these are reached by their own pages. */
const MOST_SESSIONS = 5

/** The runs for which an import registered completions, with how many wait for a badge. @throws ServiceError `not_found`, `forbidden` */
export const readImportedSessions = async (
  deps: Deps,
  actor: Actor,
  importId: string,
): Promise<{ course: Course; session: Session; waiting: number }[]> => {
  await readImport(deps, actor, importId)
  const ids = await listImportedSessions(deps.db, importId, MOST_SESSIONS)
  const counts = await countSessions(deps.db, ids)
  const found: { course: Course; session: Session; waiting: number }[] = []
  for (const id of ids) {
    const { course, session } = await requireSession(deps, id)
    if (!mayDo(actor, 'credential.issue', { operatorId: course.operatorId })) continue
    const { completed, issued } = counts.get(id) ?? none(id)
    found.push({ course, session, waiting: completed - issued })
  }
  return found
}
