import type { Actor } from '../domain/actor.ts'
import {
  answerDataRequest as answered,
  type DataRequest,
  type DataRequestContent,
  type DataRequestDecision,
  type DataRequestKind,
  dataRequestDays,
  extendDataRequest as extended,
  newDataRequest,
  withdrawDataRequest as withdrawn,
} from '../domain/data-request.ts'
import { jstDay } from '../domain/japanese-date.ts'
import type { MailData } from '../domain/mail.ts'
import type { Participant } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { fullName } from '../domain/person-name.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findMailAddress } from '../store/addresses.ts'
import { changeDataRequest, countOpenDataRequests, findDataRequest, insertDataRequest, listDataRequests } from '../store/data-requests.ts'
import { isErasedPerson } from '../store/erasures.ts'
import { findParticipant } from '../store/participants.ts'
import { readSetting, writeSetting } from '../store/settings.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit, auditView } from './audit.ts'
import type { Deps } from './deps.ts'
import { postMail } from './post-mail.ts'

const SETTING = 'data_requests.days'

/** Days in which a request is to be answered. */
export const readDataRequestDays = async (deps: Pick<Deps, 'db'>): Promise<number> =>
  Number((await readSetting(deps.db, SETTING)) ?? dataRequestDays)

/** @throws ServiceError `forbidden`, `invalid_input` */
export const setDataRequestDays = async (deps: Deps, actor: Actor, days: number): Promise<void> => {
  permit(actor, 'settings.manage')
  if (!Number.isInteger(days) || days < 1 || days > 90)
    throw new ServiceError('invalid_input', 'The number of days must be between 1 and 90.', {
      problems: [{ path: '/days', message: 'must be a whole number between 1 and 90' }],
    })
  await inTransaction(deps, async (deps) => {
    await writeSetting(deps.db, SETTING, String(days))
    await audit(deps, actor, 'settings.changed', 'setting:data-requests', { days })
  })
}

export interface FileDataRequest {
  participantId: string
  kind: DataRequestKind
  text: string
  /** how it reached the secretariat; the person's own page is `web` */
  channel?: DataRequestContent['channel']
}

/**
 * Takes a request of a person about the own data: from the person, or by the secretariat for one that came by paper, telephone or mail. The person gets a
 * mail with the day by which it is answered.
 *
 * @throws ServiceError `forbidden`, `participant_not_found`, `invalid_input`
 */
export const fileDataRequest = async (deps: Deps, actor: Actor, command: FileDataRequest): Promise<DataRequest> => {
  const isOffice = 'role' in actor && actor.role === 'secretariat'
  permit(actor, isOffice ? 'personal_data.execute' : 'personal_data.request', { participantId: command.participantId })
  const participant = await findParticipant(deps.db, command.participantId)
  if (participant === undefined || (await isErasedPerson(deps.db, command.participantId)))
    throw new ServiceError('participant_not_found', `There is no participant ${command.participantId}.`)
  const request = newDataRequest(
    {
      id: newId(),
      participantId: participant.id,
      kind: command.kind,
      text: command.text.trim(),
      channel: command.channel ?? 'web',
      receivedOn: jstDay(deps.now()),
      isDemo: participant.isDemo,
    },
    await readDataRequestDays(deps),
  )
  await inTransaction(deps, async (deps) => {
    await insertDataRequest(deps.db, request, deps.now())
    await audit(deps, actor, 'data_request.received', `data-request:${request.id}`, { kind: request.kind, due: request.dueOn })
    await tell(deps, participant, request, 'received')
  })
  return request
}

/** Requests for the desk, those that are due first. @throws ServiceError `forbidden` */
export const listRequestsForDesk = async (deps: Deps, actor: Actor, state?: DataRequest['state']): Promise<DataRequest[]> => {
  permit(actor, 'personal_data.execute')
  return listDataRequests(deps.db, { ...(state === undefined ? {} : { state }), limit: 500 })
}

/** How many wait, and how many are overdue. @throws ServiceError `forbidden` */
export const countRequestsForDesk = async (deps: Deps, actor: Actor): Promise<{ open: number; overdue: number }> => {
  permit(actor, 'personal_data.execute')
  return countOpenDataRequests(deps.db, jstDay(deps.now()))
}

/** One request with its person; looking is an entry in the log that the person sees. @throws ServiceError `forbidden`, `not_found` */
export const readDataRequest = async (
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<{ request: DataRequest; participant: Participant; erased: boolean }> => {
  permit(actor, 'personal_data.execute')
  const request = await requireRequest(deps, id)
  await auditView(deps, actor, 'data_request.read', `participant:${request.participantId}`, `data-request:${request.id}`)
  const participant = await findParticipant(deps.db, request.participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', `There is no participant ${request.participantId}.`)
  return { request, participant, erased: await isErasedPerson(deps.db, participant.id) }
}

const requireRequest = async (deps: Deps, id: string): Promise<DataRequest> => {
  const request = await findDataRequest(deps.db, id)
  if (request === undefined) throw new ServiceError('not_found', 'There is no such request.')
  return request
}

/**
 * Answers a request; the person gets the answer by mail.
 *
 * @throws ServiceError `forbidden`, `not_found`, `conflict` unless it is open, `invalid_input` for a refusal without reasons
 */
export const answerDataRequest = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; decision: DataRequestDecision; answer: string },
): Promise<DataRequest> => {
  permit(actor, 'personal_data.execute')
  const before = await requireRequest(deps, command.id)
  const after = answered(before, { on: jstDay(deps.now()), decision: command.decision, answer: command.answer.trim() })
  return store(deps, actor, before, after, 'answered', { decision: command.decision })
}

/** Moves the day by which it is answered, once, with a reason that the person gets. */
export const extendDataRequest = async (deps: Deps, actor: Actor, command: { id: string; reason: string }): Promise<DataRequest> => {
  permit(actor, 'personal_data.execute')
  const before = await requireRequest(deps, command.id)
  const after = extended(before, { on: jstDay(deps.now()), reason: command.reason.trim() })
  return store(deps, actor, before, after, 'extended', { due: after.dueOn })
}

/** The person takes an open request back. @throws ServiceError `forbidden`, `not_found`, `conflict` */
export const withdrawDataRequest = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; participantId: string },
): Promise<DataRequest> => {
  permit(actor, 'personal_data.request', { participantId: command.participantId })
  const before = await requireRequest(deps, command.id)
  if (before.participantId !== command.participantId) throw new ServiceError('not_found', 'There is no such request.')
  const after = withdrawn(before, { by: { participantId: command.participantId }, on: jstDay(deps.now()) })
  return store(deps, actor, before, after, 'withdrawn', {})
}

const store = async (
  deps: Deps,
  actor: Actor,
  before: DataRequest,
  after: DataRequest,
  what: 'answered' | 'extended' | 'withdrawn',
  detail: Record<string, string>,
): Promise<DataRequest> => {
  const participant = await findParticipant(deps.db, before.participantId)
  await inTransaction(deps, async (deps) => {
    if (!(await changeDataRequest(deps.db, before, after, deps.now())))
      throw new ServiceError('conflict', 'Somebody else changed this request meanwhile; open it again.')
    await audit(deps, actor, `data_request.${what}`, `data-request:${after.id}`, detail)
    if (what !== 'withdrawn' && participant !== undefined) await tell(deps, participant, after, what)
  })
  return after
}

/** A mail to the person; nothing where no address is in use: the secretariat then answers by another way. */
const tell = async (deps: Deps, participant: Participant, request: DataRequest, what: MailData['data_request']['what']): Promise<void> => {
  const toAddress = await findMailAddress(deps.db, participant.id)
  if (toAddress === undefined) return
  await postMail(deps, {
    kind: 'data_request',
    event: `data-request:${request.id} ${what}`,
    toAddress,
    data: {
      to: { kind: 'person', name: fullName(participant.familyName, participant.givenName) },
      what,
      request: request.kind,
      until: request.dueOn,
      url: `${deps.publicUrl}/console/data`,
      ...(request.state === 'answered' ? { decision: request.decision, text: request.answer } : {}),
      ...(what === 'extended' && request.extended !== undefined ? { text: request.extended.reason } : {}),
    },
    entity: `data-request:${request.id}`,
    isDemo: participant.isDemo,
  })
}
