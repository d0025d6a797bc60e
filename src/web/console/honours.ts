import { WorkPage } from '../../../templates/pages/work-page.tsx'
import type { Honour } from '../../domain/honour.ts'
import { fiscalYearOf, jstDay } from '../../domain/japanese-date.ts'
import { ServiceError } from '../../errors.ts'
import { honourCandidates } from '../../service/honour-candidates.ts'
import { announceHonour, awardHonour, cancelHonour, declineHonour, proposeHonour, shortlistHonour } from '../../service/honours.ts'
import { listLedger } from '../../service/list-ledger.ts'
import { readHonour, readProductivity } from '../../service/read-ledger-record.ts'
import { findNomination } from '../../store/read-models/nominations.ts'
import { findOrganisation, listOrganisations } from '../../store/read-models/registers.ts'
import { line } from '../forms/typed.ts'
import { type HonourForm, honoursView, honourView } from '../views/honours-view.ts'
import { inLanguage, linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'
import { tasksOf } from './home.ts'

const roles = ['secretariat'] as const
const path = '/console/honours'
const MOST = 500

/** What an honour rests on, each as one line. */
const basisLines = async (call: ConsoleCall, { basis }: Honour): Promise<string[]> => {
  const lines: string[] = []
  for (const id of basis.nominationIds) {
    const nomination = await findNomination(call.deps.db, id)
    lines.push(nomination === undefined ? id : `${nomination.title.ja}（${id}）`)
  }
  const methods = wordsOf(call.context).employer.productivity.methods
  for (const id of basis.productivityIds) {
    const record = await readProductivity(call.deps, call.actor, id)
    lines.push(
      `${methods[record.method] ?? record.method} ${record.before.value}${record.unit} → ${record.after.value}${record.unit}（${id}）`,
    )
  }
  return lines
}

const filePage = async (call: ConsoleCall, typed?: HonourForm): Promise<ConsoleAnswer> => {
  const honour = await readHonour(call.deps, call.actor, call.params['id'] as string)
  const draft = (await honourCandidates(call.deps, call.actor, { fiscalYear: honour.fiscalYear, alsoEmployerId: honour.employerId })).find(
    ({ employerId }) => employerId === honour.employerId,
  )?.draft.ja
  const firm = await findOrganisation(call.deps.db, honour.employerId)
  const form = typed ?? { citation: draft ?? '', category: 'good_practice', reason: '', errors: [] }
  const view = honourView(
    {
      console: call.frame(wordsOf(call.context).office.honours.title),
      honour,
      firm: firm === undefined ? honour.employerId : inLanguage(call.context, firm.name),
      basis: await basisLines(call, honour),
      form,
    },
    call.context,
  )
  return { page: WorkPage(view), ...(form.errors.length === 0 ? {} : { status: 400 }) }
}

const done = (call: ConsoleCall, what: string): ConsoleAnswer => ({ to: linkTo(call.context, `${path}?done=${what}`) })

/** Honours: choose from the shortlist, decide, announce, cancel. */
export const honourRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/honours',
    roles,
    run: async (call) => {
      const { deps, actor, query, context } = call
      const words = wordsOf(context).office.honours
      const now = fiscalYearOf(jstDay(deps.now()))
      const year = /^\d{4}$/.test(query['year'] ?? '') ? Number(query['year']) : now
      const honours = await listLedger(deps, actor, 'honour', { limit: MOST })
      const years = [...new Set([now, now - 1, year, ...honours.map(({ fiscalYear }) => fiscalYear)])].sort((a, b) => b - a)
      const notice = words.done[query['done'] ?? '']
      const view = honoursView(
        {
          console: call.frame(words.title),
          year,
          years,
          shortlist: await honourCandidates(deps, actor, { fiscalYear: year }),
          honours: honours.filter(({ fiscalYear }) => fiscalYear === year),
          firms: new Map((await listOrganisations(deps.db, 'employer')).map((firm) => [firm.id, firm])),
          ...(notice === undefined ? {} : { notice }),
        },
        context,
      )
      return { page: WorkPage(view) }
    },
  },
  {
    method: 'post',
    path: '/honours/add',
    roles,
    run: async (call) => {
      const { deps, actor, form } = call
      const fiscalYear = Number(form.get('year'))
      const entry = (await honourCandidates(deps, actor, { fiscalYear })).find(({ employerId }) => employerId === form.get('employer'))
      if (entry === undefined) throw new ServiceError('not_found', 'This employer is on the list already, or has no confirmed result.')
      const { id } = await proposeHonour(deps, actor, { employerId: entry.employerId, fiscalYear, basis: entry.basis })
      await shortlistHonour(deps, actor, { id })
      return { to: linkTo(call.context, `${path}?year=${fiscalYear}&done=added`) }
    },
  },
  { method: 'get', path: '/honours/:id', roles, run: (call) => filePage(call) },
  {
    method: 'post',
    path: '/honours/:id',
    roles,
    run: async (call) => {
      const { deps, actor, form } = call
      const id = call.params['id'] as string
      const words = wordsOf(call.context).office.honours.file
      const typed: HonourForm = {
        citation: line(form, 'citation', 4000),
        category: line(form, 'category'),
        reason: line(form, 'reason'),
        errors: [],
      }
      const wrong = (fieldId: string, message: string) => filePage(call, { ...typed, errors: [{ fieldId, message }] })
      switch (form.get('do')) {
        case 'shortlist':
          await shortlistHonour(deps, actor, { id })
          return done(call, 'added')
        case 'decline':
          await declineHonour(deps, actor, { id })
          return done(call, 'decline')
        case 'announce':
          await announceHonour(deps, actor, { id })
          return done(call, 'announce')
        case 'cancel':
          if (typed.reason === '') return wrong('reason', words.needsReason)
          await cancelHonour(deps, actor, { id, reason: { code: 'OFFICE', text: typed.reason } })
          return done(call, 'cancel')
        default: {
          if (typed.citation === '') return wrong('citation', words.needsCitation)
          try {
            await awardHonour(deps, actor, {
              id,
              category: typed.category === 'best_practice' ? 'best_practice' : 'good_practice',
              citation: { ja: typed.citation },
            })
          } catch (error) {
            if (!(error instanceof ServiceError) || error.code !== 'invalid_input') throw error
            return filePage(call, { ...typed, errors: error.problems.map(({ message }) => ({ fieldId: 'basis', message })) })
          }
          return done(call, 'award')
        }
      }
    },
  },
]

/** Honours that wait for a decision, and awards that wait to be announced. */
export const honourTasks = tasksOf({ name: 'honours', path, roles }, async (call) => {
  const words = wordsOf(call.context).office.honours
  const honours = await listLedger(call.deps, call.actor, 'honour', { limit: MOST })
  const count = (state: Honour['state']): number => honours.filter((honour) => honour.state === state).length
  return [
    { count: count('shortlisted'), about: words.taskDecide },
    { count: count('awarded'), about: words.taskAnnounce },
  ]
})
