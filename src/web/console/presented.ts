import { PresentedPage } from '../../../templates/pages/presented-page.tsx'
import { WorkPage } from '../../../templates/pages/work-page.tsx'
import { listPresented, openPresented, ownEmployer } from '../../service/our-people.ts'
import { findOrganisation } from '../../store/read-models/registers.ts'
import { sharedBadges } from '../pages/shared-badges.ts'
import { wordsOf } from '../views/page-context.ts'
import { presentedBadgeView, presentedView } from '../views/presented-view.ts'
import type { ConsoleRoute } from './console-route.ts'
import { tasksOf } from './home.ts'

const roles = ['employer'] as const

/** What learners present to the employer. Opening one is logged for the learner, as with the link itself. */
export const presentedRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/presented',
    roles,
    run: async (call) => {
      const presented = await listPresented(call.deps, call.actor)
      return {
        page: WorkPage(presentedView({ console: call.frame(wordsOf(call.context).employer.presented.title), presented }, call.context)),
      }
    },
  },
  {
    method: 'get',
    path: '/presented/:id',
    roles,
    run: async (call) => {
      const { web, deps, actor, context } = call
      const firm = await findOrganisation(deps.db, ownEmployer(actor))
      const link = await openPresented(deps, actor, call.params['id'] as string)
      const view = presentedBadgeView(
        {
          console: call.frame(wordsOf(context).employer.presented.open.title),
          link,
          badges: await sharedBadges(web, link),
          ownFirmUrl: `/employers/${firm?.slug ?? ''}`,
        },
        context,
      )
      return { page: PresentedPage(view) }
    },
  },
]

/** What is presented to the employer now. */
export const presentedTasks = tasksOf({ name: 'presented', path: '/console/presented', roles }, async (call) => [
  { count: (await listPresented(call.deps, call.actor)).length, about: wordsOf(call.context).employer.presented.task },
])
