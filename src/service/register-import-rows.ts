import { type Actor, actorLabel } from '../domain/actor.ts'
import type { CompletionRow } from '../domain/completion-import.ts'
import type { KnownParticipant } from '../domain/import-fields.ts'
import type { ImportFile, RowOutcome } from '../domain/import-file.ts'
import type { ParticipantRow } from '../domain/participant-import.ts'
import { nameSearchKey } from '../domain/person-name.ts'
import { newId, newShortId } from '../ids.ts'
import { type AuditEntry, appendAudit } from '../store/audit.ts'
import { insertCompletions, type StoredCompletion } from '../store/completions.ts'
import { findCourse } from '../store/courses.ts'
import { type Employment, insertEmployments } from '../store/employments.ts'
import { listEmployments, listKnownParticipants, listRecorded } from '../store/import-lookups.ts'
import type { ImportRow } from '../store/imports.ts'
import { listOrganisations } from '../store/organisations.ts'
import { insertParticipants, type NewParticipant } from '../store/participants.ts'
import { autoApplications } from './auto-apply.ts'
import type { Deps } from './deps.ts'

export interface RowResult {
  record: number
  outcome: RowOutcome
  entityId?: string
}

interface Person {
  number: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  romanName?: string
  email: string
  employerId?: string
  badgeNameForm: NewParticipant['badgeNameForm']
}

const acceptedRows = <R>(rows: readonly ImportRow[]): { record: number; line: number; row: R }[] =>
  rows.flatMap(({ decision }) => ('row' in decision ? [{ record: decision.record, line: decision.line, row: decision.row as R }] : []))

/**
 * Registers accepted rows of completions with the people they name who are not registered yet. Runs inside the caller's transaction.
 *
 * @returns for each row what became of it: a row that somebody recorded meanwhile is skipped, one that contradicts what was recorded is a conflict
 */
export const registerCompletionRows = async (
  deps: Deps,
  actor: Actor,
  file: ImportFile,
  rows: readonly ImportRow[],
): Promise<RowResult[]> => {
  const accepted = acceptedRows<CompletionRow>(rows)
  const people = await peopleRegister(
    deps,
    file,
    accepted.map(({ row }) => row),
  )
  const results: RowResult[] = []
  const fresh: StoredCompletion[] = []
  const recorded = await listRecorded(
    deps.db,
    [...new Set(accepted.map(({ row }) => row.sessionId as string))],
    accepted.flatMap(({ row }) => people.find(row)?.id ?? []),
  )
  const recordedOf = new Map(recorded.map((row) => [`${row.sessionId} ${row.participantId}`, row]))

  for (const { record, line, row } of accepted) {
    const participantId = people.idFor({ ...row, number: row.participantNumber, badgeNameForm: 'kanji' }, row.participantId)
    if (participantId === undefined) {
      results.push({ record, outcome: 'conflict' })
      continue
    }
    const known = recordedOf.get(`${row.sessionId} ${participantId}`)
    if (known !== undefined) {
      const same =
        known.status === row.status && known.endOn === row.endOn && (row.attendanceRate ?? known.attendanceRate) === known.attendanceRate
      results.push({ record, outcome: same ? 'skipped' : 'conflict', entityId: known.id })
      continue
    }
    const completion = completionOf(row, participantId, file, line, people.isDemo)
    fresh.push(completion)
    recordedOf.set(`${row.sessionId} ${participantId}`, { ...completion, participantId })
    results.push({ record, outcome: 'imported', entityId: completion.id })
  }

  await people.store(actor)
  await storeCompletions(deps, actor, file, accepted, fresh)
  return results
}

const completionOf = (row: CompletionRow, participantId: string, file: ImportFile, line: number, isDemo: boolean): StoredCompletion => ({
  id: newId(),
  sessionId: row.sessionId as string,
  participantId,
  status: row.status,
  startOn: row.startOn,
  ...(row.endOn === undefined ? {} : { endOn: row.endOn }),
  ...(row.attendanceRate === undefined ? {} : { attendanceRate: row.attendanceRate }),
  ...(row.note === '' ? {} : { note: row.note }),
  ...(row.employerId === undefined && row.employerCorporateNumber !== '' ? { employerNumber: row.employerCorporateNumber } : {}),
  source: { file: file.fileName, line, sha256: file.sha256 },
  isDemo,
})

const storeCompletions = async (
  deps: Deps,
  actor: Actor,
  file: ImportFile,
  accepted: readonly { row: CompletionRow }[],
  fresh: readonly StoredCompletion[],
): Promise<void> => {
  const now = deps.now()
  const courseIdOf = new Map(accepted.map(({ row }) => [row.sessionId as string, row.courseId]))
  const applied = new Map<string, { appliedOn: string; consentId: string }>()
  for (const courseId of new Set(courseIdOf.values())) {
    const course = await findCourse(deps.db, courseId)
    if (course === undefined) continue
    const own = fresh.filter(({ sessionId }) => courseIdOf.get(sessionId) === courseId)
    for (const [id, application] of await autoApplications(deps, course, own)) applied.set(id, application)
  }
  await insertCompletions(
    deps.db,
    fresh.map((completion) => ({ ...completion, ...applied.get(completion.id) })),
    now,
  )
  await appendAudit(
    deps.db,
    fresh.map(
      (completion): AuditEntry => ({
        at: now,
        actor: actorLabel(actor),
        action: 'completion.recorded',
        entity: `completion:${completion.id}`,
        detail: { session: completion.sessionId, status: completion.status, import: file.id, line: completion.source?.line ?? 0 },
      }),
    ),
  )
}

/** Registers accepted rows of participants. Runs inside the caller's transaction. */
export const registerParticipantRows = async (
  deps: Deps,
  actor: Actor,
  file: ImportFile,
  rows: readonly ImportRow[],
): Promise<RowResult[]> => {
  const accepted = acceptedRows<ParticipantRow>(rows)
  const people = await peopleRegister(
    deps,
    file,
    accepted.map(({ row }) => ({ participantNumber: row.number, email: row.email })),
  )
  const results = accepted.map(({ record, row }): RowResult => {
    const known = people.find({ participantNumber: row.number, email: row.email })
    if (known === undefined) {
      const entityId = people.idFor(row)
      return entityId === undefined ? { record, outcome: 'conflict' } : { record, outcome: 'imported', entityId }
    }
    const same = known.familyName === row.familyName && known.givenName === row.givenName && known.emails.includes(row.email)
    return { record, outcome: same ? 'skipped' : 'conflict', entityId: known.id }
  })
  await people.store(actor)
  return results
}

interface Named {
  participantId?: string
  participantNumber: string
  email: string
}

/** The people whom a batch of rows names: who is registered, and who is going to be. */
const peopleRegister = async (deps: Deps, file: ImportFile, named: readonly Named[]) => {
  const known = await listKnownParticipants(deps.db, {
    ids: [
      ...new Set(named.flatMap((row) => [row.participantId, row.participantNumber].filter((id) => id !== undefined && id !== ''))),
    ] as string[],
    addressKeys: [...new Set(named.map(({ email }) => email).filter((email) => email !== ''))],
  })
  const byId = new Map<string, KnownParticipant>(known.map((person) => [person.id, person]))
  const byAddress = new Map(known.flatMap((person) => person.emails.map((address) => [address, person] as const)))
  const employments = await listEmployments(deps.db, [...byId.keys()])
  const isDemo = (await listOrganisations(deps.db, 'secretariat'))[0]?.isDemo ?? false
  const fresh: NewParticipant[] = []
  const freshEmployments: Employment[] = []

  const find = (row: Named): KnownParticipant | undefined =>
    (row.participantId === undefined ? undefined : byId.get(row.participantId)) ??
    (row.participantNumber === '' ? undefined : byId.get(row.participantNumber)) ??
    byAddress.get(row.email)

  const employ = (participantId: string, employerId: string | undefined): void => {
    if (employerId === undefined) return
    const open = [...employments, ...freshEmployments].some(
      (item) => item.participantId === participantId && item.employerId === employerId && item.to === undefined,
    )
    if (!open) freshEmployments.push({ id: newId(), participantId, employerId, source: 'import' })
  }

  const register = (row: Person): KnownParticipant => {
    const id = row.number === '' ? `P-${newShortId()}` : row.number
    const emails = row.email === '' ? [] : [row.email]
    fresh.push({
      id,
      familyName: row.familyName,
      givenName: row.givenName,
      familyNameKana: row.familyNameKana,
      givenNameKana: row.givenNameKana,
      ...(row.romanName === undefined ? {} : { romanName: row.romanName }),
      badgeNameForm: row.badgeNameForm,
      emails,
      addressKeys: emails,
      searchKey: nameSearchKey(`${row.familyName}${row.givenName}`),
      ...(file.organisationId === undefined ? {} : { registeredBy: file.organisationId }),
      isDemo,
    })
    const person = { ...row, id, number: id, emails }
    byId.set(id, person)
    for (const address of emails) byAddress.set(address, person)
    return person
  }

  return {
    isDemo,
    find,
    /**
     * @param participantId - who it is, where the dry run knew the person
     * @returns undefined when number and address belong to two people by now, or the number to somebody with another name and address
     */
    idFor: (row: Person, participantId?: string): string | undefined => {
      const owner = row.email === '' ? undefined : byAddress.get(row.email)
      const numbered = row.number === '' ? undefined : byId.get(row.number)
      const person = (participantId === undefined ? undefined : byId.get(participantId)) ?? numbered ?? owner
      if (person === undefined) {
        const created = register(row)
        employ(created.id, row.employerId)
        return created.id
      }
      if (owner !== undefined && owner.id !== person.id) return undefined
      const stranger = participantId === undefined && owner === undefined && person.familyName !== row.familyName
      if (stranger) return undefined
      employ(person.id, row.employerId)
      return person.id
    },
    /** Stores who is new, with an audit entry each. */
    store: async (actor: Actor): Promise<void> => {
      const now = deps.now()
      await insertParticipants(deps.db, fresh, now)
      await insertEmployments(deps.db, freshEmployments, now)
      await appendAudit(
        deps.db,
        fresh.map(
          (person): AuditEntry => ({
            at: now,
            actor: actorLabel(actor),
            action: 'participant.registered',
            entity: `participant:${person.id}`,
            detail: { import: file.id },
          }),
        ),
      )
    },
  }
}
