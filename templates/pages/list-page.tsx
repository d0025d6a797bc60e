import { BadgeList, type BadgeListItem } from '../components/badge-list.tsx'
import { Empty } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Phrases } from '../components/phrases.tsx'
import { Recognitions, type RecognitionView } from '../components/recognitions.tsx'
import { type FrameView, Layout } from '../layout.tsx'

/** All kinds of badges. */
export interface AchievementsPageView {
  frame: FrameView
  title: string
  lead: string
  badges: BadgeListItem[]
  empty: string
}

export const AchievementsPage = (view: AchievementsPageView) => (
  <Layout frame={view.frame}>
    <PageHead title={view.title} lead={view.lead} />
    <section class="sheet" aria-label={view.title}>
      <div class="sheet__part">
        {view.badges.length === 0 ? <Empty what={view.empty} /> : <BadgeList badges={view.badges} headingLevel={2} />}
      </div>
    </section>
  </Layout>
)

/** All declared employers with what they promise. */
export interface EmployersPageView {
  frame: FrameView
  title: string
  lead: string
  employers: { id: string; name: string; href: string; tags: string[]; about: string; recognitions: RecognitionView[]; none: string }[]
  empty: string
  emptyWhen: string
  note: string
}

export const EmployersPage = (view: EmployersPageView) => (
  <Layout frame={view.frame}>
    <PageHead title={view.title} lead={view.lead} />
    {view.employers.length === 0 && <Empty what={view.empty} when={view.emptyWhen} />}
    {view.employers.map((employer) => (
      <section class="sheet" aria-labelledby={`employer-${employer.id}`}>
        <div class="sheet__part stack">
          <h2 id={`employer-${employer.id}`}>
            <a class="quiet-link" href={employer.href}>
              <Phrases text={employer.name} />
            </a>
            {employer.tags.map((tag) => (
              <>
                {' '}
                <span class="tag">{tag}</span>
              </>
            ))}
          </h2>
          {employer.about !== '' && <p class="note">{employer.about}</p>}
          {employer.recognitions.length === 0 ? <p>{employer.none}</p> : <Recognitions recognitions={employer.recognitions} />}
        </div>
      </section>
    ))}
    {view.employers.length > 0 && <p class="note sheet-gap">{view.note}</p>}
  </Layout>
)
