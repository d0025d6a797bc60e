import type { Actor } from '../domain/actor.ts'
import type { Employment as Employed } from '../domain/employment.ts'
import { isDay, jstDay } from '../domain/japanese-date.ts'
import { readKana } from '../domain/kana.ts'
import type { Participant } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { mojibakeMarks, nameSearchKey } from '../domain/person-name.ts'
import { type InputProblem, ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { insertAddress, setAddressRetired } from '../store/addresses.ts'
import { findCredential } from '../store/credentials.ts'
import { endEmployment as end, insertEmployment } from '../store/employments.ts'
import { findOrganisation } from '../store/organisations.ts'
import { type ParticipantName, updateName } from '../store/participants.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { closeAccountOf } from '../store/users.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { type ParticipantRecord, recordOf, requireVisible } from './participants.ts'
import { addressKey } from './register-participant.ts'

/**
 * Corrects a name. It is kept exactly as given; the former one stays as history. Badges that were issued stay as they are: their page shows the name
 * of today, and where a badge has to be signed anew it is reissued.
 *
 * @throws ServiceError `participant_not_found`, `forbidden`, `invalid_input`, `conflict` when somebody corrects it at the same moment
 */
export const correctName = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; name: Partial<ParticipantName>; reason: string },
): Promise<ParticipantRecord> => {
  const participant = await requireVisible(deps, actor, command.id)
  requireKeeper(actor)
  const given = Object.fromEntries(Object.entries(command.name).filter(([, value]) => value !== undefined)) as Partial<ParticipantName>
  const corrected: Participant = { ...participant, ...given }
  refuseName(corrected, command.reason)
  const { familyName, givenName, familyNameKana, givenNameKana, romanName, badgeNameForm } = participant
  const former = { familyName, givenName, familyNameKana, givenNameKana, ...(romanName === undefined ? {} : { romanName }), badgeNameForm }
  await inTransaction(deps, async (deps) => {
    await updateName(
      deps.db,
      { ...corrected, searchKey: nameSearchKey(`${corrected.familyName}${corrected.givenName}`) },
      { name: former, reason: command.reason },
      deps.now(),
    )
    await audit(deps, actor, 'participant.renamed', `participant:${participant.id}`)
  })
  return recordOf(deps, corrected)
}

const requireKeeper = (actor: Actor): void => {
  const operatorId = 'role' in actor && actor.role === 'operator' ? actor.organisationId : undefined
  permit(actor, 'participant.register', operatorId === undefined ? {} : { operatorId })
}

const refuseName = (name: ParticipantName, reason: string): void => {
  const problems: InputProblem[] = []
  if (name.familyName.trim() === '') problems.push({ path: '/name/familyName', message: 'is needed' })
  for (const member of ['familyName', 'givenName'] as const)
    if (mojibakeMarks(name[member]).length > 0)
      problems.push({ path: `/name/${member}`, message: 'holds a mark of a lost character (?, 〓)' })
  for (const member of ['familyNameKana', 'givenNameKana'] as const)
    if (name[member] !== '' && !readKana(name[member]).ok) problems.push({ path: `/name/${member}`, message: 'must be katakana' })
  if (name.badgeNameForm === 'roman' && (name.romanName ?? '') === '')
    problems.push({ path: '/name/romanName', message: 'is needed: the badge is to carry it' })
  if (reason.trim() === '') problems.push({ path: '/reason', message: 'is needed' })
  if (problems.length > 0) throw new ServiceError('invalid_input', 'The name is not acceptable.', { problems })
}

/** The learner by an own account or by the holder's link to an own badge; else whoever keeps the register. */
const requireContactRight = async (deps: Deps, actor: Actor, participantId: string): Promise<void> => {
  if (actor.kind === 'link') {
    const credential = await findCredential(deps.db, actor.id)
    const own = credential?.participantId === participantId
    return permit(actor, 'participant.update_contact', own ? { participantId, recordId: actor.id } : { participantId })
  }
  if ('role' in actor && actor.role === 'learner') return permit(actor, 'participant.update_contact', { participantId })
  requireKeeper(actor)
}

/**
 * Adds a contact address, e.g. a private one before the work address dies. One mailbox is one participant's.
 *
 * @throws ServiceError `participant_not_found`, `forbidden`, `invalid_input`, `conflict` when the mailbox is another participant's
 */
export const addAddress = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; address: string; kind: 'private' | 'work' },
): Promise<ParticipantRecord> => {
  const participant = await requireVisible(deps, actor, command.id)
  await requireContactRight(deps, actor, participant.id)
  const key = addressKey(command.address)
  const now = deps.now()
  try {
    await inTransaction(deps, async (deps) => {
      // An own address that was out of use comes into use again.
      if (!(await setAddressRetired(deps.db, participant.id, key, undefined)))
        await insertAddress(deps.db, participant.id, { address: command.address.trim(), addressKey: key, kind: command.kind }, now)
      await audit(deps, actor, 'participant.address_added', `participant:${participant.id}`, { kind: command.kind })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ServiceError('conflict', 'This mailbox belongs to another participant.', { cause: error })
  }
  return recordOf(deps, participant)
}

/**
 * Takes an address out of use: no mail goes there any more, and the mailbox stays this person's.
 *
 * @throws ServiceError `participant_not_found`, `forbidden`, `not_found`
 */
export const retireAddress = async (deps: Deps, actor: Actor, command: { id: string; address: string }): Promise<ParticipantRecord> => {
  const participant = await requireVisible(deps, actor, command.id)
  await requireContactRight(deps, actor, participant.id)
  await inTransaction(deps, async (deps) => {
    if (!(await setAddressRetired(deps.db, participant.id, addressKey(command.address), deps.now())))
      throw new ServiceError('not_found', `The participant ${participant.id} has no such address.`)
    await closeAccountOf(deps.db, participant.id, addressKey(command.address))
    await audit(deps, actor, 'participant.address_retired', `participant:${participant.id}`)
  })
  return recordOf(deps, participant)
}

const sourceOf = (actor: Actor): Employed['source'] => {
  if ('role' in actor && (actor.role === 'learner' || actor.role === 'employer')) return actor.role
  return actor.kind === 'link' ? 'learner' : 'secretariat'
}

/**
 * Records that a person works, or worked, for an employer.
 *
 * @throws ServiceError `participant_not_found`, `organisation_not_found`, `forbidden`, `invalid_input`
 */
export const addEmployment = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; employerId: string; from?: string; to?: string },
): Promise<ParticipantRecord> => {
  const participant = await requireVisible(deps, actor, command.id)
  await requireContactRight(deps, actor, participant.id)
  const employer = await findOrganisation(deps.db, command.employerId)
  if (employer?.kind !== 'employer') throw new ServiceError('organisation_not_found', `There is no employer ${command.employerId}.`)
  const { from, to } = command
  const problems = (['from', 'to'] as const).filter((member) => command[member] !== undefined && !isDay(command[member] ?? ''))
  if (problems.length > 0 || (from !== undefined && to !== undefined && to < from))
    throw new ServiceError('invalid_input', 'The days of the employment are not acceptable.', {
      problems: [{ path: `/${problems[0] ?? 'to'}`, message: problems.length > 0 ? 'is no calendar day' : 'must not be before from' }],
    })
  await inTransaction(deps, async (deps) => {
    await insertEmployment(
      deps.db,
      {
        id: newId(),
        participantId: participant.id,
        employerId: employer.id,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        source: sourceOf(actor),
      },
      deps.now(),
    )
    await audit(deps, actor, 'employment.recorded', `participant:${participant.id}`, { employer: employer.id })
  })
  return recordOf(deps, participant)
}

/**
 * Ends an employment with its last day. The badges stay the person's; the employer sees nothing more of them than before.
 *
 * @throws ServiceError `participant_not_found`, `forbidden`, `conflict` when it has ended already
 */
export const endEmployment = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; employmentId: string; to?: string },
): Promise<ParticipantRecord> => {
  const participant = await requireVisible(deps, actor, command.id)
  await requireContactRight(deps, actor, participant.id)
  await inTransaction(deps, async (deps) => {
    if (!(await end(deps.db, participant.id, command.employmentId, command.to ?? jstDay(deps.now()))))
      throw new ServiceError('conflict', `The employment ${command.employmentId} has ended, or is none of this person's.`)
    await audit(deps, actor, 'employment.ended', `participant:${participant.id}`)
  })
  return recordOf(deps, participant)
}
