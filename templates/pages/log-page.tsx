import { Facts, type FactView } from '../components/facts.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Empty } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type Column, Table } from '../components/table.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** The public log: what it is, its keys and signed heads; or one entry of it. */
export interface LogPageView {
  frame: FrameView
  title: string
  paragraphs: string[]
  facts?: { heading: string; facts: FactView[] }
  heads?: { heading: string; columns: Column[]; rows: string[][]; empty: string }
  links: LinkView[]
}

export const LogPage = (view: LogPageView) => (
  <Layout frame={view.frame}>
    <PageHead title={view.title} lead={view.paragraphs} />
    {view.facts !== undefined && (
      <section class="sheet sheet-gap" aria-label={view.facts.heading}>
        <div class="sheet__part stack">
          <h2>{view.facts.heading}</h2>
          <Facts facts={view.facts.facts} />
        </div>
      </section>
    )}
    {view.heads !== undefined && (
      <section class="sheet sheet-gap" aria-label={view.heads.heading}>
        <div class="sheet__part stack">
          <h2>{view.heads.heading}</h2>
          {view.heads.rows.length === 0 ? (
            <Empty what={view.heads.empty} />
          ) : (
            <Table caption={view.heads.heading} captionSpokenOnly columns={view.heads.columns} rows={view.heads.rows} />
          )}
        </div>
      </section>
    )}
    <LinkList links={view.links} />
  </Layout>
)
