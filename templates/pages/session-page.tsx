import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { LinkList } from '../components/link-list.tsx'
import type { NoticeView } from '../components/notice.tsx'
import { PageHead, Told } from '../components/page-head.tsx'
import { Progress, type ProgressView } from '../components/progress.tsx'
import { type Column, Table } from '../components/table.tsx'
import { ConsoleLayout, Token } from '../console-layout.tsx'
import type { LinkView } from '../layout.tsx'

/** A button that does one thing. */
export interface DeedView {
  action: string
  label: string
  note?: string
  second?: boolean
}

/** One course run: counts, what to do next, and its people. */
export interface SessionPageView {
  console: ConsoleFrame
  title: string
  notice?: NoticeView
  progress?: ProgressView
  reload?: LinkView
  countsHeading: string
  counts: { count: number; unit: string; word: string }[]
  nothing?: string
  deeds: DeedView[]
  people: {
    heading: string
    columns: Column[]
    rows: { name: string; status: string; badge: string; mail: string; resend?: { action: string; label: string }; manage?: LinkView }[]
    none: string
    more?: LinkView
  }
  links: LinkView[]
}

export const SessionPage = (view: SessionPageView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} />
    <Told notice={view.notice} />
    <section class="sheet sheet-gap" aria-labelledby="counts">
      <div class="sheet__part stack">
        <h2 id="counts">{view.countsHeading}</h2>
        {view.progress !== undefined && <Progress progress={view.progress} />}
        {view.reload !== undefined && (
          <p>
            <a class="inline-target" href={view.reload.href}>
              {view.reload.label}
            </a>
          </p>
        )}
        <ul class="counts">
          {view.counts.map((count) => (
            <li>
              <b>{count.count}</b>
              {count.unit}
              <br />
              {count.word}
            </li>
          ))}
        </ul>
        {view.nothing !== undefined && <p>{view.nothing}</p>}
        {view.deeds.map((deed) => (
          <form class="stack-tight" method="post" action={deed.action}>
            <Token token={view.console.token} />
            <button class={deed.second === true ? 'button button--second' : 'button'} type="submit">
              {deed.label}
            </button>
            {deed.note !== undefined && <p class="note">{deed.note}</p>}
          </form>
        ))}
      </div>
    </section>
    <section class="sheet" aria-labelledby="people">
      <div class="sheet__part stack">
        <h2 id="people">{view.people.heading}</h2>
        {view.people.rows.length === 0 ? (
          <p>{view.people.none}</p>
        ) : (
          <Table
            caption={view.people.heading}
            captionSpokenOnly
            columns={view.people.columns}
            rows={view.people.rows.map((row) => [
              row.name,
              row.status,
              row.badge,
              row.mail,
              row.resend === undefined && row.manage === undefined ? (
                ''
              ) : (
                <div class="stack-tight">
                  {row.manage !== undefined && (
                    <a class="inline-target" href={row.manage.href}>
                      {row.manage.label}
                      <span class="only-spoken">: {row.name}</span>
                    </a>
                  )}
                  {row.resend !== undefined && (
                    <form method="post" action={row.resend.action}>
                      <Token token={view.console.token} />
                      <button class="link-button" type="submit">
                        {row.resend.label}
                        <span class="only-spoken">: {row.name}</span>
                      </button>
                    </form>
                  )}
                </div>
              ),
            ])}
          />
        )}
        {view.people.more !== undefined && (
          <p>
            <a class="inline-target" href={view.people.more.href}>
              {view.people.more.label}
            </a>
          </p>
        )}
        {view.links.length > 0 && <LinkList links={view.links} />}
      </div>
    </section>
  </ConsoleLayout>
)
