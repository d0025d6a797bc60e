import { ConsoleFormPage } from '../../../templates/pages/form-page.tsx'
import { TablePage } from '../../../templates/pages/table-page.tsx'
import { ServiceError } from '../../errors.ts'
import { listReviewQueue, readReviewFile } from '../../service/read-review.ts'
import { reviewNomination } from '../../service/review-nomination.ts'
import { line } from '../forms/typed.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import { type ReviewForm, reviewQueueView, reviewView } from '../views/review-views.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'
import { tasksOf } from './home.ts'

const roles = ['secretariat', 'reviewer'] as const
const path = '/console/reviews'

const file = async (call: ConsoleCall, form: ReviewForm): Promise<ConsoleAnswer> => {
  const view = reviewView(
    {
      console: call.frame(wordsOf(call.context).reviews.title),
      file: await readReviewFile(call.deps, call.actor, call.params['id'] as string),
      form,
    },
    call.context,
  )
  return { page: ConsoleFormPage(view), ...(form.error === undefined ? {} : { status: 400 }) }
}

const decisions = ['approve', 'return', 'reject'] as const
type Decision = (typeof decisions)[number]

/** The review of nominations: two steps, open and decide. */
export const reviewRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/reviews',
    roles,
    run: async (call) => {
      const done = decisions.find((decision) => decision === call.query['done'])
      const words = wordsOf(call.context).reviews
      const view = reviewQueueView(
        {
          console: call.frame(words.title),
          queue: await listReviewQueue(call.deps, call.actor),
          ...(done === undefined ? {} : { done: words.done[done] }),
        },
        call.context,
      )
      return { page: TablePage(view) }
    },
  },
  { method: 'get', path: '/reviews/:id', roles, run: (call) => file(call, { waiver: '', code: 'FIGURES_UNCLEAR', text: '' }) },
  {
    method: 'post',
    path: '/reviews/:id',
    roles,
    run: async (call) => {
      const typed: ReviewForm = {
        waiver: line(call.form, 'waiver'),
        code: call.form.get('code') ?? 'OTHER',
        text: line(call.form, 'text'),
      }
      const decision: Decision = decisions.find((one) => one === call.form.get('do')) ?? 'return'
      if (decision !== 'approve' && typed.text === '') return file(call, { ...typed, error: 'reason' })
      try {
        await reviewNomination(call.deps, call.actor, {
          id: call.params['id'] as string,
          ...(decision === 'approve'
            ? { decision, ...(typed.waiver === '' ? {} : { waivers: [{ code: 'PERIOD_TOO_SHORT', reason: typed.waiver }] }) }
            : { decision, reason: { code: typed.code, text: typed.text } }),
        })
      } catch (error) {
        // Open problems, a review of before, or somebody who was faster: the page says so, and what was typed stays.
        if (error instanceof ServiceError && ['invalid_input', 'conflict', 'forbidden'].includes(error.code))
          return file(call, { ...typed, error: 'refused' })
        throw error
      }
      return { to: linkTo(call.context, `${path}?done=${decision}`) }
    },
  },
]

/** How many nominations wait. */
export const reviewTasks = tasksOf({ name: 'reviews', path, roles }, async (call) => [
  { count: (await listReviewQueue(call.deps, call.actor)).length, about: wordsOf(call.context).reviews.task },
])
