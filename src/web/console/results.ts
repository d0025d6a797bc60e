import { ConsoleFormPage } from '../../../templates/pages/form-page.tsx'
import { WorkPage } from '../../../templates/pages/work-page.tsx'
import type { PublishPolicy } from '../../domain/measure.ts'
import { badgeName } from '../../domain/participant.ts'
import { ServiceError } from '../../errors.ts'
import { confirmFigures } from '../../service/confirm-figures.ts'
import { declineNomination } from '../../service/decline-nomination.ts'
import { draftNomination } from '../../service/draft-nomination.ts'
import { listOwnPeople, ownEmployer } from '../../service/our-people.ts'
import { listNominationsFor, readNominationFor } from '../../service/read-nominations.ts'
import { requestConfirmation } from '../../service/request-confirmation.ts'
import { withdrawNomination } from '../../service/withdraw-nomination.ts'
import { findNominationPeople } from '../../store/read-models/nominations.ts'
import { listAchievements } from '../../store/read-models/registers.ts'
import { type MeasureFieldError, readFigures, readMeasure, typedOf } from '../forms/measure-form.ts'
import { line, type Typed, typedIn } from '../forms/typed.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import { type ListedResult, nominateView, resultsView, resultView } from '../views/results-view.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'
import { tasksOf } from './home.ts'

const roles = ['employer'] as const
const path = '/console/results'
const MOST = 200

type Errors = ReadonlyMap<string, MeasureFieldError>
const nobody: Errors = new Map()

const done = (call: ConsoleCall, what: string): ConsoleAnswer => ({ to: linkTo(call.context, `${path}?done=${what}`) })

const listed = async (call: ConsoleCall, state?: 'awaiting_employer'): Promise<ListedResult[]> => {
  const { nominations } = await listNominationsFor(call.deps, call.actor, { limit: MOST, ...(state === undefined ? {} : { state }) })
  return Promise.all(
    nominations.map(async (nomination) => {
      const people = await findNominationPeople(call.deps.db, nomination)
      return { nomination, learner: people === undefined ? '' : badgeName(people.participant) }
    }),
  )
}

const filePage = async (call: ConsoleCall, typed?: Typed, errors: Errors = nobody): Promise<ConsoleAnswer> => {
  const { deps, actor, context } = call
  const { nomination } = await readNominationFor(deps, actor, call.params['id'] as string)
  const people = await findNominationPeople(deps.db, nomination)
  if (people === undefined) throw new ServiceError('not_found', 'There is no such nomination.')
  const view = resultView(
    {
      console: call.frame(wordsOf(context).employer.results.title),
      nomination,
      employer: people.employer,
      learner: badgeName(people.participant),
      typed: typed ?? typedOf(nomination.measures),
      errors,
    },
    context,
  )
  return { page: ConsoleFormPage(view), ...(errors.size === 0 ? {} : { status: 400 }) }
}

const policyIn = (typed: Typed): PublishPolicy =>
  (['full', 'relative_only', 'text_only', 'none'] as const).find((policy) => policy === typed.get('publish')) ?? 'full'

/** Own people, and only with a consent that names the firm: a badge that is shown says nothing about a nomination. */
const nominable = async (call: ConsoleCall) =>
  (await listOwnPeople(call.deps, call.actor)).filter(({ by, employed }) => by === 'consent' && employed)

const nominatePage = async (call: ConsoleCall, typed: Typed, errors: Errors = nobody): Promise<ConsoleAnswer> => {
  const { deps, context } = call
  const view = nominateView(
    {
      console: call.frame(wordsOf(context).employer.results.form.title),
      people: await nominable(call),
      kinds: (await listAchievements(deps.db)).filter(({ kind }) => kind === 'workplace_achievement').map(({ id, name }) => ({ id, name })),
      typed,
      errors,
    },
    context,
  )
  return { page: WorkPage(view), ...(errors.size === 0 ? {} : { status: 400 }) }
}

const nominate = async (call: ConsoleCall): Promise<ConsoleAnswer> => {
  const { deps, actor } = call
  const typed = typedIn(call.form)
  const { measures, errors } = readMeasure(typed)
  for (const name of ['title', 'role', 'confirmed-by']) if (line(typed, name) === '') errors.set(name, 'missing')
  const subject = (await nominable(call))
    .flatMap(({ participantId, badges }) => badges.map(({ credential }) => ({ participantId, credential })))
    .find(({ credential }) => credential.id === line(typed, 'subject'))
  if (subject?.credential.completionId === undefined) errors.set('subject', 'choose')
  const kind = (await listAchievements(deps.db)).find(({ id, kind }) => kind === 'workplace_achievement' && id === line(typed, 'kind'))
  if (kind === undefined) errors.set('kind', 'choose')
  if (errors.size > 0 || subject?.credential.completionId === undefined || kind === undefined) return nominatePage(call, typed, errors)
  const draft = await draftNomination(deps, actor, {
    achievementId: kind.id,
    participantId: subject.participantId,
    employerId: ownEmployer(actor),
    basedOnCompletions: [subject.credential.completionId],
    title: { ja: line(typed, 'title') },
    role: { ja: line(typed, 'role') },
    measures,
    publishPolicy: policyIn(typed),
  })
  await requestConfirmation(deps, actor, { id: draft.id, confirmedBy: { ja: line(typed, 'confirmed-by', 100) } })
  return done(call, 'nominated')
}

/** Results of the employer's people: confirm their figures, or nominate. */
export const resultRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/results',
    roles,
    run: async (call) => {
      const words = wordsOf(call.context).employer.results
      const notice = words.done[call.query['done'] ?? '']
      const view = resultsView(
        { console: call.frame(words.title), results: await listed(call), ...(notice === undefined ? {} : { notice }) },
        call.context,
      )
      return { page: WorkPage(view) }
    },
  },
  { method: 'get', path: '/results/new', roles, run: (call) => nominatePage(call, new Map()) },
  { method: 'post', path: '/results/new', roles, run: nominate },
  { method: 'get', path: '/results/:id', roles, run: (call) => filePage(call) },
  {
    method: 'post',
    path: '/results/:id',
    roles,
    run: async (call) => {
      const { deps, actor, form } = call
      const id = call.params['id'] as string
      const typed = typedIn(form)
      const post = line(typed, 'confirmed-by', 100)
      switch (form.get('do')) {
        case 'decline':
          await declineNomination(deps, actor, { id, by: 'employer' })
          return done(call, 'declined')
        case 'withdraw':
          await withdrawNomination(deps, actor, {
            id,
            reason: { code: 'EMPLOYER_REQUEST', text: wordsOf(call.context).employer.results.withdrawReason },
          })
          return done(call, 'withdrawn')
        case 'send':
          if (post === '') return filePage(call, typed, new Map([['confirmed-by', 'missing']]))
          await requestConfirmation(deps, actor, { id, confirmedBy: { ja: post } })
          return done(call, 'nominated')
        default: {
          const { nomination } = await readNominationFor(deps, actor, id)
          const { measures, errors } = readFigures(typed, nomination.measures)
          if (post === '') errors.set('confirmed-by', 'missing')
          if (errors.size > 0) return filePage(call, typed, errors)
          const next = await confirmFigures(deps, actor, { id, confirmedBy: { ja: post }, measures })
          return done(call, next.state === 'submitted' ? 'submitted' : 'corrected')
        }
      }
    },
  },
]

/** Results that wait for the employer's word. */
export const resultTasks = tasksOf({ name: 'results', path, roles }, async (call) => {
  const waiting = (await listed(call, 'awaiting_employer')).filter(
    ({ nomination }) => nomination.state === 'awaiting_employer' && nomination.waitingFor === 'employer',
  )
  return [{ count: waiting.length, about: wordsOf(call.context).employer.results.task }]
})
