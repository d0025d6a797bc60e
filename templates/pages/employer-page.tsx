import { Facts, type FactView } from '../components/facts.tsx'
import { LedgerRow } from '../components/ledger.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Phrases } from '../components/phrases.tsx'
import { Recognitions, type RecognitionView } from '../components/recognitions.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** An employer: what it declared, what it was honoured for, how it counts badges. */
export interface EmployerPageView {
  frame: FrameView
  name: string
  tags: string[]
  declaration: { label: string; statement?: string; link?: LinkView; none: string }
  recognitions?: { label: string; items: RecognitionView[]; empty: string; note: string }
  honours?: { label: string; items: { when: string; what: string }[] }
  facts: { label: string; facts: FactView[] }
  links: LinkView[]
}

export const EmployerPage = (view: EmployerPageView) => (
  <Layout frame={view.frame}>
    <div class="page-title">
      <h1>
        <Phrases text={view.name} />
      </h1>
      {view.tags.length > 0 && (
        <p>
          {view.tags.map((tag) => (
            <>
              <span class="tag">{tag}</span>{' '}
            </>
          ))}
        </p>
      )}
    </div>
    <article class="sheet">
      <div class="ledger">
        <LedgerRow id="declaration" label={view.declaration.label}>
          {view.declaration.statement === undefined ? (
            <p>{view.declaration.none}</p>
          ) : (
            <p class="statement">{view.declaration.statement}</p>
          )}
          {view.declaration.link !== undefined && (
            <p>
              <a class="inline-target" href={view.declaration.link.href}>
                {view.declaration.link.label}
              </a>
            </p>
          )}
        </LedgerRow>
        {view.recognitions !== undefined && (
          <LedgerRow id="recognitions" label={view.recognitions.label}>
            {view.recognitions.items.length === 0 ? (
              <p>{view.recognitions.empty}</p>
            ) : (
              <>
                <Recognitions recognitions={view.recognitions.items} />
                <p class="note sheet-gap">{view.recognitions.note}</p>
              </>
            )}
          </LedgerRow>
        )}
        {view.honours !== undefined && (
          <LedgerRow id="honours" label={view.honours.label}>
            <ul class="checklines">
              {view.honours.items.map((honour) => (
                <li>
                  {honour.when} {honour.what}
                </li>
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
