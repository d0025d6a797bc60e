import type { Actor } from '../domain/actor.ts'
import {
  type Attendance,
  type AttendanceStatus,
  attendanceProblems,
  type Occasion,
  occasionProblems,
  settleAttendance as settled,
} from '../domain/occasion.ts'
import { permit } from '../domain/permit.ts'
import { refuseProblems } from '../domain/refusal.ts'
import { type InputProblem, ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findCompletion } from '../store/completions.ts'
import {
  changeAttendance,
  findAttendance,
  findOccasion,
  insertAttendances,
  insertOccasion,
  listAttendances,
  listOccasions,
} from '../store/occasions.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

export type NewAttendance = Omit<Attendance, 'id' | 'occasionId' | 'isDemo'>

/** Registers a workshop, symposium, consultation, subsidy or visit. */
export const registerOccasion = async (deps: Deps, actor: Actor, command: Omit<Occasion, 'id'>): Promise<Occasion> => {
  permit(actor, 'event.manage')
  refuseProblems('The event cannot be registered like this.', occasionProblems(command))
  const occasion: Occasion = { ...command, id: newId() }
  await inTransaction(deps, async (deps) => {
    await insertOccasion(deps.db, occasion, deps.now())
    await audit(deps, actor, 'event.registered', `event:${occasion.id}`, { kind: occasion.kind })
  })
  return occasion
}

/**
 * Records who took part, all or nothing: one mistake and nothing is stored, each named with its place. Who is on the list already stays as before.
 *
 * @param command.place - how a place is called, e.g. `line 3` of a file; a JSON pointer unless given
 * @throws ServiceError `not_found`, `invalid_input`
 */
export const recordAttendances = async (
  deps: Deps,
  actor: Actor,
  command: { occasionId: string; attendances: readonly NewAttendance[]; place?: (index: number) => string },
): Promise<{ recorded: number; known: number }> => {
  permit(actor, 'event.manage')
  const occasion = await requireOccasion(deps, command.occasionId)
  const place = command.place ?? ((index: number) => `/attendances/${index}`)
  const problems: InputProblem[] = []
  for (const [i, attendance] of command.attendances.entries())
    problems.push(...attendanceProblems(occasion.kind, attendance, place(i)), ...(await missingRecords(deps, attendance, place(i))))
  refuseProblems('Nothing was stored; correct what is named and send the list again.', problems)
  const who = ({ participantId, employerId }: NewAttendance): string => `${participantId ?? ''}|${employerId ?? ''}`
  return inTransaction(deps, async (deps) => {
    const listed = new Set((await listAttendances(deps.db, { occasionId: occasion.id })).map(({ attendance }) => who(attendance)))
    const fresh = command.attendances.filter((attendance) => {
      if (listed.has(who(attendance))) return false
      listed.add(who(attendance))
      return true
    })
    await insertAttendances(
      deps.db,
      fresh.map((attendance) => ({ ...attendance, id: newId(), occasionId: occasion.id, isDemo: occasion.isDemo })),
      deps.now(),
    )
    await audit(deps, actor, 'event.attended', `event:${occasion.id}`, { recorded: fresh.length })
    return { recorded: fresh.length, known: command.attendances.length - fresh.length }
  })
}

const missingRecords = async (deps: Deps, attendance: NewAttendance, place: string): Promise<InputProblem[]> => {
  const problems: InputProblem[] = []
  const { participantId, employerId, completionId } = attendance
  if (participantId !== undefined && (await findParticipant(deps.db, participantId)) === undefined)
    problems.push({ path: `${place}/participantId`, code: 'PARTICIPANT_UNKNOWN', message: `受講者${participantId}は登録されていません。` })
  if (employerId !== undefined && (await findOrganisation(deps.db, employerId))?.kind !== 'employer')
    problems.push({ path: `${place}/employerId`, code: 'EMPLOYER_UNKNOWN', message: `企業${employerId}は登録されていません。` })
  if (completionId !== undefined) {
    const completion = await findCompletion(deps.db, completionId)
    if (completion === undefined || (participantId !== undefined && completion.participantId !== participantId))
      problems.push({
        path: `${place}/completionId`,
        code: 'COMPLETION_UNKNOWN',
        message: `${completionId}は、本人の受講の記録ではありません。`,
      })
  }
  return problems
}

/** What became of a registration: attended, absent, cancelled; of a subsidy: granted or refused. */
export const settleAttendance = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; status: Exclude<AttendanceStatus, 'registered'>; amountJPY?: number; completionId?: string },
): Promise<Attendance> => {
  permit(actor, 'event.manage')
  const { id, ...change } = command
  return inTransaction(deps, async (deps) => {
    const before = await findAttendance(deps.db, id)
    const occasion = before && (await findOccasion(deps.db, before.occasionId))
    if (before === undefined || occasion === undefined) throw new ServiceError('not_found', `There is no attendance ${id}.`)
    const after = settled(before, occasion.kind, change)
    refuseProblems('The attendance cannot end like this.', [
      ...attendanceProblems(occasion.kind, after),
      ...(await missingRecords(deps, after, '')),
    ])
    if (!(await changeAttendance(deps.db, before, after, deps.now())))
      throw new ServiceError('conflict', `The attendance ${id} was changed by somebody else at the same moment.`)
    await audit(deps, actor, `event.${after.status}`, `attendance:${id}`)
    return after
  })
}

/** In which events a person took part: for the person and the secretariat. */
export const readAttendances = async (
  deps: Deps,
  actor: Actor,
  query: { participantId?: string; employerId?: string; occasionId?: string },
): Promise<{ attendance: Attendance; occasion: Occasion }[]> => {
  permit(actor, 'event.read', { participantId: query.participantId, employerId: query.employerId })
  const found = await listAttendances(deps.db, query)
  // A firm's own list does not say which of its people sought advice.
  const isEmployer = 'role' in actor && actor.role === 'employer'
  return isEmployer ? found.filter(({ attendance }) => attendance.participantId === undefined) : found
}

/** @throws ServiceError `not_found` */
export const requireOccasion = async (deps: Deps, id: string): Promise<Occasion> => {
  const occasion = await findOccasion(deps.db, id)
  if (occasion === undefined) throw new ServiceError('not_found', `There is no event ${id}.`)
  return occasion
}

/** The events of the programme; everybody may know them. */
export const listOccasionsFor = (deps: Deps, query: { kind?: string; after?: string; limit?: number }): Promise<Occasion[]> =>
  listOccasions(deps.db, query)
