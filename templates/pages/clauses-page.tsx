import { LinkList } from '../components/link-list.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** Sample clauses for work rules that an employer can copy; they are marked as samples. */
export interface ClausesPageView {
  frame: FrameView
  title: string
  about: LinkView
  lead: string
  caution: string
  sample: string
  copy: { button: string; done: string }
  clauses: { id: string; title: string; text: string }[]
  address: { label: string; text: string }
  links: LinkView[]
}

export const ClausesPage = (view: ClausesPageView) => (
  <Layout frame={view.frame} narrow>
    <PageHead title={view.title}>
      <p>
        <a class="inline-target" href={view.about.href}>
          {view.about.label}
        </a>
      </p>
      <p>{view.lead}</p>
    </PageHead>
    <section class="sheet" aria-label={view.title}>
      <div class="sheet__part stack">
        <Notice notice={{ text: view.caution, caution: true }} />
        {view.clauses.map((clause) => (
          <section aria-labelledby={clause.id} class="stack-tight">
            <h2 id={clause.id}>
              {clause.title} <span class="tag tag--quiet">{view.sample}</span>
            </h2>
            <p class="copy-text" id={`${clause.id}-text`}>
              {clause.text}
            </p>
            <div class="row no-print">
              <button class="button button--second button--small" type="button" data-copy={`${clause.id}-text`} hidden>
                {view.copy.button}
                <span class="only-spoken">：{clause.title}</span>
              </button>
              <span class="note" role="status" data-done={view.copy.done} />
            </div>
          </section>
        ))}
        <section aria-labelledby="address" class="stack-tight">
          <h2 id="address">{view.address.label}</h2>
          <p class="code">{view.address.text}</p>
        </section>
        {view.links.length > 0 && <LinkList links={view.links} />}
      </div>
    </section>
  </Layout>
)
