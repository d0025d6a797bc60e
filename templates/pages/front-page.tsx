import { BadgeList, type BadgeListItem } from '../components/badge-list.tsx'
import { CaseList, type CaseView } from '../components/case-list.tsx'
import { Guilloche } from '../components/guilloche.tsx'
import { Empty } from '../components/notice.tsx'
import { Recognitions, type RecognitionView } from '../components/recognitions.tsx'
import { type FrameView, Layout, type LinkView } from '../layout.tsx'

/** What badges there are, which employers count them, verify, totals. */
export interface FrontPageView {
  frame: FrameView
  headline: string[]
  lead: string
  search: {
    action: string
    hidden: { name: string; value: string }[]
    label: string
    placeholder: string
    button: string
    hint: string
    more: LinkView
  }
  totals: { name: string; count: string; unit: string }[]
  badges: { heading: string; items: BadgeListItem[]; all?: LinkView; empty: string }
  cases?: { heading: string; lead: string; items: readonly CaseView[]; all: LinkView }
  errands: { heading: string; items: { link: LinkView; what: string }[] }
  employers: { heading: string; items: RecognitionView[]; all?: LinkView; empty: string; emptyWhen: string; note: string }
}

export const FrontPage = (view: FrontPageView) => (
  <Layout frame={view.frame}>
    <section class="hero sheet">
      <Guilloche />
      <div class="sheet__part hero__in">
        <div class="stack-tight">
          <h1>
            {view.headline.map((line, place) => (
              <>
                {place > 0 && <br />}
                {line}
              </>
            ))}
          </h1>
          <p>{view.lead}</p>
        </div>
        <Search search={view.search} />
        <dl class="totals">
          {view.totals.map((total) => (
            <div>
              <dt>{total.name}</dt>
              <dd>
                {total.count}
                <small>{total.unit}</small>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
    {view.cases !== undefined && (
      <section class="sheet" id="cases" aria-labelledby="cases-heading">
        <div class="sheet__part stack">
          <div class="stack-hair">
            <h2 id="cases-heading">{view.cases.heading}</h2>
            <p class="note">{view.cases.lead}</p>
          </div>
          <CaseList cases={view.cases.items} />
          <All link={view.cases.all} />
        </div>
      </section>
    )}
    <div class="two-columns two-columns--wide-left sheet-gap">
      <section class="sheet" id="badges" aria-labelledby="badges-heading">
        <div class="sheet__part stack">
          <h2 id="badges-heading">{view.badges.heading}</h2>
          {view.badges.items.length === 0 ? <Empty what={view.badges.empty} /> : <BadgeList badges={view.badges.items} />}
          <All link={view.badges.all} />
        </div>
      </section>
      <section class="sheet" id="employers" aria-labelledby="employers-heading">
        <div class="sheet__part stack">
          <h2 id="employers-heading">{view.employers.heading}</h2>
          {view.employers.items.length === 0 ? (
            <Empty what={view.employers.empty} when={view.employers.emptyWhen} />
          ) : (
            <Recognitions recognitions={view.employers.items} stacked />
          )}
          <All link={view.employers.all} />
          {view.employers.items.length > 0 && <p class="note">{view.employers.note}</p>}
        </div>
      </section>
    </div>
    <section class="sheet" aria-labelledby="errands-heading">
      <div class="sheet__part stack">
        <h2 id="errands-heading">{view.errands.heading}</h2>
        <ul class="errands">
          {view.errands.items.map((errand) => (
            <li>
              <a class="inline-target" href={errand.link.href}>
                <strong>{errand.link.label}</strong>
              </a>
              <p class="errand__what">{errand.what}</p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  </Layout>
)

const Search = ({ search }: { search: FrontPageView['search'] }) => (
  <form class="search" action={search.action}>
    {search.hidden.map((field) => (
      <input type="hidden" name={field.name} value={field.value} />
    ))}
    <label class="field__label" for="search-address">
      {search.label}
    </label>
    <div class="search__row">
      <input
        class="input"
        id="search-address"
        name="url"
        placeholder={search.placeholder}
        aria-describedby="search-hint"
        autocapitalize="off"
      />
      <button class="button" type="submit">
        {search.button}
      </button>
    </div>
    <p class="note" id="search-hint">
      {search.hint} <a href={search.more.href}>{search.more.label}</a>
    </p>
  </form>
)

const All = ({ link }: { link: LinkView | undefined }) =>
  link === undefined ? null : (
    <p>
      <a class="inline-target" href={link.href}>
        {link.label}
      </a>
    </p>
  )
