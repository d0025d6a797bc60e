import type { CompletionLookups, CompletionRow, CourseRun } from '../domain/completion-import.ts'
import type { Course } from '../domain/course.ts'
import type { KnownParticipant } from '../domain/import-fields.ts'
import type { ImportFile } from '../domain/import-file.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { readingKey } from '../domain/kana.ts'
import type { ParticipantLookups } from '../domain/participant-import.ts'
import { findSession, listCourses, listSessions } from '../store/courses.ts'
import { listEmployerNumbers, listKnownParticipants, listRecorded } from '../store/import-lookups.ts'
import type { Deps } from './deps.ts'

type Recorded = Pick<CompletionRow, 'endOn' | 'status' | 'attendanceRate'>

/**
 * What decisions ask for, loaded for a batch of rows at a time: rules are pure and ask by exact key, the database answers for many keys at once.
 * Memory holds the answers for one batch, however long the file is.
 */
export interface ImportLookups {
  completion: CompletionLookups
  participant: ParticipantLookups
  /** Forgets the answers, before the next batch. */
  forget(): void
  /**
   * Loads what was asked for and not known since the last call.
   *
   * @returns false when nothing was missing, so that the decisions just made stand
   */
  load(): Promise<boolean>
}

type Kind = 'number' | 'address' | 'reading'

/** Courses and runs that the import may be for: all of the secretariat's, the operator's own, or the one run that was named. */
export const importLookups = async (deps: Deps, file: ImportFile): Promise<ImportLookups> => {
  const { courses, runs } = await scope(deps, file)
  const employers = await listEmployerNumbers(deps.db)
  const byNumber = new Map(employers.flatMap((item) => (item.corporateNumber === undefined ? [] : [[item.corporateNumber, item] as const])))
  const byId = new Map(employers.map((item) => [item.id, item]))
  const byCode = new Map(courses.map((course) => [course.code, course]))
  const today = jstDay(deps.now())

  const known: Record<Kind, Map<string, readonly KnownParticipant[]>> = { number: new Map(), address: new Map(), reading: new Map() }
  const asked: Record<Kind, Set<string>> = { number: new Set(), address: new Set(), reading: new Set() }
  const recorded = new Map<string, Recorded | undefined>()
  const askedRecords = new Map<string, { participantId: string; sessionId: string }>()

  const ask = (kind: Kind, key: string): readonly KnownParticipant[] => {
    const answer = known[kind].get(key)
    if (answer === undefined) asked[kind].add(key)
    return answer ?? []
  }
  const people = {
    participantByNumber: (number: string) => ask('number', number)[0],
    participantByEmail: (address: string) => ask('address', address)[0],
    participantsByReading: (key: string) => (key === '' ? [] : ask('reading', key)),
    employerByCorporateNumber: (number: string) => byNumber.get(number),
  }

  return {
    completion: {
      ...people,
      today,
      courseByCode: (code) => byCode.get(code),
      courseCodes: [...byCode.keys()],
      runsOf: (courseId) => runs.get(courseId) ?? [],
      recorded: (participantId, _courseId, _startOn, sessionId = '') => {
        const key = `${sessionId} ${participantId}`
        if (!recorded.has(key)) askedRecords.set(key, { participantId, sessionId })
        return recorded.get(key)
      },
    },
    participant: { ...people, employerById: (id) => byId.get(id) },
    forget: () => {
      for (const map of Object.values(known)) map.clear()
      recorded.clear()
    },
    load: async () => {
      const missing = Object.values(asked).some((keys) => keys.size > 0) || askedRecords.size > 0
      if (!missing) return false
      const numbers = [...asked.number]
      const addresses = [...asked.address]
      const readings = [...asked.reading]
      for (const person of await listKnownParticipants(deps.db, { ids: numbers })) known.number.set(person.number, [person])
      for (const person of await listKnownParticipants(deps.db, { addressKeys: addresses }))
        for (const address of person.emails) known.address.set(address, [person])
      for (const person of await listKnownParticipants(deps.db, { readingKeys: readings })) {
        const key = readingKey(person.familyNameKana, person.givenNameKana)
        known.reading.set(key, [...(known.reading.get(key) ?? []), person])
      }
      for (const [kind, keys] of [
        ['number', numbers],
        ['address', addresses],
        ['reading', readings],
      ] as const) {
        for (const key of keys) if (!known[kind].has(key)) known[kind].set(key, [])
        asked[kind].clear()
      }
      const wanted = [...askedRecords]
      const rows = await listRecorded(
        deps.db,
        [...new Set(wanted.map(([, { sessionId }]) => sessionId))],
        [...new Set(wanted.map(([, { participantId }]) => participantId))],
      )
      for (const row of rows) recorded.set(`${row.sessionId} ${row.participantId}`, row as Recorded)
      for (const [key] of wanted) if (!recorded.has(key)) recorded.set(key, undefined)
      askedRecords.clear()
      return true
    },
  }
}

const scope = async (deps: Deps, file: ImportFile): Promise<{ courses: Course[]; runs: Map<string, CourseRun[]> }> => {
  const courses = (await listCourses(deps.db)).filter(
    (course) => file.organisationId === undefined || course.operatorId === file.organisationId,
  )
  const runs = new Map<string, CourseRun[]>()
  if (file.sessionId !== undefined) {
    const session = await findSession(deps.db, file.sessionId)
    if (session !== undefined) runs.set(session.courseId, [session])
  } else for (const course of courses) runs.set(course.id, await listSessions(deps.db, course.id))
  return { courses, runs }
}
