import { ConsoleHomePage, type ConsoleHomeView } from '../../../templates/pages/console-home-page.tsx'
import type { Role } from '../../domain/actor.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleCall, ConsoleRoute } from './console-route.ts'
import { type SectionName, sectionsOf } from './sections.ts'

/** One thing that waits for somebody in a role: what it is, how many, and where it is done. */
export interface Task {
  name: string
  about: string
  href: string
}

/** Finds what waits for the actor; asks for little, since the work list is opened often. Sections add theirs. */
export type TaskFinder = (call: ConsoleCall) => Promise<Task[]>

/** One thing that is counted for the work list; `path` where it is not done on the first page of its section. */
export interface Waiting {
  count: number
  about(count: number): string
  path?: string
}

/** The finder of a section: asks only in the roles that do its work, and leaves out what does not wait. */
export const tasksOf =
  (
    section: { name: SectionName; path: string; roles: readonly Role[] },
    find: (call: ConsoleCall) => Promise<readonly Waiting[]>,
  ): TaskFinder =>
  async (call) => {
    if (!section.roles.includes(call.actor.role)) return []
    return (await find(call))
      .filter(({ count }) => count > 0)
      .map(({ count, about, path }) => ({
        name: wordsOf(call.context).console.sectionNames[section.name],
        about: about(count),
        href: linkTo(call.context, path ?? section.path),
      }))
  }

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
        placesTitle: words.places,
        places: placesOf(call),
      }),
    }
  },
})

/** Everything that this role can do, in a sentence each: whoever signs in seldom need not guess from the names. */
const placesOf = ({ actor, context }: ConsoleCall): ConsoleHomeView['places'] => {
  const { sectionNames, sectionPurposes } = wordsOf(context).console
  return sectionsOf(actor.role).flatMap(({ name, path }) =>
    name === 'home' ? [] : [{ name: sectionNames[name], about: sectionPurposes[name], href: linkTo(context, path) }],
  )
}
