import { PageHead } from '../components/page-head.tsx'
import { type FrameView, Layout } from '../layout.tsx'

/** A page of plain text: what the service promises and how it keeps it. */
export interface StatementPageView {
  frame: FrameView
  title: string
  lead: string
  sections: { id: string; heading: string; lines: string[] }[]
  asOf: string
}

export const StatementPage = (view: StatementPageView) => (
  <Layout frame={view.frame} narrow>
    <PageHead title={view.title} lead={view.lead} />
    <article class="sheet">
      <div class="sheet__part stack">
        {view.sections.map((section) => (
          <section class="stack-tight" aria-labelledby={section.id}>
            <h2 id={section.id}>{section.heading}</h2>
            {section.lines.length === 1 ? (
              <p>{section.lines[0]}</p>
            ) : (
              <ul class="checklines stack-tight">
                {section.lines.map((line) => (
                  <li>{line}</li>
                ))}
              </ul>
            )}
          </section>
        ))}
        <p class="note">{view.asOf}</p>
      </div>
    </article>
  </Layout>
)
