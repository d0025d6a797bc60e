import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { type FieldView, TextInput } from '../components/field.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Empty, Notice, type NoticeView } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type Column, Table } from '../components/table.tsx'
import { ConsoleLayout } from '../console-layout.tsx'
import type { LinkView } from '../layout.tsx'

/** The audit log: a search, what the chain says, and the entries. */
export interface AuditPageView {
  console: ConsoleFrame
  title: string
  lead: string
  chain: NoticeView
  search: {
    action: string
    fields: { field: FieldView; value: string; type?: 'text' | 'date' }[]
    hidden: { name: string; value: string }[]
    button: string
  }
  caption: string
  columns: Column[]
  rows: string[][]
  empty: string
  emptyWhen: string
  links: LinkView[]
}

export const AuditPage = (view: AuditPageView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.lead} />
    <Notice notice={view.chain} />
    <section class="sheet sheet-gap">
      <form class="sheet__part stack" method="get" action={view.search.action}>
        {view.search.hidden.map((field) => (
          <input type="hidden" name={field.name} value={field.value} />
        ))}
        {view.search.fields.map(({ field, value, type }) => (
          <TextInput field={field} value={value} type={type ?? 'text'} />
        ))}
        <button type="submit" class="button">
          {view.search.button}
        </button>
      </form>
    </section>
    {view.rows.length === 0 ? (
      <Empty what={view.empty} when={view.emptyWhen} />
    ) : (
      <section class="sheet sheet-gap" aria-label={view.caption}>
        <div class="sheet__part">
          <Table caption={view.caption} captionSpokenOnly columns={view.columns} rows={view.rows} />
        </div>
      </section>
    )}
    {view.links.length > 0 && <LinkList links={view.links} />}
  </ConsoleLayout>
)
