import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { Figures, type FiguresView } from '../components/figures.tsx'
import { Empty } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Table } from '../components/table.tsx'
import { ConsoleLayout } from '../console-layout.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** The figures that everybody may see. */
export interface FiguresPageView {
  frame: FrameView
  title: string
  lead: string
  figures: FiguresView
}

export const FiguresPage = (view: FiguresPageView) => (
  <Layout frame={view.frame}>
    <PageHead title={view.title} lead={view.lead} />
    <Figures figures={view.figures} />
  </Layout>
)

/** The same for the secretariat: every number opens its rows. */
export interface FiguresBoardView {
  console: ConsoleFrame
  title: string
  figures: FiguresView
}

export const FiguresBoardPage = (view: FiguresBoardView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} />
    <Figures figures={view.figures} />
  </ConsoleLayout>
)

/** The records behind one figure. */
export interface FigureRowsView {
  console: ConsoleFrame
  title: string
  rule: string
  version: string
  caption: string
  columns: [string, string, string, string]
  rows: { record: string; countedAs: string; on: string; digest: string }[]
  empty: string
  links: LinkView[]
}

export const FigureRowsPage = (view: FigureRowsView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.rule}>
      <p class="note">{view.version}</p>
    </PageHead>
    <section class="sheet" aria-label={view.title}>
      <div class="sheet__part stack">
        <p class="row">
          {view.links.map((link) => (
            <a class="button button--second button--small" href={link.href}>
              {link.label}
            </a>
          ))}
        </p>
        {view.rows.length === 0 ? (
          <Empty what={view.empty} />
        ) : (
          <Table
            caption={view.caption}
            columns={[
              { head: view.columns[0], kind: 'name' },
              { head: view.columns[1], labelled: true },
              { head: view.columns[2], labelled: true },
              { head: view.columns[3], kind: 'code', labelled: true },
            ]}
            rows={view.rows.map((row) => [row.record, row.countedAs, row.on, row.digest])}
          />
        )}
      </div>
    </section>
  </ConsoleLayout>
)
