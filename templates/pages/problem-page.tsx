import { Facts, type FactView } from '../components/facts.tsx'
import { LinkList } from '../components/link-list.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** A page with nothing to show: what happened, what to do, and a way out. */
export interface ProblemPageView {
  frame: FrameView
  title: string
  paragraphs: string[]
  /** what was wrong, one line each */
  items: string[]
  facts: FactView[]
  links: LinkView[]
}

export const ProblemPage = (view: ProblemPageView) => (
  <Layout frame={view.frame} narrow>
    <PageHead title={view.title} />
    <section class="sheet">
      <div class="sheet__part stack">
        {view.paragraphs.map((paragraph) => (
          <p>{paragraph}</p>
        ))}
        {view.items.length > 0 && (
          <ul class="checklines">
            {view.items.map((item) => (
              <li>{item}</li>
            ))}
          </ul>
        )}
        {view.facts.length > 0 && <Facts facts={view.facts} />}
        <LinkList links={view.links} />
      </div>
    </section>
  </Layout>
)
