import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { Empty } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Phrases } from '../components/phrases.tsx'
import { ConsoleLayout } from '../console-layout.tsx'

/** What waits for this role, each with the page where it is done. */
export interface ConsoleHomeView {
  console: ConsoleFrame
  title: string
  tasks: { name: string; about: string; href: string; open: string }[]
  empty: string
  emptyWhen: string
  placesTitle: string
  /** what else this role can do */
  places: { name: string; about: string; href: string }[]
}

export const ConsoleHomePage = (view: ConsoleHomeView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} />
    {view.tasks.length === 0 ? (
      <Empty what={view.empty} when={view.emptyWhen} />
    ) : (
      <section class="sheet" aria-label={view.title}>
        <div class="sheet__part stack">
          {view.tasks.map((task) => (
            <div class="stack-tight">
              <h2>{task.name}</h2>
              <p>{task.about}</p>
              <p>
                <a class="button button--small button--second" href={task.href}>
                  {task.open}
                  <span class="only-spoken">: {task.name}</span>
                </a>
              </p>
            </div>
          ))}
        </div>
      </section>
    )}
    <section aria-labelledby="places">
      <h2 id="places" class="places-title">
        {view.placesTitle}
      </h2>
      <ul class="places">
        {view.places.map((place) => (
          <li>
            <a class="inline-target" href={place.href}>
              {place.name}
            </a>
            <p>
              <Phrases text={place.about} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  </ConsoleLayout>
)
