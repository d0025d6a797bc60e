import { ConsoleFormPage } from '../../../templates/pages/form-page.tsx'
import { WorkPage } from '../../../templates/pages/work-page.tsx'
import { jstDay } from '../../domain/japanese-date.ts'
import { weightOf } from '../../domain/promise.ts'
import { ServiceError } from '../../errors.ts'
import { describeOutcome } from '../../service/describe-outcome.ts'
import { listOwnPeople, listPromisesDue, ownEmployer } from '../../service/our-people.ts'
import { confirmOutcome, disputeOutcome, reportOutcome, withdrawOutcome } from '../../service/outcomes.ts'
import { readOutcome } from '../../service/read-ledger-record.ts'
import { readOutcomes } from '../../service/read-outcomes.ts'
import { type OutcomeFieldError, readOutcomeForm, weights } from '../forms/outcome-form.ts'
import { type Typed, typedIn } from '../forms/typed.ts'
import { answerOutcomeView, newOutcomeView, type OutcomeNotice, officeOutcomesView, ownOutcomesView } from '../views/outcome-pages-view.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'
import { tasksOf } from './home.ts'

const employerOnly = ['employer'] as const
const path = '/console/outcomes'
const MOST = 500

const done = (call: ConsoleCall, kind: OutcomeNotice['kind'], id?: string): ConsoleAnswer => ({
  to: linkTo(call.context, `${path}?done=${kind}${id === undefined ? '' : `&id=${encodeURIComponent(id)}`}`),
})

const noticeIn = (query: Record<string, string>): OutcomeNotice | undefined => {
  const kind = (['recorded', 'withdrawn', 'confirmed', 'disputed'] as const).find((one) => one === query['done'])
  return kind && { kind, ...(query['id'] === undefined ? {} : { id: query['id'] }) }
}

const newPage = async (call: ConsoleCall, typed: Typed, errors: ReadonlySet<OutcomeFieldError> = new Set()): Promise<ConsoleAnswer> => {
  const view = newOutcomeView(
    {
      console: call.frame(wordsOf(call.context).employer.outcomes.form.title),
      people: await listOwnPeople(call.deps, call.actor),
      typed,
      errors,
    },
    call.context,
  )
  return { page: WorkPage(view), ...(errors.size === 0 ? {} : { status: 400 }) }
}

const answerPage = async (call: ConsoleCall, weightMissing = false): Promise<ConsoleAnswer> => {
  const id = call.params['id'] as string
  await readOutcome(call.deps, call.actor, id)
  const described = await describeOutcome(call.deps, call.actor, id)
  const view = answerOutcomeView(
    { console: call.frame(wordsOf(call.context).ledger.outcome.title), described, weightMissing },
    call.context,
  )
  return { page: ConsoleFormPage(view), ...(weightMissing ? { status: 400 } : {}) }
}

/** What became of badges at work: the employer records and confirms, the secretariat looks. */
export const outcomeConsoleRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/outcomes',
    roles: ['employer', 'secretariat'],
    run: async (call) => {
      const { deps, actor, query, context } = call
      const console = call.frame(wordsOf(context).employer.outcomes.title)
      const outcomes = await readOutcomes(deps, actor, { limit: MOST })
      if (actor.role === 'secretariat') {
        const state = query['state'] === undefined || query['state'] === '' ? undefined : query['state']
        return { page: WorkPage(officeOutcomesView({ console, outcomes, ...(state === undefined ? {} : { state }) }, context)) }
      }
      const notice = noticeIn(query)
      const due = await listPromisesDue(deps, actor)
      return { page: WorkPage(ownOutcomesView({ console, due, outcomes, ...(notice === undefined ? {} : { notice }) }, context)) }
    },
  },
  {
    method: 'get',
    path: '/outcomes/new',
    roles: employerOnly,
    run: (call) =>
      newPage(
        call,
        new Map([
          ['subject', call.query['badge'] ?? ''],
          ['type', call.query['type'] ?? ''],
          ['on', jstDay(call.deps.now())],
        ]),
      ),
  },
  {
    method: 'post',
    path: '/outcomes/new',
    roles: employerOnly,
    run: async (call) => {
      const typed = typedIn(call.form)
      const people = await listOwnPeople(call.deps, call.actor)
      const subjects = new Map(
        people.flatMap(({ participantId, badges }) => badges.map(({ credential }) => [credential.id, participantId] as const)),
      )
      const { outcome, errors } = readOutcomeForm(typed, subjects)
      if (outcome === undefined) return newPage(call, typed, errors)
      const employerId = ownEmployer(call.actor)
      const { id } = await reportOutcome(call.deps, call.actor, { ...outcome, employerId, share: 'kpi_only' })
      return done(call, 'recorded', id)
    },
  },
  {
    method: 'post',
    path: '/outcomes/record',
    roles: employerOnly,
    run: async (call) => {
      const { deps, actor, form } = call
      // Only what the page offered: a promise that is due to somebody whose badge this firm may see.
      const due = (await listPromisesDue(deps, actor)).find(
        ({ badge, promised }) => badge.credential.id === form.get('badge') && promised.type === form.get('type'),
      )
      if (due === undefined)
        throw new ServiceError('not_found', 'This promise is recorded already, or the badge is not presented any more.')
      const { recognition, declaration, type } = due.promised
      const { id } = await reportOutcome(deps, actor, {
        participantId: due.person.participantId,
        employerId: ownEmployer(actor),
        type,
        effectiveOn: jstDay(deps.now()),
        text: recognition.text,
        badgeIds: [due.badge.credential.id],
        badgeWeight: weightOf(recognition),
        declarationId: declaration.id,
        share: 'kpi_only',
      })
      return done(call, 'recorded', id)
    },
  },
  { method: 'get', path: '/outcomes/:id', roles: employerOnly, run: (call) => answerPage(call) },
  {
    method: 'post',
    path: '/outcomes/:id',
    roles: employerOnly,
    run: async (call) => {
      const id = call.params['id'] as string
      if (call.form.get('do') === 'dispute') {
        await disputeOutcome(call.deps, call.actor, { id })
        return done(call, 'disputed')
      }
      const badgeWeight = weights.find((weight) => weight === call.form.get('weight'))
      if (badgeWeight === undefined) return answerPage(call, true)
      await confirmOutcome(call.deps, call.actor, { id, badgeWeight })
      return done(call, 'confirmed')
    },
  },
  {
    method: 'post',
    path: '/outcomes/:id/withdraw',
    roles: employerOnly,
    run: async (call) => {
      await withdrawOutcome(call.deps, call.actor, { id: call.params['id'] as string })
      return done(call, 'withdrawn')
    },
  },
]

/** Guaranteed promises without a record, and reports that wait for the employer. */
export const outcomeTasks = tasksOf({ name: 'outcomes', path, roles: employerOnly }, async (call) => {
  const words = wordsOf(call.context).employer.outcomes
  const promises = (await listPromisesDue(call.deps, call.actor)).filter(({ promised }) => promised.recognition.strength === 'guaranteed')
  return [
    { count: promises.length, about: words.taskPromises },
    { count: (await readOutcomes(call.deps, call.actor, { limit: MOST, state: 'learner_reported' })).length, about: words.taskWaiting },
  ]
})
