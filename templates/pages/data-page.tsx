import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { type CellView, cellsOf } from '../components/cells.tsx'
import { Facts, type FactView } from '../components/facts.tsx'
import { LinkList } from '../components/link-list.tsx'
import type { NoticeView } from '../components/notice.tsx'
import { PageHead, Told } from '../components/page-head.tsx'
import { Phrases } from '../components/phrases.tsx'
import { type Column, Table } from '../components/table.tsx'
import { ConsoleLayout } from '../console-layout.tsx'
import type { LinkView } from '../layout.tsx'

/** One kind of data: what it is, then facts or a table, or the sentence that there is none. */
export interface DataSectionView {
  id: string
  heading: string
  lead?: string
  facts?: FactView[]
  table?: { columns: Column[]; rows: CellView[][] }
  empty?: string
  links?: LinkView[]
}

/** What is held about a person, section by section. The first action is what most people come for. */
export interface DataPageView {
  console: ConsoleFrame
  title: string
  lead: string[]
  notice?: NoticeView
  actions: (LinkView & { second?: boolean })[]
  contents: { label: string; links: LinkView[] }
  sections: DataSectionView[]
}

export const DataPage = (view: DataPageView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.lead} />
    <Told notice={view.notice} />
    {view.actions.length > 0 && (
      <p class="row sheet-gap">
        {view.actions.map((action) => (
          <a class={action.second === true ? 'button button--second' : 'button'} href={action.href}>
            {action.label}
          </a>
        ))}
      </p>
    )}
    <nav class="row sheet-gap" aria-label={view.contents.label}>
      {view.contents.links.map((link) => (
        <a class="tag-link" href={link.href}>
          {link.label}
        </a>
      ))}
    </nav>
    {view.sections.map((section) => (
      <DataSection section={section} token={view.console.token} />
    ))}
  </ConsoleLayout>
)

const DataSection = ({ section, token }: { section: DataSectionView; token: string }) => (
  <section class="sheet sheet-gap" aria-labelledby={section.id}>
    <div class="sheet__part stack">
      <h2 id={section.id}>{section.heading}</h2>
      {section.lead !== undefined && (
        <p>
          <Phrases text={section.lead} />
        </p>
      )}
      {section.facts !== undefined && <Facts facts={section.facts} />}
      {section.table !== undefined && section.table.rows.length > 0 && (
        <Table caption={section.heading} captionSpokenOnly columns={section.table.columns} rows={cellsOf(section.table.rows, token)} />
      )}
      {section.table !== undefined && section.table.rows.length === 0 && <p class="note">{section.empty}</p>}
      {section.links !== undefined && section.links.length > 0 && <LinkList links={section.links} />}
    </div>
  </section>
)
