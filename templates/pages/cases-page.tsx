import { CaseList, type CaseView } from '../components/case-list.tsx'
import { Empty } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type FrameView, Layout } from '../layout.tsx'

/** Results at work that their holders published. */
export interface CasesPageView {
  frame: FrameView
  title: string
  lead: string
  cases: CaseView[]
  empty: { what: string; when: string }
}

export const CasesPage = (view: CasesPageView) => (
  <Layout frame={view.frame}>
    <PageHead title={view.title} lead={view.lead} />
    {view.cases.length === 0 ? (
      <Empty what={view.empty.what} when={view.empty.when} />
    ) : (
      <section class="sheet" aria-label={view.title}>
        <div class="sheet__part">
          <CaseList cases={view.cases} headingLevel={2} />
        </div>
      </section>
    )}
  </Layout>
)
