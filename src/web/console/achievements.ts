import { WorkPage, type WorkPageView } from '../../../templates/pages/work-page.tsx'
import { countAwarded } from '../../store/read-models/front-page.ts'
import { listAchievements } from '../../store/read-models/registers.ts'
import { countedBy } from '../pages/recognitions.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleRoute } from './console-route.ts'

/** The badge definitions, each with how often it was awarded and how many declared employers count it. */
export const achievementConsoleRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/achievements',
    roles: ['secretariat', 'operator'],
    run: async (call) => {
      const { web, deps, context } = call
      const words = wordsOf(context).office.achievements
      const kinds = wordsOf(context).front.kind
      const listed = await countedBy(web, await listAchievements(deps.db))
      const rows = await Promise.all(
        listed.map(async ({ achievement, countedBy }) => [
          { href: linkTo(context, achievement.id), label: achievement.name },
          achievement.humanCode,
          kinds[achievement.kind],
          achievement.version,
          String(await countAwarded(deps.db, achievement.id)),
          String(countedBy),
        ]),
      )
      const view: WorkPageView = {
        console: call.frame(words.title),
        title: words.title,
        lead: [words.lead],
        ways: [{ href: linkTo(context, '/console/courses'), label: wordsOf(context).console.sectionNames.courses }],
        parts: [
          {
            kind: 'table',
            id: 'achievements',
            heading: words.title,
            lead: words.note,
            columns: [
              { head: words.columns.name, kind: 'name' },
              { head: words.columns.code, kind: 'code', labelled: true },
              { head: words.columns.kind, labelled: true },
              { head: words.columns.version, labelled: true },
              { head: words.columns.awarded, kind: 'number', labelled: true },
              { head: words.columns.counted, kind: 'number', labelled: true },
            ],
            rows,
            empty: words.empty,
            emptyWhen: words.emptyWhen,
          },
        ],
        links: [],
      }
      return { page: WorkPage(view) }
    },
  },
]
