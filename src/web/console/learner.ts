import { MyBadgesPage, ShareLinksPage } from '../../../templates/pages/share-pages.tsx'
import { type ShareableField, shareableFields } from '../../domain/share-link.ts'
import { textIn } from '../../domain/text.ts'
import { ServiceError } from '../../errors.ts'
import { listOwnBadges } from '../../service/list-own-badges.ts'
import { createShareLink, listOwnShareLinks, withdrawLink } from '../../service/share-links.ts'
import { findOrganisation, listOrganisations } from '../../store/read-models/registers.ts'
import { line } from '../forms/typed.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import { myBadgesView, type ShareForm, type ShareFormError, shareLinksView } from '../views/share-views.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'

const roles = ['learner'] as const

const participantOf = ({ actor }: ConsoleCall): string => {
  if (actor.participantId === undefined) throw new ServiceError('forbidden', 'This account belongs to no participant.')
  return actor.participantId
}

const empty: ShareForm = { badges: [], recipient: '', employer: '', fields: ['name', 'result'], days: '30', views: '20' }

const sharesPage = async (
  call: ConsoleCall,
  form: ShareForm,
  more: { errors?: ShareFormError[]; madeUrl?: string } = {},
): Promise<ConsoleAnswer> => {
  const { deps, actor, context } = call
  const links = await Promise.all(
    (await listOwnShareLinks(deps, actor, participantOf(call))).map(async (link) => {
      const { recipient } = link
      if ('text' in recipient) return { link, recipient: recipient.text }
      const employer = await findOrganisation(deps.db, recipient.employerId)
      return { link, recipient: employer === undefined ? '' : textIn(context.language, employer.name) }
    }),
  )
  const errors = more.errors ?? []
  const view = shareLinksView(
    {
      console: call.frame(wordsOf(context).sharing.shares.title),
      badges: await listOwnBadges(deps, actor, participantOf(call)),
      employers: (await listOrganisations(deps.db, 'employer')).map(({ slug, name }) => ({ slug, name: textIn(context.language, name) })),
      links,
      form,
      errors,
      ...(more.madeUrl === undefined ? {} : { madeUrl: more.madeUrl }),
    },
    context,
  )
  return { page: ShareLinksPage(view), ...(errors.length === 0 ? {} : { status: 400 }) }
}

const readShareForm = (form: URLSearchParams): { typed: ShareForm; errors: ShareFormError[] } => {
  const typed: ShareForm = {
    badges: form.getAll('badge'),
    recipient: line(form, 'recipient', 200),
    employer: line(form, 'employer', 100),
    fields: form.getAll('field'),
    days: (form.get('days') ?? '').normalize('NFKC').trim(),
    views: (form.get('views') ?? '').normalize('NFKC').trim(),
  }
  const within = (text: string, most: number): boolean => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= most
  const errors: ShareFormError[] = []
  if (typed.badges.length === 0) errors.push('badges')
  if (typed.recipient === '' && typed.employer === '') errors.push('recipient')
  if (!within(typed.days, 90)) errors.push('days')
  if (!within(typed.views, 200)) errors.push('views')
  return { typed, errors }
}

/** The learner's own pages: badges, and links for one reader. */
export const learnerRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/badges',
    roles,
    run: async (call) => {
      const badges = await listOwnBadges(call.deps, call.actor, participantOf(call))
      const view = myBadgesView({ console: call.frame(wordsOf(call.context).sharing.myBadges.title), badges }, call.context)
      return { page: MyBadgesPage(view) }
    },
  },
  { method: 'get', path: '/shares', roles, run: (call) => sharesPage(call, empty) },
  {
    method: 'post',
    path: '/shares',
    roles,
    run: async (call) => {
      const { typed, errors } = readShareForm(call.form)
      if (errors.length > 0) return sharesPage(call, typed, { errors })
      const { url } = await createShareLink(call.deps, call.actor, {
        participantId: participantOf(call),
        credentialIds: typed.badges,
        recipient: typed.employer === '' ? { text: typed.recipient } : { employerSlug: typed.employer },
        fields: shareableFields.filter((field: ShareableField) => typed.fields.includes(field)),
        days: Number(typed.days),
        maxViews: Number(typed.views),
      })
      return sharesPage(call, empty, { madeUrl: url })
    },
  },
  {
    method: 'post',
    path: '/shares/:id/withdraw',
    roles,
    run: async (call) => {
      await withdrawLink(call.deps, call.actor, call.params['id'] as string)
      return { to: linkTo(call.context, '/console/shares') }
    },
  },
]
