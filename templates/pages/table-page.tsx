import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { LinkList } from '../components/link-list.tsx'
import { Empty, Notice, type NoticeView } from '../components/notice.tsx'
import { type Column, Table } from '../components/table.tsx'
import { ConsoleLayout } from '../console-layout.tsx'
import type { LinkView } from '../layout.tsx'

/** A cell: text, or a link. */
export type CellView = string | LinkView

/** A list behind the sign-in: one table, and what stands there while it is empty. */
export interface TablePageView {
  console: ConsoleFrame
  title: string
  lead: string
  notice?: NoticeView
  filter?: { label: string; links: (LinkView & { current: boolean })[] }
  columns: Column[]
  rows: CellView[][]
  empty: string
  emptyWhen: string
  links: LinkView[]
}

export const TablePage = (view: TablePageView) => (
  <ConsoleLayout console={view.console}>
    <div class="page-title">
      <h1>{view.title}</h1>
      <p>{view.lead}</p>
    </div>
    {view.notice !== undefined && (
      <div role="status">
        <Notice notice={view.notice} />
      </div>
    )}
    {view.filter !== undefined && (
      <nav class="row sheet-gap" aria-label={view.filter.label}>
        {view.filter.links.map((link) => (
          <a class="tag-link" href={link.href} aria-current={link.current ? 'true' : undefined}>
            {link.label}
          </a>
        ))}
      </nav>
    )}
    {view.rows.length === 0 ? (
      <Empty what={view.empty} when={view.emptyWhen} />
    ) : (
      <section class="sheet sheet-gap" aria-label={view.title}>
        <div class="sheet__part">
          <Table
            caption={view.title}
            captionSpokenOnly
            columns={view.columns}
            rows={view.rows.map((cells) => cells.map((cell) => (typeof cell === 'string' ? cell : <a href={cell.href}>{cell.label}</a>)))}
          />
        </div>
      </section>
    )}
    {view.links.length > 0 && <LinkList links={view.links} />}
  </ConsoleLayout>
)
