import type { Actor } from '../domain/actor.ts'
import type { Consent } from '../domain/consent.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import type { DataRequest } from '../domain/data-request.ts'
import type { Nomination } from '../domain/nomination.ts'
import type { Outcome } from '../domain/outcome.ts'
import { permit } from '../domain/permit.ts'
import type { ProvisionRecord } from '../domain/provision-record.ts'
import type { ShareLink } from '../domain/share-link.ts'
import type { Text } from '../domain/text.ts'
import { ServiceError } from '../errors.ts'
import { findAchievement } from '../store/achievements.ts'
import { type AddressClaim, listAddressClaims } from '../store/address-claims.ts'
import { listCompletions, type StoredCompletion } from '../store/completions.ts'
import { listConsents } from '../store/consents.ts'
import { findCourse, findSession } from '../store/courses.ts'
import { listCredentialsOfParticipant } from '../store/credentials.ts'
import { listDataRequests } from '../store/data-requests.ts'
import { pageNominations } from '../store/nominations.ts'
import { findOrganisation } from '../store/organisations.ts'
import { listOutcomes } from '../store/outcomes.ts'
import { findParticipant } from '../store/participants.ts'
import { listProvisionRecords } from '../store/provision-records.ts'
import { describeActors, listPersonViews, type PersonView } from '../store/read-models/views-of-person.ts'
import { listShareLinks } from '../store/share-links.ts'
import { listSurveyResponses, type StoredSurveyResponse } from '../store/survey-responses.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { type ParticipantRecord, recordOf } from './participants.ts'

/** Everything that the service holds about one person (SECURITY (e) 9): what is disclosed, shown and exported. */
export interface MyData extends ParticipantRecord {
  waitingAddresses: AddressClaim[]
  employers: Map<string, Text>
  completions: { completion: StoredCompletion; course: Text }[]
  badges: { credential: IssuedCredential; name: string }[]
  nominations: Nomination[]
  outcomes: Outcome[]
  answers: StoredSurveyResponse[]
  consents: Consent[]
  shareLinks: ShareLink[]
  provisions: ProvisionRecord[]
  views: (PersonView & { role?: string; organisation?: Text })[]
  requests: DataRequest[]
}

const MOST_VIEWS = 500
const MOST = 1000

/**
 * What is held about a person: for the person, and for the secretariat under a purpose that the log keeps and the person sees.
 *
 * @throws ServiceError `forbidden`, `participant_not_found`
 */
export const readMyData = async (deps: Deps, actor: Actor, command: { participantId: string; purpose?: string }): Promise<MyData> => {
  const { participantId } = command
  permit(actor, 'personal_data.export', command)
  const { db } = deps
  const participant = await findParticipant(db, participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', `There is no participant ${participantId}.`)
  const record = await recordOf(deps, participant)
  const badges = await badgesOf(deps, participantId)
  const nominations = await pageNominations(db, { participantId, limit: MOST })
  const employers = new Map<string, Text>()
  const outcomes = await listOutcomes(db, { participantId })
  for (const { employerId } of [...record.employments, ...nominations, ...outcomes])
    if (!employers.has(employerId)) employers.set(employerId, (await findOrganisation(db, employerId))?.name ?? { ja: employerId })
  return {
    ...record,
    waitingAddresses: await listAddressClaims(db, participantId, deps.now()),
    employers,
    completions: await completionsOf(deps, participantId),
    badges,
    nominations,
    outcomes,
    answers: (await listSurveyResponses(db)).filter((answer) => answer.participantId === participantId),
    consents: await listConsents(db, participantId),
    shareLinks: await listShareLinks(db, { participantId }),
    provisions: await listProvisionRecords(db, { participantId }),
    views: await viewsOf(deps, [
      `participant:${participantId}`,
      ...badges.map(({ credential }) => `credential:${credential.id}`),
      ...nominations.map(({ id }) => `nomination:${id}`),
    ]),
    requests: await listDataRequests(db, { participantId, limit: MOST }),
  }
}

/** The same, to be taken away as a file: that is an entry in the log. */
export const exportMyData = async (deps: Deps, actor: Actor, command: { participantId: string; purpose?: string }): Promise<MyData> => {
  const data = await readMyData(deps, actor, command)
  await audit(deps, actor, 'personal_data.exported', `participant:${command.participantId}`, {}, command.purpose)
  return data
}

const badgesOf = async (deps: Deps, participantId: string): Promise<MyData['badges']> => {
  const found: MyData['badges'] = []
  for (const credential of await listCredentialsOfParticipant(deps.db, participantId))
    if (credential.state !== 'reserved')
      found.push({ credential, name: (await findAchievement(deps.db, credential.achievementId))?.name ?? '' })
  return found
}

const completionsOf = async (deps: Deps, participantId: string): Promise<MyData['completions']> => {
  const found: MyData['completions'] = []
  for (const completion of await listCompletions(deps.db, { participantId, after: '', limit: MOST })) {
    const session = await findSession(deps.db, completion.sessionId)
    const course = session && (await findCourse(deps.db, session.courseId))
    found.push({ completion, course: course?.name ?? { ja: completion.sessionId } })
  }
  return found
}

const viewsOf = async (deps: Deps, entities: readonly string[]): Promise<MyData['views']> => {
  const views = await listPersonViews(deps.db, entities, MOST_VIEWS)
  const actors = await describeActors(
    deps.db,
    views.map(({ actor }) => actor),
  )
  // What the person exported is no other's look.
  return views.map((view) => ({ ...view, ...actors.get(view.actor) })).filter(({ role }) => role !== 'learner')
}
