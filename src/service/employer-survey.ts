import type { Actor } from '../domain/actor.ts'
import { dueEmployerSurveys, type FollowUpWave, followUpWaves } from '../domain/follow-up.ts'
import { addDays, jstDay } from '../domain/japanese-date.ts'
import type { Organisation } from '../domain/organisation.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { listPublishedDeclarations } from '../store/declarations.ts'
import { insertEmployerSurvey, listEmployerSurveyStops, listEmployerSurveys, stopEmployerSurveys } from '../store/employer-surveys.ts'
import { findOrganisation } from '../store/organisations.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { postMail } from './post-mail.ts'
import { closeLinksTo, createSecretLink } from './secret-links.ts'
import { answerEmployerSurvey } from './survey.ts'

/** Days in which the link of such a mail opens. */
export const employerSurveyLinkDays = 30

/** The record that the link of such a mail is made for. */
const recordOf = (employerId: string, wave: FollowUpWave): string => `${employerId}:${wave}`

/**
 * Posts the questions to employers 1, 6 and 12 months after their first declaration was published, each wave once, also by several processes at the same
 * moment (DOMAIN section 12, E1 to E3).
 *
 * @returns how many mails were posted
 */
export const sendEmployerSurveys = async (deps: Deps): Promise<number> => {
  const today = jstDay(deps.now())
  const since = new Map<string, string>()
  for (const declaration of await listPublishedDeclarations(deps.db)) {
    if (!('publishedOn' in declaration) || declaration.publishedOn === undefined) continue
    const known = since.get(declaration.employerId)
    if (known === undefined || declaration.publishedOn < known) since.set(declaration.employerId, declaration.publishedOn)
  }
  const sent = await listEmployerSurveys(deps.db)
  const stopped = await listEmployerSurveyStops(deps.db)
  const subjects = [...since].map(([employerId, publishedOn]) => ({
    employerId,
    publishedOn,
    sent: sent.get(employerId) ?? [],
    stopped: stopped.has(employerId),
  }))
  let posted = 0
  for (const due of dueEmployerSurveys(subjects, today)) {
    const employer = await findOrganisation(deps.db, due.employerId)
    const toAddress = employer?.email
    if (employer === undefined || toAddress === undefined) continue
    try {
      await inTransaction(deps, async (deps) => {
        await insertEmployerSurvey(deps.db, due, deps.now())
        const recordId = recordOf(employer.id, due.wave)
        const { secret } = await createSecretLink(deps, { subject: 'employer_survey', recordId, days: employerSurveyLinkDays })
        await postMail(deps, {
          kind: 'employer_survey',
          event: `employer_survey:${recordId}`,
          toAddress,
          data: {
            to: { kind: 'organisation', name: employer.name.ja },
            url: `${deps.publicUrl}/follow-up/employer?k=${secret}`,
            until: addDays(today, employerSurveyLinkDays),
          },
          entity: `organisation:${employer.id}`,
          isDemo: employer.isDemo,
        })
      })
      posted += 1
    } catch (error) {
      // Another process asked at the same moment.
      if (!isUniqueViolation(error)) throw error
    }
  }
  return posted
}

/** The employer and wave that a link asks. @throws ServiceError `not_found` */
export const employerSurveySubject = async (deps: Deps, recordId: string): Promise<{ employer: Organisation; wave: FollowUpWave }> => {
  const at = recordId.lastIndexOf(':')
  const wave = followUpWaves.find((one) => String(one) === recordId.slice(at + 1))
  const employer = wave === undefined ? undefined : await findOrganisation(deps.db, recordId.slice(0, at))
  if (employer === undefined || wave === undefined) throw new ServiceError('not_found', 'Nothing was asked by this link.')
  return { employer, wave }
}

/**
 * Stores an employer's answers by the link of its mail, once; the link is over then.
 *
 * @throws ServiceError `forbidden`, `not_found`, `conflict` where it was answered before, `invalid_input`
 */
export const answerEmployerSurveyByLink = async (
  deps: Deps,
  actor: Actor & { kind: 'link' },
  answers: Parameters<typeof answerEmployerSurvey>[2]['answers'],
): Promise<void> => {
  const { employer, wave } = await employerSurveySubject(deps, actor.id)
  await answerEmployerSurvey(deps, actor, { employerId: employer.id, asked: { recordId: actor.id, wave }, answers })
}

/** The employer wants no more such mails. */
export const stopAskingEmployer = async (deps: Deps, actor: Actor & { kind: 'link' }): Promise<void> => {
  const { employer } = await employerSurveySubject(deps, actor.id)
  permit(actor, 'survey.answer', { employerId: employer.id, recordId: actor.id })
  await inTransaction(deps, async (deps) => {
    await stopEmployerSurveys(deps.db, employer.id, deps.now())
    await closeLinksTo(deps, 'employer_survey', actor.id)
    await audit(deps, actor, 'survey.stopped', `organisation:${employer.id}`)
  })
}
