import { WorkPage } from '../../../templates/pages/work-page.tsx'
import { csvFile } from '../../domain/csv-out.ts'
import { textIn } from '../../domain/text.ts'
import { listCourses } from '../../service/list-courses.ts'
import { readFunnel } from '../../service/read-funnel.ts'
import { surveyReport } from '../../service/survey.ts'
import { listOrganisations } from '../../store/read-models/registers.ts'
import { sendCsv } from '../send-file.ts'
import { funnelView, surveyReportView } from '../views/overview-views.ts'
import { wordsOf } from '../views/page-context.ts'
import type { ConsoleRoute } from './console-route.ts'

/** Where the programme stands: from completion to outcome, and what people answered. */
export const overviewRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/funnel',
    roles: ['secretariat', 'operator'],
    run: async (call) => {
      const { deps, actor, context } = call
      const courses = await listCourses(deps, actor)
      const view = funnelView(
        {
          console: call.frame(wordsOf(context).office.funnel.title),
          report: await readFunnel(deps, actor, {}),
          courseNames: new Map(courses.map(({ id, name }) => [id, textIn(context.language, name)])),
        },
        context,
      )
      return { page: WorkPage(view) }
    },
  },
  {
    method: 'get',
    path: '/survey',
    roles: ['secretariat'],
    run: async (call) => {
      const { deps, actor, context, query, response } = call
      const report = await surveyReport(deps, actor)
      if (query['format'] === 'csv') {
        const rows = Object.entries({ ...report.answers, ...report.employers.answers }).flatMap(([question, answers]) =>
          Object.entries(answers).map(([answer, count]) => [question, answer, String(count), report.asOf]),
        )
        sendCsv(response, `survey-${report.asOf}`, csvFile(['question', 'answer', 'count', 'as_of'], rows))
        return 'sent'
      }
      const firmNames = new Map((await listOrganisations(deps.db, 'employer')).map(({ id, name }) => [id, textIn(context.language, name)]))
      return { page: WorkPage(surveyReportView({ console: call.frame(wordsOf(context).office.survey.title), report, firmNames }, context)) }
    },
  },
]
