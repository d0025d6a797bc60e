import { ServiceError } from '../errors.ts'
import type { Actor, Role } from './actor.ts'
import { type Action, type ConditionName, type Permission, permissions } from './permissions.ts'

export type { Action } from './permissions.ts'

/** What the deed is about; a rule that needs a member which is absent refuses. */
export interface Target {
  operatorId?: string
  employerId?: string
  participantId?: string
  issuerId?: string
  /** id of the record that a secret link was made for, e.g. of the badge or the nomination */
  recordId?: string
  /** reason code of a revocation */
  reason?: string
  /** why personal data is looked at; goes into the log */
  purpose?: string
  /** firms for which the participant works or worked */
  employerIdsOfParticipant?: readonly string[]
  /** firms to which the learner presents it, by a share link or a consent in force */
  presentedToEmployerIds?: readonly string[]
}

type Person = Extract<Actor, { role: Role }>

/** Own is only what both sides name: two absent ids are not the same id. */
const same = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a === b

const includes = (ids: readonly string[] | undefined, id: string | undefined): boolean => id !== undefined && (ids ?? []).includes(id)

const conditions: Record<ConditionName, (actor: Person, target: Target) => boolean> = {
  always: () => true,
  own_course: (actor, target) => same(actor.organisationId, target.operatorId),
  own_firm: (actor, target) => same(actor.organisationId, target.employerId),
  own_employee: (actor, target) => includes(target.employerIdsOfParticipant, actor.organisationId),
  other_firm: (actor, target) => target.employerId !== undefined && actor.organisationId !== target.employerId,
  own_record: (actor, target) => actor.kind === 'user' && same(actor.participantId, target.participantId),
  own_issuer: (actor, target) => actor.kind === 'api_key' && same(actor.issuerId, target.issuerId),
  purpose: (_, target) => (target.purpose ?? '').trim() !== '',
  presented: (actor, target) => includes(target.presentedToEmployerIds, actor.organisationId),
  in_person: (actor) => actor.kind === 'user',
  issued_in_error: (_, target) => target.reason === 'ISSUED_IN_ERROR',
}

/** Whether the actor may do this. The system itself (start-up, command line, jobs) may; whoever the table does not name may not. */
export const mayDo = (actor: Actor, action: Action, target: Target = {}): boolean => {
  if (actor.kind === 'system') return true
  const permission: Permission = permissions[action]
  if (permission.public === true) return true
  if (actor.kind === 'public') return false
  if (actor.kind === 'link') return (permission.links ?? []).includes(actor.subject) && same(actor.id, target.recordId)
  return permission.roles?.[actor.role]?.every((name) => conditions[name](actor, target)) ?? false
}

/** @throws ServiceError `forbidden` */
export const permit = (actor: Actor, action: Action, target: Target = {}): void => {
  if (!mayDo(actor, action, target)) throw new ServiceError('forbidden', `This actor may not do ${action} here.`)
}
