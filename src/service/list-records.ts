import type { Actor } from '../domain/actor.ts'
import type { CompletionStatus } from '../domain/completion.ts'
import type { CredentialRecord, IssuedCredential } from '../domain/credential.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { type CorrectionNote, listCompletions as list, listFormerRows, type StoredCompletion } from '../store/completions.ts'
import { listCredentials as listBadges } from '../store/credentials.ts'
import { auditView } from './audit.ts'
import { requireCompletion, requireSession } from './course-of.ts'
import type { Deps } from './deps.ts'

interface Page {
  after?: string
  limit: number
}

/**
 * The tenant of a list: an operator's own courses, everything for the secretariat, which names a purpose.
 *
 * @throws ServiceError `forbidden`, `session_not_found`
 */
const scopeOf = async (
  deps: Deps,
  actor: Actor,
  filter: { sessionId?: string | undefined; purpose?: string | undefined },
): Promise<{ operatorId?: string; sessionId?: string }> => {
  const own = 'role' in actor && actor.role === 'operator' ? (actor.organisationId ?? '') : undefined
  const operatorId = filter.sessionId === undefined ? own : (await requireSession(deps, filter.sessionId)).course.operatorId
  permit(actor, 'completion.read', {
    ...(operatorId === undefined ? {} : { operatorId }),
    ...(filter.purpose === undefined ? {} : { purpose: filter.purpose }),
  })
  if (actor.kind === 'link') throw new ServiceError('forbidden', 'A link opens one record and no list.')
  await auditView(
    deps,
    actor,
    'completions.listed',
    filter.sessionId === undefined ? 'programme' : `session:${filter.sessionId}`,
    filter.purpose,
  )
  return { ...(own === undefined ? {} : { operatorId: own }), ...(filter.sessionId === undefined ? {} : { sessionId: filter.sessionId }) }
}

/** Completions that count, of the actor's own courses. @throws ServiceError `forbidden`, `session_not_found` */
export const listCompletions = async (
  deps: Deps,
  actor: Actor,
  filter: Page & { sessionId?: string; participantId?: string; status?: CompletionStatus; purpose?: string },
): Promise<StoredCompletion[]> => {
  const scope = await scopeOf(deps, actor, filter)
  return list(deps.db, {
    ...scope,
    ...(filter.participantId === undefined ? {} : { participantId: filter.participantId }),
    ...(filter.status === undefined ? {} : { status: filter.status }),
    after: filter.after ?? '',
    limit: filter.limit,
  })
}

/** A completion with the rows that it had before. @throws ServiceError `completion_not_found`, `forbidden` */
export const readCompletion = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; purpose?: string },
): Promise<{ completion: StoredCompletion; history: (StoredCompletion & { correction?: CorrectionNote })[] }> => {
  const { completion, course } = await requireCompletion(deps, command.id)
  permit(actor, 'completion.read', {
    operatorId: course.operatorId,
    participantId: completion.participantId,
    ...(command.purpose === undefined ? {} : { purpose: command.purpose }),
  })
  await auditView(deps, actor, 'completion.read', `participant:${completion.participantId}`, command.purpose)
  const history = (await listFormerRows(deps.db, completion.sessionId, completion.participantId)).filter(({ id }) => id !== completion.id)
  return { completion, history }
}

/** Badges of the actor's own courses. @throws ServiceError `forbidden`, `session_not_found` */
export const listCredentials = async (
  deps: Deps,
  actor: Actor,
  filter: Page & {
    sessionId?: string
    participantId?: string
    state?: IssuedCredential['state']
    claim?: CredentialRecord['claim']
    flagged?: boolean
    purpose?: string
  },
): Promise<IssuedCredential[]> => {
  const scope = await scopeOf(deps, actor, filter)
  return listBadges(deps.db, {
    ...scope,
    ...(filter.participantId === undefined ? {} : { participantId: filter.participantId }),
    ...(filter.state === undefined ? {} : { state: filter.state }),
    ...(filter.claim === undefined ? {} : { claim: filter.claim }),
    ...(filter.flagged === undefined ? {} : { flagged: filter.flagged }),
    after: filter.after ?? '',
    limit: filter.limit,
  })
}
