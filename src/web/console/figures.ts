import { FigureRowsPage, FiguresBoardPage } from '../../../templates/pages/figures-page.tsx'
import { jstDay } from '../../domain/japanese-date.ts'
import { readKpiBoard } from '../../service/kpi-board.ts'
import { readKpiRows } from '../../service/kpis.ts'
import { sendCsv } from '../send-file.ts'
import { dayText } from '../views/dates.ts'
import { countedRowView, figuresView } from '../views/figures-view.ts'
import { cardNotes, kpiBoardView } from '../views/kpi-board-view.ts'
import { kpiFiguresCsv, kpiRowsCsv } from '../views/kpi-csv.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleRoute } from './console-route.ts'

const path = '/console/figures'

/** The board of the secretariat: each number opens the records behind it, on this day and on any day before. */
export const figuresConsoleRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/figures',
    roles: ['secretariat'],
    run: async ({ deps, actor, query, context, frame, response }) => {
      const words = wordsOf(context).ledger.figures
      const board = await readKpiBoard(deps, actor, query['asOf'] || undefined)
      const { report } = board
      if (query['format'] === 'csv') {
        sendCsv(response, `kpi-${report.figures.asOf}`, kpiFiguresCsv(report))
        return 'sent'
      }
      const figures = figuresView(
        {
          report,
          path: linkTo(context, path),
          today: jstDay(deps.now()),
          rowsPath: path,
          csvPath: `${path}?asOf=${report.figures.asOf}&format=csv`,
          board: kpiBoardView(board, context),
          notes: cardNotes(board, context),
        },
        context,
      )
      return { page: FiguresBoardPage({ console: frame(words.board, ['print-page']), title: words.board, figures }) }
    },
  },
  {
    method: 'get',
    path: '/figures/:figure',
    roles: ['secretariat'],
    run: async ({ deps, actor, params, query, context, frame, response }) => {
      const words = wordsOf(context).ledger.figures
      const answer = await readKpiRows(deps, actor, { figure: params['figure'] ?? '', asOf: query['asOf'] || undefined })
      if (query['format'] === 'csv') {
        sendCsv(response, `kpi-${answer.figure}-${answer.asOf}`, kpiRowsCsv(answer))
        return 'sent'
      }
      const here = `${path}/${answer.figure}?asOf=${answer.asOf}`
      return {
        page: FigureRowsPage({
          console: frame(words.board),
          title: `${answer.figure} (${answer.rows.length})`,
          rule: `${words.asOf(dayText(answer.asOf, context.language))} ${answer.rule}`,
          version: words.version(answer.rulesVersion),
          caption: answer.figure,
          columns: [words.record, words.countedAs, words.on, words.digest],
          rows: answer.rows.map((row) => countedRowView(row, context)),
          empty: words.none,
          links: [
            { href: linkTo(context, `${path}?asOf=${answer.asOf}`), label: words.back },
            { href: `${here}&format=csv`, label: words.csv },
          ],
        }),
      }
    },
  },
]
