import { BadgeList, type BadgeListItem } from '../components/badge-list.tsx'
import { DateText, type DateView } from '../components/date.tsx'
import { Facts, type FactView } from '../components/facts.tsx'
import { LedgerRow } from '../components/ledger.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Phrases } from '../components/phrases.tsx'
import { Table } from '../components/table.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** An issuer or another organisation of the programme, with all its keys. */
export interface IssuerPageView {
  frame: FrameView
  role: string
  name: string
  facts: FactView[]
  factsLabel: string
  keys?: {
    label: string
    caption: string
    heads: { id: string; state: string; from: string; until: string }
    rows: { id: string; state: string; from: DateView; until?: DateView }[]
    openEnded: string
    document: LinkView
  }
  badges?: { label: string; items: BadgeListItem[] }
  links: LinkView[]
}

export const IssuerPage = (view: IssuerPageView) => (
  <Layout frame={view.frame}>
    <div class="page-title">
      <p class="note">{view.role}</p>
      <h1>
        <Phrases text={view.name} />
      </h1>
    </div>
    <article class="sheet">
      <div class="ledger">
        <LedgerRow id="facts" label={view.factsLabel}>
          <Facts facts={view.facts} />
          <LinkList links={view.links} />
        </LedgerRow>
        {view.keys !== undefined && <Keys keys={view.keys} />}
        {view.badges !== undefined && (
          <LedgerRow id="badges" label={view.badges.label}>
            <BadgeList badges={view.badges.items} />
          </LedgerRow>
        )}
      </div>
    </article>
  </Layout>
)

const Keys = ({ keys }: { keys: NonNullable<IssuerPageView['keys']> }) => (
  <LedgerRow id="keys" label={keys.label}>
    <p>{keys.caption}</p>
    <Table
      caption={keys.label}
      captionSpokenOnly
      columns={[
        { head: keys.heads.id, kind: 'name' },
        { head: keys.heads.state, labelled: true },
        { head: keys.heads.from, labelled: true },
        { head: keys.heads.until, labelled: true },
      ]}
      rows={keys.rows.map((row) => [
        <span class="code">{row.id}</span>,
        row.state,
        <DateText date={row.from} />,
        row.until === undefined ? keys.openEnded : <DateText date={row.until} />,
      ])}
    />
    <p>
      <a class="inline-target" href={keys.document.href}>
        {keys.document.label}
      </a>
    </p>
  </LedgerRow>
)
