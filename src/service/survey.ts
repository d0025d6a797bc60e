import type { Actor } from '../domain/actor.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { refuseProblems } from '../domain/refusal.ts'
import {
  type EmployerSurveyResponse,
  employerSurveyProblems,
  foundUseful,
  hasShown,
  latestResponses,
  notShownTask,
  opensNomination,
  type SurveyResponse,
  surveyProblems,
  surveyQuestions,
} from '../domain/survey.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findCredential } from '../store/credentials.ts'
import { markEmployerSurveyAnswered } from '../store/employer-surveys.ts'
import { listEmployments } from '../store/employments.ts'
import { countFollowUps, findFollowUp, markFollowUpAnswered, stopFollowUps } from '../store/follow-ups.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findParticipant } from '../store/participants.ts'
import {
  insertEmployerResponse,
  insertSurveyResponse,
  listEmployerResponses,
  listSurveyResponses,
  type StoredEmployerResponse,
  type StoredSurveyResponse,
} from '../store/survey-responses.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { closeLinksTo } from './secret-links.ts'

export type LearnerAnswers = Omit<SurveyResponse, 'participantId' | 'answeredOn' | 'wave'>

/**
 * Stores a learner's answers; by the link of a mail, the first time only.
 *
 * @param command.followUp - the mail that is answered: its badge and its wave
 * @returns the stored answer, and whether its words about work hold figures that a nomination could be made of
 * @throws ServiceError `forbidden`, `participant_not_found`, `conflict` where the mail was answered already, `invalid_input`
 */
export const answerSurvey = async (
  deps: Deps,
  actor: Actor,
  command: { participantId: string; followUp?: { credentialId: string; wave: 1 | 6 | 12 }; answers: LearnerAnswers },
): Promise<{ response: StoredSurveyResponse; hasFigures: boolean }> => {
  const { followUp } = command
  const recordId = followUp && followUpId(followUp)
  permit(actor, 'survey.answer', { participantId: command.participantId, recordId })
  const participant = await findParticipant(deps.db, command.participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', `There is no participant ${command.participantId}.`)
  refuseProblems('The answers do not fit the form.', surveyProblems(command.answers))
  const response: StoredSurveyResponse = {
    ...command.answers,
    id: newId(),
    participantId: participant.id,
    answeredOn: jstDay(deps.now()),
    ...(followUp === undefined ? {} : followUp),
    isDemo: participant.isDemo,
  }
  await inTransaction(deps, async (deps) => {
    if (followUp !== undefined) {
      const asked = await findFollowUp(deps.db, followUp.credentialId, followUp.wave)
      if (asked?.participantId !== participant.id) throw new ServiceError('not_found', 'This person was not asked about this badge.')
      if (!(await markFollowUpAnswered(deps.db, followUp.credentialId, followUp.wave, deps.now())))
        throw new ServiceError('conflict', 'These questions were answered already; thank you.')
    }
    await insertSurveyResponse(deps.db, response, deps.now())
    await audit(deps, actor, 'survey.answered', `survey:${response.id}`, followUp === undefined ? {} : { wave: followUp.wave })
  })
  return { response, hasFigures: opensNomination(response) }
}

/** The record that the link of a follow-up mail is made for. */
export const followUpId = ({ credentialId, wave }: { credentialId: string; wave: number }): string => `${credentialId}:${wave}`

/** The badge and wave of such a record. */
export const followUpOf = (id: string): { credentialId: string; wave: 1 | 6 | 12 } | undefined => {
  const [, credentialId, wave] = /^(.+):(1|6|12)$/.exec(id) ?? []
  return credentialId === undefined ? undefined : { credentialId, wave: Number(wave) as 1 | 6 | 12 }
}

/** Stores an employer's answers. @param command.asked - the mail that is answered, once */
export const answerEmployerSurvey = async (
  deps: Deps,
  actor: Actor,
  command: {
    employerId: string
    asked?: { recordId: string; wave: number }
    answers: Omit<EmployerSurveyResponse, 'employerId' | 'answeredOn'>
  },
): Promise<StoredEmployerResponse> => {
  permit(actor, 'survey.answer', {
    employerId: command.employerId,
    ...(command.asked === undefined ? {} : { recordId: command.asked.recordId }),
  })
  const employer = await findOrganisation(deps.db, command.employerId)
  if (employer?.kind !== 'employer') throw new ServiceError('organisation_not_found', `There is no employer ${command.employerId}.`)
  refuseProblems('The answers do not fit the form.', employerSurveyProblems(command.answers))
  const response: StoredEmployerResponse = {
    ...command.answers,
    id: newId(),
    employerId: employer.id,
    answeredOn: jstDay(deps.now()),
    isDemo: employer.isDemo,
  }
  await inTransaction(deps, async (deps) => {
    const { asked } = command
    if (asked !== undefined) {
      if (!(await markEmployerSurveyAnswered(deps.db, employer.id, asked.wave, deps.now())))
        throw new ServiceError('conflict', 'These questions were answered already; thank you.')
      await closeLinksTo(deps, 'employer_survey', asked.recordId)
    }
    await insertEmployerResponse(deps.db, response, deps.now())
    await audit(deps, actor, 'survey.answered', `survey:${response.id}`, { employer: employer.id })
  })
  return response
}

export interface SurveyReport {
  asOf: string
  respondents: number
  /** mails sent and answered; absent while none was sent */
  responseRate?: { n: number; of: number; rate: number }
  shown: number
  useful: number
  /** how often each option was chosen, by question */
  answers: Record<string, Record<string, number>>
  /** what the secretariat can do about badges that were not shown, by number of people */
  tasks: Record<string, number>
  /** the employers of the people behind each task, where they are known */
  taskEmployers: Record<string, string[]>
  /** answers with figures about work, that a nomination could be made of */
  nominationCandidates: { participantId: string; answeredOn: string; text: string }[]
  employers: { respondents: number; answers: Record<string, Record<string, number>> }
}

/** The survey up to a day: n, response rate, date, and reasons for not showing as tasks (DOMAIN section 12). */
export const surveyReport = async (deps: Deps, actor: Actor, asOf?: string): Promise<SurveyReport> => {
  permit(actor, 'survey.read')
  const day = asOf ?? jstDay(deps.now())
  const responses = latestResponses(await listSurveyResponses(deps.db), day)
  const employers = (await listEmployerResponses(deps.db)).filter(({ answeredOn }) => answeredOn <= day)
  const { asked, answered } = await countFollowUps(deps.db, new Date(`${day}T14:59:59Z`))
  return {
    asOf: day,
    respondents: responses.length,
    ...(asked === 0 ? {} : { responseRate: { n: answered, of: asked, rate: answered / asked } }),
    shown: responses.filter(hasShown).length,
    useful: responses.filter(foundUseful).length,
    answers: tally(surveyQuestions.learner, responses),
    tasks: countOf(responses.map(notShownTask).filter((task) => task !== 'none')),
    taskEmployers: await employersByTask(deps, responses),
    nominationCandidates: responses
      .filter(opensNomination)
      .map(({ participantId, answeredOn, L6 }) => ({ participantId, answeredOn, text: L6 ?? '' })),
    employers: {
      respondents: new Set(employers.map(({ employerId }) => employerId)).size,
      answers: tally(surveyQuestions.employer, employers),
    },
  }
}

/** 会社の制度に位置付けがない becomes a request to that firm (DOMAIN section 12). */
const employersByTask = async (deps: Deps, responses: readonly SurveyResponse[]): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {}
  for (const response of responses) {
    const task = notShownTask(response)
    const employerId = task === 'none' ? undefined : (await listEmployments(deps.db, response.participantId)).at(-1)?.employerId
    if (employerId === undefined || found[task]?.includes(employerId) === true) continue
    found[task] = [...(found[task] ?? []), employerId]
  }
  return found
}

const countOf = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

const tally = <Code extends string>(
  questions: readonly { code: Code; type: string; options: readonly string[] }[],
  responses: readonly Partial<Record<Code, string | string[]>>[],
): Record<string, Record<string, number>> =>
  Object.fromEntries(
    questions
      .filter(({ type }) => type !== 'free')
      .map(({ code, options }) => {
        const given = responses.flatMap((response) => response[code] ?? [])
        return [code, Object.fromEntries(options.map((option) => [option, given.filter((answer) => answer === option).length]))]
      }),
  )

/** The badge that a follow-up mail asks about. @throws ServiceError `not_found` */
export const followUpSubject = async (
  deps: Deps,
  id: string,
): Promise<{ participantId: string; achievementId: string; answered: boolean }> => {
  const asked = followUpOf(id)
  const known = asked && (await findFollowUp(deps.db, asked.credentialId, asked.wave))
  const credential = asked && (await findCredential(deps.db, asked.credentialId))
  if (known === undefined || credential === undefined) throw new ServiceError('not_found', 'Nothing was asked by this link.')
  return { participantId: known.participantId, achievementId: credential.achievementId, answered: known.answered }
}

/** The learner wants no more such mails. */
export const stopAsking = async (deps: Deps, actor: Actor, command: { participantId: string }): Promise<void> => {
  permit(actor, 'survey.answer', { participantId: command.participantId, ...(actor.kind === 'link' ? { recordId: actor.id } : {}) })
  await inTransaction(deps, async (deps) => {
    await stopFollowUps(deps.db, command.participantId, deps.now())
    await audit(deps, actor, 'survey.stopped', `participant:${command.participantId}`)
  })
}
