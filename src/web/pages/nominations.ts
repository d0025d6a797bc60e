import { type Request, type Response, Router } from 'express'
import { FormPage, type FormPageView } from '../../../templates/pages/form-page.tsx'
import type { Nomination } from '../../domain/nomination.ts'
import { badgeName } from '../../domain/participant.ts'
import { ServiceError } from '../../errors.ts'
import { workplaceResults } from '../../openbadges/result.ts'
import { agreeToNomination } from '../../service/agree-to-nomination.ts'
import { confirmFigures } from '../../service/confirm-figures.ts'
import { consentToNomination } from '../../service/consent-to-nomination.ts'
import { declineNomination } from '../../service/decline-nomination.ts'
import { editNomination } from '../../service/edit-nomination.ts'
import { requestConfirmation } from '../../service/request-confirmation.ts'
import { resubmitNomination } from '../../service/resubmit-nomination.ts'
import { actorBySecretLink, type LinkSubject } from '../../service/secret-links.ts'
import { withdrawNomination } from '../../service/withdraw-nomination.ts'
import { workplaceText, workplaceTextDigest } from '../../service/workplace-text.ts'
import { findNomination, findNominationPeople } from '../../store/read-models/nominations.ts'
import { findAchievement } from '../../store/read-models/registers.ts'
import { type MeasureFieldError, readFigures, readMeasure, typedOf } from '../forms/measure-form.ts'
import { type Typed, typedIn } from '../forms/typed.ts'
import { readForm } from '../read-form.ts'
import { requireOwnPage } from '../session.ts'
import { confirmView, mineView, type NominationFacts, nominationNotice } from '../views/nomination-view.ts'
import { wordsOf } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

/** Who came by a mail, and to what. */
type Visit = NominationFacts & { actor: NonNullable<Awaited<ReturnType<typeof actorBySecretLink>>>['actor'] }

const nobody: ReadonlyMap<string, MeasureFieldError> = new Map()

/** Pages for those who come by a mail link, without an account: the secret stands in the form, and the form comes from a page of ours. */
export const nominationRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()

  const visit = async (secret: unknown, subject: LinkSubject): Promise<Visit | undefined> => {
    const found = typeof secret === 'string' ? await actorBySecretLink(deps, secret) : undefined
    if (typeof secret !== 'string' || found === undefined || found.actor.subject !== subject) return undefined
    const nomination = await findNomination(deps.db, found.actor.id)
    const people = nomination && (await findNominationPeople(deps.db, nomination))
    if (nomination === undefined || people === undefined) return undefined
    return { nomination, employer: people.employer, learner: badgeName(people.participant), secret, actor: found.actor }
  }

  const send = (response: Response, view: FormPageView, status = 200): void =>
    sendPage(response, FormPage(view), { status, isPrivate: true })

  /** The page of one visitor; its language link opens it again, also after a form. */
  const contextFor = async (request: Request, path: string, secret: string) => ({
    ...(await contextOf(web, request)),
    address: `${path}?k=${encodeURIComponent(secret)}`,
  })

  const closed = async (request: Request, response: Response): Promise<void> => {
    const context = await contextOf(web, request)
    const words = wordsOf(context).nomination
    send(response, nominationNotice(words.closed, words.closedLead, web.demo, context), 404)
  }

  router.get('/nominations/confirm', async (request, response) => {
    const facts = await visit(request.query['k'], 'nomination')
    if (facts === undefined) return closed(request, response)
    const context = await contextFor(request, '/nominations/confirm', facts.secret)
    send(response, confirmView(facts, typedOf(facts.nomination.measures), nobody, context))
  })

  router.post('/nominations/confirm', async (request, response) => {
    requireOwnPage(web, request)
    const form = await readForm(request)
    const facts = await visit(form.get('k'), 'nomination')
    if (facts === undefined) return closed(request, response)
    const context = await contextFor(request, '/nominations/confirm', facts.secret)
    const words = wordsOf(context).nomination
    const { nomination, actor } = facts
    const thanks = (title: string, lead: string): void => send(response, nominationNotice(title, lead, nomination.isDemo, context))
    if (form.get('do') === 'decline') {
      await declineNomination(deps, actor, { id: nomination.id, by: 'employer' })
      return thanks(words.declined, words.declinedLead)
    }
    const typed = typedIn(form)
    const { measures, errors } = readFigures(typed, nomination.measures)
    const post = typed.get('confirmed-by')?.trim() ?? ''
    if (post === '') errors.set('confirmed-by', 'missing')
    if (errors.size > 0) return send(response, confirmView(facts, typed, errors, context), 400)
    const next = await confirmFigures(deps, actor, { id: nomination.id, confirmedBy: { ja: post.slice(0, 100) }, measures })
    if (next.state === 'submitted') thanks(words.confirmed, words.confirmedLead)
    else thanks(words.corrected, words.correctedLead)
  })

  /** The results as they will be signed. */
  const resultsOf = async (nomination: Nomination): Promise<string[]> => {
    const achievement = await findAchievement(deps.db, nomination.achievementId)
    return workplaceResults(nomination.measures, achievement?.resultDescription ?? [], nomination.publishPolicy).map(({ value }) =>
      String(value),
    )
  }

  const sendMine = async (
    request: Request,
    response: Response,
    facts: Visit,
    rest: { typed?: Typed; errors?: ReadonlyMap<string, MeasureFieldError>; done?: string; status?: number } = {},
  ): Promise<void> => {
    const { nomination } = facts
    const isRead = nomination.state !== 'draft' && nomination.state !== 'withdrawn'
    const recorded = new Map([...typedOf(nomination.measures), ['title', nomination.title.ja], ['role', nomination.role.ja]])
    const view = mineView(
      facts,
      {
        typed: rest.typed ?? recorded,
        errors: rest.errors ?? nobody,
        ...(isRead
          ? { text: workplaceText(nomination), results: await resultsOf(nomination), textDigest: workplaceTextDigest(nomination) }
          : {}),
        ...(rest.done === undefined ? {} : { done: rest.done }),
      },
      await contextFor(request, '/nominations/mine', facts.secret),
    )
    send(response, view, rest.status)
  }

  router.get('/nominations/mine', async (request, response) => {
    const facts = await visit(request.query['k'], 'nomination_learner')
    if (facts === undefined) return closed(request, response)
    await sendMine(request, response, facts)
  })

  router.post('/nominations/mine', async (request, response) => {
    requireOwnPage(web, request)
    const form = await readForm(request)
    const facts = await visit(form.get('k'), 'nomination_learner')
    if (facts === undefined) return closed(request, response)
    const words = wordsOf(await contextOf(web, request)).nomination
    const { actor, nomination } = facts
    const { id } = nomination
    const after = (next: typeof nomination, done?: string) =>
      sendMine(request, response, { ...facts, nomination: next }, done === undefined ? {} : { done })
    switch (form.get('do')) {
      case 'agree':
        return after(await agreeToNomination(deps, actor, { id }), words.done.agreed)
      case 'disagree':
        return after(await declineNomination(deps, actor, { id, by: 'learner' }), words.done.declined)
      case 'withdraw':
        return after(await withdrawNomination(deps, actor, { id }), words.done.withdrawn)
      case 'consent':
        return after(await consentToNomination(deps, actor, { id, textDigest: form.get('text-digest') ?? '' }))
      case 'send': {
        const typed = typedIn(form)
        const { measures, errors } = readMeasure(typed)
        const [title, role] = [typed.get('title')?.trim() ?? '', typed.get('role')?.trim() ?? '']
        if (title === '') errors.set('title', 'missing')
        if (role === '') errors.set('role', 'missing')
        if (errors.size > 0) return sendMine(request, response, facts, { typed, errors, status: 400 })
        const edited = await editNomination(deps, actor, { id, title: { ja: title }, role: { ja: role }, measures })
        const toAddress = typed.get('to-address')?.trim()
        const move = edited.state === 'returned' ? resubmitNomination : requestConfirmation
        return after(await move(deps, actor, { id, ...(toAddress ? { toAddress } : {}) }), words.done.sent)
      }
      default:
        throw new ServiceError('invalid_input', 'The form does not say what to do.', {
          problems: [{ path: 'do', message: 'must be agree, disagree, consent, send or withdraw' }],
        })
    }
  })

  return router
}
