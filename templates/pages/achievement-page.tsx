import { AlignmentGroups, type AlignmentView } from '../components/alignment.tsx'
import { Facts, type FactView } from '../components/facts.tsx'
import { Identity, type IdentityView } from '../components/identity.tsx'
import { LedgerRow } from '../components/ledger.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Recognitions, type RecognitionView } from '../components/recognitions.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** One version of a badge definition, and the employers that count it. */
export interface AchievementPageView {
  frame: FrameView
  lang?: string
  identity: IdentityView
  description: string
  criteria: { label: string; lines: string[] }
  results?: { label: string; items: string[] }
  alignment?: AlignmentView
  recognitions: { label: string; counted?: string; items: RecognitionView[]; empty: string; note: string }
  facts: { label: string; facts: FactView[] }
  links: LinkView[]
}

export const AchievementPage = (view: AchievementPageView) => (
  <Layout frame={view.frame}>
    <article class="sheet">
      <div class="ledger">
        <div class="ledger__row ledger__row--plain">
          <Identity identity={view.identity} headingLevel={1} />
          <p lang={view.lang}>{view.description}</p>
        </div>
        <LedgerRow id="criteria" label={view.criteria.label}>
          <ol class="numbered" lang={view.lang}>
            {view.criteria.lines.map((line) => (
              <li>{line}</li>
            ))}
          </ol>
        </LedgerRow>
        <LedgerRow id="recognitions" label={view.recognitions.label}>
          {view.recognitions.items.length === 0 ? (
            <p>{view.recognitions.empty}</p>
          ) : (
            <>
              {view.recognitions.counted !== undefined && (
                <p>
                  <strong>{view.recognitions.counted}</strong>
                </p>
              )}
              <Recognitions recognitions={view.recognitions.items} />
              <p class="note sheet-gap">{view.recognitions.note}</p>
            </>
          )}
        </LedgerRow>
        {view.alignment !== undefined && (
          <LedgerRow id="alignment" label={view.alignment.label}>
            <AlignmentGroups alignment={view.alignment} />
          </LedgerRow>
        )}
        {view.results !== undefined && (
          <LedgerRow id="results" label={view.results.label}>
            <ul class="checklines" lang={view.lang}>
              {view.results.items.map((item) => (
                <li>{item}</li>
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
