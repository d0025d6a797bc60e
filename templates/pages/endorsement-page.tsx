import { Facts, type FactView } from '../components/facts.tsx'
import { LedgerRow } from '../components/ledger.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Empty } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Phrases } from '../components/phrases.tsx'
import { Verdict, type VerdictState, VerdictTag, type VerdictView } from '../components/verdict.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** One signed endorsement: whether it stands, what it says, who signed it with which key. */
export interface EndorsementPageView {
  frame: FrameView
  title: string
  verdict: VerdictView
  says: { label: string; lines: string[]; lang: string }
  /** what a confirmation is bound to */
  bound?: { label: string; text: string; note: string; link?: LinkView }
  key: { label: string; text: string }
  signer: { label: string; name: string }
  signerHref: string
  facts: { label: string; facts: FactView[] }
  links: LinkView[]
}

export const EndorsementPage = (view: EndorsementPageView) => (
  <Layout frame={view.frame}>
    <PageHead title={view.title}>
      <p>
        {view.signer.label}：<a href={view.signerHref}>{view.signer.name}</a>
      </p>
    </PageHead>
    <article class="sheet">
      <Verdict verdict={view.verdict} />
      <div class="ledger">
        <LedgerRow id="says" label={view.says.label}>
          <div lang={view.says.lang}>
            {view.says.lines.map((line) => (
              <p>{line}</p>
            ))}
          </div>
        </LedgerRow>
        {view.bound !== undefined && (
          <LedgerRow id="bound" label={view.bound.label}>
            <p>
              <Phrases text={view.bound.text} />
            </p>
            <p class="note">
              <Phrases text={view.bound.note} />
            </p>
            {view.bound.link !== undefined && <LinkList links={[view.bound.link]} />}
          </LedgerRow>
        )}
        <LedgerRow id="key" label={view.key.label}>
          <p>
            <Phrases text={view.key.text} />
          </p>
        </LedgerRow>
        <LedgerRow id="facts" label={view.facts.label}>
          <Facts facts={view.facts.facts} />
          <LinkList links={view.links} />
        </LedgerRow>
      </div>
    </article>
  </Layout>
)

/** The signed endorsements of a badge, a definition or an employer, each with its own verdict. */
export interface EndorsementListView {
  frame: FrameView
  title: string
  lead: string
  back: LinkView
  items: { href: string; kind: string; by: string; state: VerdictState; word: string; lines: string[]; until?: string }[]
  empty: string
}

export const EndorsementListPage = (view: EndorsementListView) => (
  <Layout frame={view.frame}>
    <PageHead title={view.title} lead={view.lead}>
      <p>
        <a href={view.back.href}>{view.back.label}</a>
      </p>
    </PageHead>
    {view.items.length === 0 && <Empty what={view.empty} />}
    {view.items.map((item) => (
      <section class="sheet">
        <div class="sheet__part stack">
          <h2>
            <a class="quiet-link" href={item.href}>
              <Phrases text={`${item.kind}：${item.by}`} />
            </a>
          </h2>
          <p>
            <VerdictTag state={item.state} word={item.word} />
            {item.until !== undefined && <span class="note"> {item.until}</span>}
          </p>
          <div lang="ja">
            {item.lines.map((line) => (
              <p>{line}</p>
            ))}
          </div>
        </div>
      </section>
    ))}
  </Layout>
)
