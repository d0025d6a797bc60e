import { Facts, type FactView } from '../components/facts.tsx'
import { LedgerRow } from '../components/ledger.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Notice, type NoticeView } from '../components/notice.tsx'
import { Phrases } from '../components/phrases.tsx'
import { Strength, type StrengthView } from '../components/recognitions.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** One promise of a declaration: which badges, for what, how firmly, on what terms. */
export interface PromiseView {
  use: string
  strength: StrengthView
  sentence: string
  badges: LinkView[]
  terms: FactView[]
}

/** A published declaration of an employer. Never says that money is owed. */
export interface DeclarationPageView {
  frame: FrameView
  kind: string
  employer: LinkView
  state: string
  notice?: NoticeView
  statement: { label: string; text: string }
  promises: { label: string; items: PromiseView[]; empty: string; note: string; badgesLabel: string }
  measures?: { label: string; items: string[] }
  facts: { label: string; facts: FactView[] }
  links: LinkView[]
}

export const DeclarationPage = (view: DeclarationPageView) => (
  <Layout frame={view.frame}>
    <div class="page-title">
      <p class="note">
        {view.kind} <span class="tag tag--quiet">{view.state}</span>
      </p>
      <h1>
        <a class="quiet-link" href={view.employer.href}>
          <Phrases text={view.employer.label} />
        </a>
      </h1>
    </div>
    <article class="sheet">
      {view.notice !== undefined && (
        <div class="sheet__notices">
          <Notice notice={view.notice} />
        </div>
      )}
      <div class="ledger">
        <LedgerRow id="statement" label={view.statement.label}>
          <p class="statement">{view.statement.text}</p>
        </LedgerRow>
        <LedgerRow id="promises" label={view.promises.label}>
          {view.promises.items.length === 0 ? <p>{view.promises.empty}</p> : <Promises promises={view.promises} />}
        </LedgerRow>
        {view.measures !== undefined && (
          <LedgerRow id="measures" label={view.measures.label}>
            <ul class="checklines">
              {view.measures.items.map((measure) => (
                <li>{measure}</li>
              ))}
            </ul>
          </LedgerRow>
        )}
        <LedgerRow id="facts" label={view.facts.label}>
          <Facts facts={view.facts.facts} />
          <LinkList links={view.links} />
        </LedgerRow>
      </div>
    </article>
  </Layout>
)

const Promises = ({ promises }: { promises: DeclarationPageView['promises'] }) => (
  <>
    <ul class="recognitions">
      {promises.items.map((promise) => (
        <li>
          <p class="recognition__firm">{promise.use}</p>
          <Strength strength={promise.strength} />
          <p>{promise.sentence}</p>
          {promise.terms.length > 0 && <Facts facts={promise.terms} small />}
          <p class="recognition__terms">
            {promises.badgesLabel}
            {promise.badges.map((badge, place) => (
              <>
                {place === 0 ? '：' : '、'}
                <a href={badge.href}>{badge.label}</a>
              </>
            ))}
          </p>
        </li>
      ))}
    </ul>
    <p class="note sheet-gap">{promises.note}</p>
  </>
)
