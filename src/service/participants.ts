import type { Actor } from '../domain/actor.ts'
import { readingKey } from '../domain/kana.ts'
import type { Participant } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { nameSearchKey } from '../domain/person-name.ts'
import { ServiceError } from '../errors.ts'
import { type ContactAddress, listAddresses } from '../store/addresses.ts'
import { type Employment, listEmployments } from '../store/employments.ts'
import {
  findParticipant,
  isKnownToOperator,
  listFormerNames,
  type ParticipantName,
  searchParticipants as search,
} from '../store/participants.ts'
import { audit, auditView } from './audit.ts'
import type { Deps } from './deps.ts'

/** Everything that is kept of a person. */
export interface ParticipantRecord {
  participant: Participant
  addresses: ContactAddress[]
  employments: Employment[]
  formerNames: { name: ParticipantName; reason: string; replacedAt: Date }[]
}

const operatorOfActor = (actor: Actor): string | undefined =>
  'role' in actor && actor.role === 'operator' ? (actor.organisationId ?? '') : undefined

/**
 * One person's record. An operator sees those who took part in its courses, or whom it registered; the secretariat names a purpose, and looking is recorded.
 *
 * @throws ServiceError `participant_not_found`, alike for a person who is not the operator's; `forbidden`
 */
export const readParticipant = async (deps: Deps, actor: Actor, command: { id: string; purpose?: string }): Promise<ParticipantRecord> => {
  const participant = await requireVisible(deps, actor, command.id)
  const operatorId = operatorOfActor(actor)
  permit(actor, 'participant.read', {
    participantId: participant.id,
    ...(operatorId === undefined ? {} : { operatorId }),
    ...(command.purpose === undefined ? {} : { purpose: command.purpose }),
  })
  await auditView(deps, actor, 'participant.read', `participant:${participant.id}`, command.purpose)
  const record = await recordOf(deps, participant)
  // A private address is none of an employer's business, whatever the person shows (DOMAIN section 3).
  const isEmployer = 'role' in actor && actor.role === 'employer'
  if (!isEmployer) return record
  const own = record.addresses.filter(({ kind }) => kind === 'work')
  return { ...record, addresses: own, participant: { ...record.participant, emails: own.map(({ address }) => address) } }
}

/** The record without asking who looks; for the use case that has just changed it. */
export const recordOf = async (deps: Deps, participant: Participant): Promise<ParticipantRecord> => ({
  participant,
  addresses: await listAddresses(deps.db, participant.id),
  employments: await listEmployments(deps.db, participant.id),
  formerNames: await listFormerNames(deps.db, participant.id),
})

/** The person, if the actor may know that there is one. @throws ServiceError `participant_not_found` */
export const requireVisible = async (deps: Deps, actor: Actor, id: string): Promise<Participant> => {
  const participant = await findParticipant(deps.db, id)
  const operatorId = operatorOfActor(actor)
  if (participant === undefined || (operatorId !== undefined && !(await isKnownToOperator(deps.db, id, operatorId))))
    throw new ServiceError('participant_not_found', `There is no participant ${id}.`)
  return participant
}

/**
 * Finds people by name, reading, number or address. Variant characters are folded for the search only, so that 高橋 finds 髙橋; the list suggests and
 * never merges. An empty query lists everybody whom the actor may see.
 *
 * @throws ServiceError `forbidden`, also for the secretariat without a purpose
 */
export const searchParticipants = async (
  deps: Deps,
  actor: Actor,
  command: { query?: string; purpose?: string; after?: string; limit: number },
): Promise<Participant[]> => {
  const operatorId = operatorOfActor(actor)
  permit(actor, 'participant.read', {
    ...(operatorId === undefined ? {} : { operatorId }),
    ...(command.purpose === undefined ? {} : { purpose: command.purpose }),
  })
  if (actor.kind === 'link') throw new ServiceError('forbidden', 'A link opens one record and no list.')
  const query = (command.query ?? '').trim()
  await audit(deps, actor, 'participant.searched', 'programme', {}, command.purpose)
  const ids = await search(deps.db, {
    nameKey: nameSearchKey(query),
    readingKey: readingKey(query, ''),
    exact: query,
    ...(operatorId === undefined ? {} : { operatorId }),
    after: command.after ?? '',
    limit: command.limit,
  })
  const people: Participant[] = []
  for (const id of ids) people.push((await findParticipant(deps.db, id)) as Participant)
  return people
}
