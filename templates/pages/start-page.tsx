import { PageHead } from '../components/page-head.tsx'
import { type FrameView, Layout } from '../layout.tsx'

/** The front page of a service in which nothing is registered yet: what to do next. */
export interface StartPageView {
  frame: FrameView
  title: string
  lead: string
  steps: { name: string; what: string; command?: string; href?: string }[]
  docs: string
}

export const StartPage = (view: StartPageView) => (
  <Layout frame={view.frame} narrow>
    <PageHead title={view.title} lead={view.lead} />
    <section class="sheet">
      <div class="sheet__part stack">
        <ol class="number-list">
          {view.steps.map((step) => (
            <li>
              <div>
                <h2>{step.href === undefined ? step.name : <a href={step.href}>{step.name}</a>}</h2>
                <p>{step.what}</p>
                {step.command !== undefined && <code class="command">{step.command}</code>}
              </div>
            </li>
          ))}
        </ol>
        <p class="note">{view.docs}</p>
      </div>
    </section>
  </Layout>
)
