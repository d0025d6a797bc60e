import { ServiceError } from '../errors.ts'
import type { Actor, Role } from './actor.ts'

/** What the deed is about; a rule that needs a member which is absent refuses. */
export interface Target {
  operatorId?: string
  employerId?: string
  participantId?: string
  issuerId?: string
  reason?: string
}

export type Action =
  | 'completion.record'
  | 'credential.issue'
  | 'credential.revoke'
  | 'credential.suspend'
  | 'credential.reinstate'
  | 'issuer.manage'
  | 'programme.load'

type Person = Extract<Actor, { role: Role }>
type Condition = (actor: Person, target: Target) => boolean

const always: Condition = () => true
const ownCourse: Condition = (actor, target) => target.operatorId !== undefined && actor.organisationId === target.operatorId

/** Who may do what (DOMAIN section 6); whoever is not named may not. */
const rules: Record<Action, Partial<Record<Role, Condition>>> = {
  'completion.record': { secretariat: always, operator: ownCourse },
  'credential.issue': { secretariat: always, operator: ownCourse },
  'credential.revoke': {
    secretariat: always,
    operator: (actor, target) => ownCourse(actor, target) && target.reason === 'ISSUED_IN_ERROR',
  },
  'credential.suspend': { secretariat: always },
  'credential.reinstate': { secretariat: always },
  'issuer.manage': { administrator: always },
  'programme.load': { administrator: always },
}

/** Whether the actor may do this. The system itself (start-up, command line, jobs) may; an unnamed role may not. */
export const mayDo = (actor: Actor, action: Action, target: Target = {}): boolean => {
  if (actor.kind === 'system') return true
  if (actor.kind === 'public' || actor.kind === 'link') return false
  return rules[action][actor.role]?.(actor, target) ?? false
}

/** @throws ServiceError `forbidden` */
export const permit = (actor: Actor, action: Action, target: Target = {}): void => {
  if (!mayDo(actor, action, target)) throw new ServiceError('forbidden', `This actor may not do ${action} here.`)
}
