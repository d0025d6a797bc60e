import type { WorkPageView, WorkPart } from '../../../templates/pages/work-page.tsx'
import { type FunnelStep, funnelSteps } from '../../domain/funnel.ts'
import { surveyQuestions } from '../../domain/survey.ts'
import type { FunnelReport } from '../../service/read-funnel.ts'
import type { SurveyReport } from '../../service/survey.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText } from './dates.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

const sessionsPath = '/console/sessions'

/** The way from completion to outcome as a chart, with a work list at each step. */
export const funnelView = (
  input: { console: ConsoleFrame; report: FunnelReport; courseNames: ReadonlyMap<string, string> },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.funnel
  const names = wordsOf(context).ledger.figures.funnel
  const { counts, workLists, declined } = input.report
  const lost = (step: FunnelStep): string => {
    const next = funnelSteps[funnelSteps.indexOf(step) + 1]
    return next === undefined || next === 'completed' ? '' : String(workLists[next].length)
  }
  const lists = (['applied', 'claimed', 'shown', 'outcome'] as const).map((step): WorkPart => {
    const byCourse = new Map<string, number>()
    for (const { courseId } of workLists[step]) byCourse.set(courseId, (byCourse.get(courseId) ?? 0) + 1)
    return {
      kind: 'table',
      id: `before-${step}`,
      heading: words.lists[step],
      lead: words.listLead[step],
      columns: [
        { head: words.listColumns.course, kind: 'name' },
        { head: words.listColumns.count, kind: 'number', labelled: true },
      ],
      rows: [...byCourse].map(([courseId, count]) => [input.courseNames.get(courseId) ?? courseId, String(count)]),
      empty: words.nobody,
      links: byCourse.size === 0 ? [] : [{ href: linkTo(context, sessionsPath), label: words.sessions }],
    }
  })
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    parts: [
      {
        kind: 'chart',
        id: 'funnel',
        heading: words.chart,
        chart: {
          id: 'funnel-chart',
          title: words.chart,
          bars: funnelSteps.map((step) => ({ label: names[step], value: counts[step], valueText: `${counts[step]}${words.unit}` })),
        },
        columns: [
          { head: words.columns.step, kind: 'name' },
          { head: words.columns.count, kind: 'number', labelled: true },
          { head: words.columns.lost, kind: 'number', labelled: true },
        ],
        rows: funnelSteps.map((step) => [names[step], String(counts[step]), lost(step)]),
        note: words.declined(declined.length),
      },
      ...lists,
    ],
    links: [],
  }
}

type Answers = Record<string, Record<string, number>>

/** The survey with n, response rate and date; reasons for not showing as tasks. */
export const surveyReportView = (
  input: { console: ConsoleFrame; report: SurveyReport; firmNames: ReadonlyMap<string, string> },
  context: PageContext,
): WorkPageView => {
  const words = wordsOf(context).office.survey
  const { report } = input
  const rate = report.responseRate
  const question = (
    prefix: string,
    { code, ja, en, options }: { code: string; ja: string; en: string; options: readonly string[] },
    answers: Answers,
    labels: Readonly<Record<string, readonly string[]>>,
  ): WorkPart => {
    const heading = context.language === 'ja' ? ja : en
    const counted = options.map((option, n) => ({ label: labels[code]?.[n] ?? option, count: answers[code]?.[option] ?? 0 }))
    return {
      kind: 'chart',
      id: `${prefix}${code}`,
      heading,
      chart: {
        id: `${prefix}${code}-chart`,
        title: heading,
        bars: counted.map(({ label, count }) => ({ label, value: count, valueText: `${count}${words.people}` })),
      },
      columns: [
        { head: words.columns.answer, kind: 'name' },
        { head: words.columns.count, kind: 'number', labelled: true },
      ],
      rows: counted.map(({ label, count }) => [label, String(count)]),
      note: words.note,
    }
  }
  const learnerLabels: Readonly<Record<string, readonly string[]>> = wordsOf(context).ledger.survey.options
  const employerLabels: Readonly<Record<string, readonly string[]>> = wordsOf(context).employer.survey.options
  const parts: WorkPart[] =
    report.respondents === 0
      ? []
      : [
          {
            kind: 'chart',
            id: 'summary',
            heading: words.summary,
            lead: words.asOf(dayText(report.asOf, context.language), report.respondents),
            chart: {
              id: 'summary-chart',
              title: words.summary,
              bars: [
                { label: words.shown, value: report.shown, valueText: `${report.shown}${words.people} / ${report.respondents}` },
                { label: words.useful, value: report.useful, valueText: `${report.useful}${words.people} / ${report.respondents}` },
              ],
            },
            columns: [
              { head: words.columns.answer, kind: 'name' },
              { head: words.columns.count, kind: 'number', labelled: true },
            ],
            rows: [
              [words.shown, `${report.shown} / ${report.respondents}`],
              [words.useful, `${report.useful} / ${report.respondents}`],
            ],
            note: words.note,
          },
          {
            kind: 'table',
            id: 'tasks',
            heading: words.tasks,
            columns: [
              { head: words.taskColumns.task, kind: 'name' },
              { head: words.taskColumns.people, kind: 'number', labelled: true },
              { head: words.taskColumns.firms, labelled: true },
            ],
            rows: Object.entries(report.tasks)
              .sort((a, b) => b[1] - a[1])
              .map(([task, count]) => [
                words.taskNames[task] ?? task,
                String(count),
                { lines: (report.taskEmployers[task] ?? []).map((id) => input.firmNames.get(id) ?? id) },
              ]),
            empty: words.noTasks,
            emptyWhen: words.noTasksWhen,
          },
          {
            kind: 'table',
            id: 'candidates',
            heading: words.candidates,
            columns: [
              { head: words.candidateColumns.on, kind: 'name' },
              { head: words.candidateColumns.text, labelled: true },
            ],
            rows: report.nominationCandidates.map(({ answeredOn, text }) => [dayText(answeredOn, context.language), text]),
            empty: words.noCandidates,
          },
          ...surveyQuestions.learner.filter(({ type }) => type !== 'free').map((one) => question('q-', one, report.answers, learnerLabels)),
        ]
  const firms: WorkPart[] =
    report.employers.respondents === 0
      ? []
      : surveyQuestions.employer.map((one): WorkPart => {
          const part = question('e-', one, report.employers.answers, employerLabels)
          return part.kind === 'chart' ? { ...part, lead: words.employers(report.employers.respondents) } : part
        })
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead, rate === undefined ? words.noRate : words.rate(Math.round(rate.rate * 100), rate.n, rate.of)],
    parts:
      parts.length === 0 && firms.length === 0
        ? [{ kind: 'table', id: 'empty', heading: words.summary, columns: [], rows: [], empty: words.empty, emptyWhen: words.emptyWhen }]
        : [...parts, ...firms],
    links: [{ href: linkTo(context, '/console/survey?format=csv'), label: words.csv }],
  }
}
