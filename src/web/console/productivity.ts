import { WorkPage } from '../../../templates/pages/work-page.tsx'
import type { ProductivityRecord } from '../../domain/productivity.ts'
import { ServiceError } from '../../errors.ts'
import { listLedger } from '../../service/list-ledger.ts'
import { listOwnPeople, ownEmployer } from '../../service/our-people.ts'
import {
  draftProductivity,
  editProductivity,
  problemsOf,
  rejectProductivity,
  returnProductivity,
  submitProductivity,
  verifyProductivity,
} from '../../service/productivity.ts'
import { readProductivity } from '../../service/read-ledger-record.ts'
import { findOrganisation } from '../../store/read-models/registers.ts'
import type { MeasureFieldError } from '../forms/measure-form.ts'
import { readProductivityForm, typedOfProductivity } from '../forms/productivity-form.ts'
import { line, type Typed, typedIn } from '../forms/typed.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import {
  type DecisionForm,
  productivityErrors,
  productivityFileView,
  productivityFormPart,
  productivityListView,
  type VisibleCompletion,
} from '../views/productivity-view.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'
import { tasksOf } from './home.ts'

const employerOnly = ['employer'] as const
const deciders = ['secretariat'] as const
const path = '/console/productivity'
const MOST = 500

const decides = (call: ConsoleCall): boolean => (deciders as readonly string[]).includes(call.actor.role)

/** Completions that the employer may see: by badges that are presented to it, or by consent. */
const visibleCompletions = async (call: ConsoleCall): Promise<VisibleCompletion[]> =>
  (await listOwnPeople(call.deps, call.actor)).flatMap((person) =>
    person.badges.flatMap(({ credential, achievement }) =>
      credential.completionId === undefined
        ? []
        : [
            {
              id: credential.completionId,
              label: `${person.name ?? wordsOf(call.context).employer.presented.noName}：${achievement.name}`,
            },
          ],
    ),
  )

interface Filled {
  typed: Typed
  chosen: readonly string[]
  errors: ReadonlyMap<string, MeasureFieldError>
}

const newPage = async (call: ConsoleCall, filled: Filled): Promise<ConsoleAnswer> => {
  const words = wordsOf(call.context).employer.productivity
  const console = call.frame(words.form.title)
  const form = productivityFormPart(
    { token: call.token, action: `${path}/new`, ...filled, completions: await visibleCompletions(call) },
    call.context,
  )
  return {
    page: WorkPage({
      console,
      title: words.form.title,
      lead: [words.lead],
      ...(filled.errors.size === 0 ? {} : { errors: productivityErrors(filled.errors, call.context) }),
      parts: [form],
      links: [{ href: linkTo(call.context, path), label: words.file.back }],
    }),
    ...(filled.errors.size === 0 ? {} : { status: 400 }),
  }
}

const filePage = async (call: ConsoleCall, more: { filled?: Filled; decision?: DecisionForm } = {}): Promise<ConsoleAnswer> => {
  const { deps, actor, context, query } = call
  const words = wordsOf(context).employer.productivity
  const record = await readProductivity(deps, actor, call.params['id'] as string)
  const editable = actor.role === 'employer' && (record.state === 'draft' || record.state === 'returned')
  const completions = editable ? await visibleCompletions(call) : []
  const visible = new Set(completions.map(({ id }) => id))
  const filled = more.filled ?? { typed: typedOfProductivity(record, visible), chosen: record.linkedCompletionIds, errors: new Map() }
  const notices: Record<string, string> = { saved: words.saved, sent: words.sent }
  const notice = notices[query['done'] ?? '']
  const employer = await findOrganisation(deps.db, record.employerId)
  const view = productivityFileView(
    {
      console: call.frame(words.form.edit),
      record,
      employer,
      problems: await problemsOf(deps, record),
      ...(notice === undefined ? {} : { notice }),
      ...(editable
        ? { form: productivityFormPart({ token: call.token, action: `${path}/${record.id}`, ...filled, completions }, context) }
        : {}),
      ...(filled.errors.size === 0 ? {} : { errors: productivityErrors(filled.errors, context) }),
      ...(decides(call) && record.state === 'submitted' ? { decision: more.decision ?? { text: '' } } : {}),
    },
    context,
  )
  return { page: WorkPage(view), ...(filled.errors.size > 0 || more.decision?.error !== undefined ? { status: 400 } : {}) }
}

const filledIn = (call: ConsoleCall): { typed: Typed; chosen: string[] } => ({
  typed: typedIn(call.form),
  chosen: call.form.getAll('completion'),
})

const afterSaving = async (call: ConsoleCall, record: ProductivityRecord): Promise<ConsoleAnswer> => {
  if (call.form.get('do') !== 'submit') return { to: linkTo(call.context, `${path}/${record.id}?done=saved`) }
  await submitProductivity(call.deps, call.actor, { id: record.id })
  return { to: linkTo(call.context, `${path}/${record.id}?done=sent`) }
}

/** Productivity records: the employer writes and hands in, the secretariat verifies. */
export const productivityConsoleRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/productivity',
    roles: ['employer', ...deciders],
    run: async (call) => {
      const { deps, actor, query, context } = call
      const words = wordsOf(context).employer.productivity
      const records = await listLedger(deps, actor, 'productivity_record', { limit: MOST })
      const listed = await Promise.all(
        records.map(async (record) => ({ record, employer: await findOrganisation(deps.db, record.employerId) })),
      )
      const state = query['state'] === undefined || query['state'] === '' ? undefined : query['state']
      const notice = words.file.done[query['done'] ?? '']
      const view = productivityListView(
        {
          console: call.frame(words.title),
          records: listed,
          office: decides(call),
          ...(state === undefined ? {} : { state }),
          ...(notice === undefined ? {} : { notice }),
        },
        context,
      )
      return { page: WorkPage(view) }
    },
  },
  {
    method: 'get',
    path: '/productivity/new',
    roles: employerOnly,
    run: (call) => newPage(call, { typed: new Map(), chosen: [], errors: new Map() }),
  },
  {
    method: 'post',
    path: '/productivity/new',
    roles: employerOnly,
    run: async (call) => {
      const { typed, chosen } = filledIn(call)
      const { record, errors } = readProductivityForm(typed, chosen)
      if (record === undefined) return newPage(call, { typed, chosen, errors })
      return afterSaving(call, await draftProductivity(call.deps, call.actor, { ...record, employerId: ownEmployer(call.actor) }))
    },
  },
  { method: 'get', path: '/productivity/:id', roles: ['employer', ...deciders], run: (call) => filePage(call) },
  {
    method: 'post',
    path: '/productivity/:id',
    roles: employerOnly,
    run: async (call) => {
      const { typed, chosen } = filledIn(call)
      const { record, errors } = readProductivityForm(typed, chosen)
      if (record === undefined) return filePage(call, { filled: { typed, chosen, errors } })
      return afterSaving(call, await editProductivity(call.deps, call.actor, { id: call.params['id'] as string, change: record }))
    },
  },
  {
    method: 'post',
    path: '/productivity/:id/decide',
    roles: deciders,
    run: async (call) => {
      const { deps, actor, form } = call
      const id = call.params['id'] as string
      const text = line(form, 'text')
      const decision = (['verify', 'return', 'reject'] as const).find((one) => one === form.get('do')) ?? 'return'
      if (decision !== 'verify' && text === '') return filePage(call, { decision: { text, error: 'reason' } })
      const reason = { code: 'OFFICE', text }
      try {
        if (decision === 'verify') await verifyProductivity(deps, actor, { id })
        else if (decision === 'return') await returnProductivity(deps, actor, { id, reason })
        else await rejectProductivity(deps, actor, { id, reason })
      } catch (error) {
        if (error instanceof ServiceError && error.code === 'invalid_input') return filePage(call, { decision: { text, error: 'refused' } })
        throw error
      }
      return { to: linkTo(call.context, `${path}?done=${decision}`) }
    },
  },
]

/** How many records wait to be verified. */
export const productivityTasks = tasksOf({ name: 'productivity', path: `${path}?state=submitted`, roles: deciders }, async (call) => [
  {
    count: (await listLedger(call.deps, call.actor, 'productivity_record', { limit: MOST, state: 'submitted' })).length,
    about: wordsOf(call.context).employer.productivity.task,
  },
])
