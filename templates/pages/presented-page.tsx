import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { BadgeLedger } from '../components/badge-ledger.tsx'
import { LinkList } from '../components/link-list.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Recognitions, type RecognitionView } from '../components/recognitions.tsx'
import { Verdict } from '../components/verdict.tsx'
import { ConsoleLayout } from '../console-layout.tsx'
import type { LinkView } from '../layout.tsx'
import type { SharedPageView } from './share-pages.tsx'

/** What a learner presents to the employer that is signed in: its own promises first, then each badge checked now. */
export interface PresentedPageView {
  console: ConsoleFrame
  title: string
  lead: string
  own: { heading: string; recognitions: RecognitionView[]; empty: string; note: string; ways: LinkView[] }
  badges: SharedPageView['badges']
  links: LinkView[]
}

export const PresentedPage = (view: PresentedPageView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.lead} />
    <section class="sheet" aria-labelledby="own">
      <div class="sheet__part stack">
        <h2 id="own">{view.own.heading}</h2>
        {view.own.recognitions.length === 0 ? <p>{view.own.empty}</p> : <Recognitions recognitions={view.own.recognitions} />}
        {view.own.recognitions.length > 0 && <p class="note">{view.own.note}</p>}
        <p class="row">
          {view.own.ways.map((way) => (
            <a class="button button--second button--small" href={way.href}>
              {way.label}
            </a>
          ))}
        </p>
      </div>
    </section>
    {view.badges.map((badge) => (
      <article class="sheet sheet-gap" aria-labelledby={`verdict-${badge.id}`}>
        <Verdict verdict={badge.verdict} id={`verdict-${badge.id}`} />
        <BadgeLedger ledger={badge.ledger} headingLevel={2} prefix={`${badge.id}-`} />
      </article>
    ))}
    <LinkList links={view.links} />
  </ConsoleLayout>
)
