import { type Request, Router } from 'express'
import { FormPage } from '../../../templates/pages/form-page.tsx'
import type { Actor } from '../../domain/actor.ts'
import { ServiceError } from '../../errors.ts'
import { createHolderLink } from '../../service/holder.ts'
import { actorBySecretLink } from '../../service/secret-links.ts'
import { answerSurvey, followUpOf, followUpSubject, type LearnerAnswers, stopAsking } from '../../service/survey.ts'
import { findAchievement } from '../../store/read-models/registers.ts'
import { readForm } from '../read-form.ts'
import { type NominationStart, surveyDoneView, surveyView } from '../views/survey-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'

type LinkActor = Actor & { kind: 'link' }

/** The questions that a follow-up mail leads to: no account, two minutes. */
export const followUpRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()

  const actorOf = async (secret: string): Promise<LinkActor> => {
    const link = await actorBySecretLink(deps, secret)
    if (link === undefined || link.actor.subject !== 'follow_up')
      throw new ServiceError('not_found', 'This link was used already, or its time is over.')
    return link.actor
  }

  /** What a page about this follow-up needs. */
  const askedBy = async (actor: LinkActor, request: Request) => {
    const subject = await followUpSubject(deps, actor.id)
    const achievement = await findAchievement(deps.db, subject.achievementId)
    return { ...subject, badge: achievement?.name ?? '', isDemo: achievement?.isDemo ?? false, context: await contextOf(web, request) }
  }

  router.get('/follow-up', async (request, response) => {
    const secret = String(request.query['k'] ?? '')
    const { answered, badge, isDemo, context } = await askedBy(await actorOf(secret), request)
    const view = answered
      ? surveyDoneView({ what: 'answered_before', isDemo }, context)
      : surveyView({ badge, secret, given: new Map(), problems: [], isDemo }, context)
    sendPage(response, FormPage(view), { isPrivate: true })
  })

  router.post('/follow-up', async (request, response) => {
    const form = await readForm(request)
    const secret = form.get('k') ?? ''
    const actor = await actorOf(secret)
    const { participantId, answered, badge, isDemo, context } = await askedBy(actor, request)
    const done = (what: 'answered' | 'stopped' | 'answered_before', draft?: NominationStart): void =>
      sendPage(response, FormPage(surveyDoneView({ what, isDemo, ...(draft === undefined ? {} : { draft }) }, context)), {
        isPrivate: true,
      })
    if (form.get('do') === 'stop') {
      await stopAsking(deps, actor, { participantId })
      return done('stopped')
    }
    if (answered) return done('answered_before')
    try {
      const answers = answersOf(form)
      const followUp = followUpOf(actor.id)
      const { hasFigures } = await answerSurvey(deps, actor, { participantId, followUp, answers })
      if (!hasFigures || followUp === undefined) return done('answered')
      const { credentialId } = followUp
      const holderSecret = new URL(await createHolderLink(deps, credentialId)).searchParams.get('k') ?? ''
      done('answered', { badgeId: credentialId, holderSecret, words: answers.L6 ?? '' })
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'invalid_input') throw error
      const given = new Map([...new Set(form.keys())].map((name) => [name, form.getAll(name)]))
      sendPage(response, FormPage(surveyView({ badge, secret, given, problems: error.problems, isDemo }, context)), {
        isPrivate: true,
        status: 400,
      })
    }
  })

  return router
}

const answersOf = (form: URLSearchParams): LearnerAnswers => {
  const one = (name: string): string | undefined => form.get(name)?.trim() || undefined
  const several = form.getAll('L2')
  return {
    L1: form.getAll('L1'),
    ...(several.length === 0 ? {} : { L2: several }),
    ...(one('L3') === undefined ? {} : { L3: one('L3') }),
    ...(one('L4') === undefined ? {} : { L4: one('L4') }),
    ...(one('L5') === undefined ? {} : { L5: one('L5') }),
    ...(one('L6') === undefined ? {} : { L6: one('L6')?.slice(0, 2000) }),
  }
}
