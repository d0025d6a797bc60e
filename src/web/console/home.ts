import { ConsoleHomePage } from '../../../templates/pages/console-home-page.tsx'
import { wordsOf } from '../views/page-context.ts'
import type { ConsoleCall, ConsoleRoute } from './console-route.ts'

/** One thing that waits for somebody in a role: what it is, how many, and where it is done. */
export interface Task {
  name: string
  about: string
  href: string
}

/** Finds what waits for the actor; asks for little, since the work list is opened often. Sections add theirs. */
export type TaskFinder = (call: ConsoleCall) => Promise<Task[]>

/** The work list, the first page after the sign-in. */
export const homeRoute = (finders: readonly TaskFinder[]): ConsoleRoute => ({
  method: 'get',
  path: '/',
  roles: ['administrator', 'secretariat', 'reviewer', 'operator', 'employer', 'learner'],
  run: async (call) => {
    const words = wordsOf(call.context).console.home
    const tasks = (await Promise.all(finders.map((find) => find(call)))).flat()
    return {
      page: ConsoleHomePage({
        console: call.frame(words.title),
        title: words.title,
        tasks: tasks.map((task) => ({ ...task, open: words.open })),
        empty: words.empty,
        emptyWhen: words.emptyWhen,
      }),
    }
  },
})
