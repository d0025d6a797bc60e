import { type Request, type Response, Router } from 'express'
import { FormPage } from '../../../templates/pages/form-page.tsx'
import type { Actor } from '../../domain/actor.ts'
import { readEmail } from '../../domain/email-address.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { ServiceError } from '../../errors.ts'
import { draftNomination } from '../../service/draft-nomination.ts'
import { holderBySecret } from '../../service/holder.ts'
import { requestConfirmation } from '../../service/request-confirmation.ts'
import { readBadgePage } from '../../store/read-models/badge-page.ts'
import { listEmployments } from '../../store/read-models/nominations.ts'
import { findOrganisation, listAchievements } from '../../store/read-models/registers.ts'
import { type MeasureFieldError, readMeasure } from '../forms/measure-form.ts'
import { type Typed, typedIn } from '../forms/typed.ts'
import { readForm } from '../read-form.ts'
import { requireOwnPage } from '../session.ts'
import { type AskFacts, type AskStep, askView, employerOf, policyOf } from '../views/ask-view.ts'
import { nominationNotice } from '../views/nomination-view.ts'
import { wordsOf } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

type Errors = Map<string, MeasureFieldError>

/** What the holder asks from the page of a course badge, and as whom. */
interface Asking extends AskFacts {
  holder: Actor
  participantId: string
  completionId: string
}

/** The holder of a course badge asks the employer to confirm a result: three steps, nothing stored before the last one. */
export const askConfirmationRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()

  const asking = async (badgeId: string, secret: unknown): Promise<Asking> => {
    const record = await readBadgePage(deps.db, badgeId)
    const holder = typeof secret === 'string' && record !== undefined ? await holderBySecret(deps, badgeId, secret) : undefined
    const completionId = record?.credential.completionId
    if (record === undefined || holder === undefined || completionId === undefined || typeof secret !== 'string')
      throw new ServiceError('credential_not_found', 'There is no badge at this address, or its holder does not show it.')
    const { participantId, isDemo } = record.credential
    const employers: Organisation[] = []
    for (const { employerId } of await listEmployments(deps.db, participantId)) {
      const employer = await findOrganisation(deps.db, employerId)
      if (employer !== undefined && !employers.some(({ id }) => id === employer.id)) employers.push(employer)
    }
    const kinds = (await listAchievements(deps.db)).filter(({ kind }) => kind === 'workplace_achievement')
    return {
      badgeId,
      secret,
      holder,
      participantId,
      completionId,
      courseBadge: record.achievement.name,
      kinds: kinds.map(({ id, name }) => ({ id, name })),
      employers,
      isDemo,
    }
  }

  const contextFor = async (request: Request, facts: AskFacts) => ({
    ...(await contextOf(web, request)),
    address: `/badges/${facts.badgeId}/result?k=${encodeURIComponent(facts.secret)}`,
  })

  const show = async (
    request: Request,
    response: Response,
    facts: Asking,
    step: AskStep,
    typed: Typed,
    errors: Errors = new Map(),
  ): Promise<void> => {
    const [measure] = step === 'check' ? readMeasure(typed).measures : []
    const view = askView(facts, { step, typed, errors, ...(measure === undefined ? {} : { measure }) }, await contextFor(request, facts))
    sendPage(response, FormPage(view), { status: errors.size === 0 ? 200 : 400, isPrivate: true })
  }

  router.get('/badges/:id/result', async (request, response) => {
    await show(request, response, await asking(request.params.id, request.query['k']), 'result', new Map())
  })

  router.post('/badges/:id/result', async (request, response) => {
    requireOwnPage(web, request)
    const form = await readForm(request)
    const facts = await asking(request.params.id, form.get('k'))
    const typed = typedIn(form)
    // Opened with what was said elsewhere, e.g. in a follow-up: to be completed, not to be judged yet.
    if (form.get('step') === 'open') return show(request, response, facts, 'result', typed)
    // Every step looks again at what came before: the fields of earlier steps went through the browser.
    const resultErrors = resultProblems(facts, typed)
    if (resultErrors.size > 0 || facts.employers.length === 0) return show(request, response, facts, 'result', typed, resultErrors)
    if (form.get('step') === 'result') return show(request, response, facts, 'address', typed)
    const address = typed.get('to-address')?.trim() ?? ''
    if (address !== '' && !readEmail(address).ok)
      return show(request, response, facts, 'address', typed, new Map([['to-address', 'address']]))
    if (form.get('step') !== 'check' || form.get('do') !== 'send') return show(request, response, facts, 'check', typed)

    const draft = await draftNomination(deps, facts.holder, {
      holderOf: facts.badgeId,
      achievementId: typed.get('kind') ?? '',
      participantId: facts.participantId,
      employerId: employerOf(facts, typed).id,
      basedOnCompletions: [facts.completionId],
      title: { ja: typed.get('title')?.trim() ?? '' },
      role: { ja: typed.get('role')?.trim() ?? '' },
      measures: readMeasure(typed).measures,
      publishPolicy: policyOf(typed),
    })
    // The holder's link opens the badge; the nomination it has just drafted is the learner's own.
    const learner: Actor = { kind: 'link', subject: 'nomination_learner', id: draft.id }
    await requestConfirmation(deps, learner, { id: draft.id, ...(address === '' ? {} : { toAddress: address }) })
    const context = await contextFor(request, facts)
    const words = wordsOf(context).nomination
    sendPage(response, FormPage(nominationNotice(words.askSent, words.askSentLead, facts.isDemo, context)), { isPrivate: true })
  })

  return router
}

const resultProblems = (facts: AskFacts, typed: Typed): Errors => {
  const { errors } = readMeasure(typed)
  if (!facts.kinds.some(({ id }) => id === typed.get('kind'))) errors.set('kind', 'choose')
  for (const name of ['title', 'role']) if ((typed.get(name)?.trim() ?? '') === '') errors.set(name, 'missing')
  return errors
}
