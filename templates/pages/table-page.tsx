import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { type CellView, cellsOf } from '../components/cells.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Empty, type NoticeView } from '../components/notice.tsx'
import { FilterLinks, type FilterView, PageHead, Told } from '../components/page-head.tsx'
import { type Column, Table } from '../components/table.tsx'
import { ConsoleLayout } from '../console-layout.tsx'
import type { LinkView } from '../layout.tsx'

/** A list behind the sign-in: one table, and what stands there while it is empty. */
export interface TablePageView {
  console: ConsoleFrame
  title: string
  lead: string
  notice?: NoticeView
  filter?: FilterView
  columns: Column[]
  rows: CellView[][]
  empty: string
  emptyWhen: string
  links: LinkView[]
}

export const TablePage = (view: TablePageView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.lead} />
    <Told notice={view.notice} />
    {view.filter !== undefined && <FilterLinks filter={view.filter} />}
    {view.rows.length === 0 ? (
      <Empty what={view.empty} when={view.emptyWhen} />
    ) : (
      <section class="sheet sheet-gap" aria-label={view.title}>
        <div class="sheet__part">
          <Table caption={view.title} captionSpokenOnly columns={view.columns} rows={cellsOf(view.rows, view.console.token)} />
        </div>
      </section>
    )}
    {view.links.length > 0 && <LinkList links={view.links} />}
  </ConsoleLayout>
)
