import type { Actor } from '../../domain/actor.ts'
import { readEmail } from '../../domain/email-address.ts'
import { permit } from '../../domain/permit.ts'
import type { Membership, User } from '../../domain/user.ts'
import { ServiceError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import { findOrganisationBySlug } from '../../store/organisations.ts'
import { findParticipant } from '../../store/participants.ts'
import { inTransaction } from '../../store/transaction.ts'
import { findUserByEmail, insertMembership, insertUser, listMemberships } from '../../store/users.ts'
import { audit } from '../audit.ts'
import type { Deps } from '../deps.ts'

export interface RegisterUser {
  email: string
  name: string
  role: Membership['role']
  /** of a secretariat, operator, employer or reviewer; a reviewer's is the body that sent them */
  organisationSlug?: string
  /** of a learner */
  participantId?: string
  isDemo?: boolean
}

const kindOf: Partial<Record<Membership['role'], 'secretariat' | 'operator' | 'employer'>> = {
  secretariat: 'secretariat',
  operator: 'operator',
  employer: 'employer',
}

/**
 * Gives somebody an account, or one more role to an account that is there. The same again changes nothing.
 *
 * @throws ServiceError `forbidden`, `invalid_input`, `organisation_not_found`, `participant_not_found`
 */
export const registerUser = async (deps: Deps, actor: Actor, command: RegisterUser): Promise<{ user: User; membership: Membership }> => {
  permit(actor, 'user.manage')
  const email = readEmail(command.email)
  if (!email.ok) throw refusal('email', 'must be an e-mail address')
  const organisation = command.organisationSlug === undefined ? undefined : await findOrganisationBySlug(deps.db, command.organisationSlug)
  if (command.organisationSlug !== undefined && organisation === undefined)
    throw new ServiceError('organisation_not_found', `There is no organisation ${command.organisationSlug}.`)
  const kind = kindOf[command.role]
  if (kind !== undefined && organisation?.kind !== kind)
    throw refusal('organisation', `must name ${kind === 'secretariat' ? 'the council' : `an ${kind}`} for the role ${command.role}`)
  if (command.role === 'learner') {
    if (command.participantId === undefined) throw refusal('participantId', 'is needed for the role learner')
    if ((await findParticipant(deps.db, command.participantId)) === undefined)
      throw new ServiceError('participant_not_found', `There is no participant ${command.participantId}.`)
  }
  const now = deps.now()
  return inTransaction(deps, async (deps) => {
    let user = await findUserByEmail(deps.db, email.address)
    if (user === undefined) {
      user = { id: newId(), email: email.address, name: command.name, isDemo: command.isDemo ?? false }
      await insertUser(deps.db, { ...user, emailKey: email.address }, now)
      await audit(deps, actor, 'user.registered', `user:${user.id}`)
    }
    const wanted = { role: command.role, organisationId: organisation?.id, participantId: command.participantId }
    const known = (await listMemberships(deps.db, user.id)).find(
      ({ role, organisationId, participantId }) =>
        role === wanted.role && organisationId === wanted.organisationId && participantId === wanted.participantId,
    )
    if (known !== undefined) return { user, membership: known }
    const membership: Membership = { id: newId(), userId: user.id, ...wanted }
    await insertMembership(deps.db, membership, now)
    await audit(deps, actor, 'user.role_given', `user:${user.id}`, { role: membership.role, membership: membership.id })
    return { user, membership }
  })
}

const refusal = (path: string, message: string): ServiceError =>
  new ServiceError('invalid_input', `The account cannot be made: ${path} ${message}.`, { problems: [{ path, message }] })
