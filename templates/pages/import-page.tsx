import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { describedBy, ErrorSummary, Field, type FieldView } from '../components/field.tsx'
import { Choices, type ChoiceView, FormField } from '../components/form-fields.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Empty } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Progress, type ProgressView } from '../components/progress.tsx'
import type { StepView } from '../components/steps.tsx'
import { Table } from '../components/table.tsx'
import { type VerdictState, VerdictTag } from '../components/verdict.tsx'
import { ConsoleLayout, Token } from '../console-layout.tsx'
import type { LinkView } from '../layout.tsx'

interface SelectView {
  field: FieldView
  value: string
  options: { value: string; label: string }[]
}

/** The first step: choose a file; below it the imports of before. */
export interface ImportsPageView {
  console: ConsoleFrame
  title: string
  lead: string
  steps: { label: string; steps: StepView[] }
  heading: string
  error?: { heading: string; message: string }
  kind: { legend: string; choices: ChoiceView[] }
  session: SelectView
  file: FieldView
  encoding: SelectView
  submit: string
  note: string
  templatesHeading: string
  templates: LinkView[]
  earlier: {
    heading: string
    columns: { head: string; kind?: 'number' | 'name' }[]
    rows: { href: string; file: string; kind: string; when: string; state: string; rows: string }[]
    none: string
    noneWhen: string
  }
}

export const ImportsPage = (view: ImportsPageView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.lead} steps={view.steps} />
    {view.error !== undefined && (
      <ErrorSummary heading={view.error.heading} errors={[{ fieldId: view.file.id, message: view.error.message }]} />
    )}
    <div class="two-columns two-columns--wide-left">
      <section class="sheet" aria-labelledby="choose">
        <form class="sheet__part stack" method="post" action="/console/imports" encType="multipart/form-data">
          <Token token={view.console.token} />
          <h2 id="choose">{view.heading}</h2>
          <Choices id="kind" type="radio" name="kind" {...view.kind} />
          <FormField item={{ kind: 'select', ...view.session }} />
          <FormField item={{ kind: 'select', ...view.encoding }} />
          {/* The file stands last: what decides about it must be read before it. */}
          <Field field={view.file}>
            <input
              class="input"
              id={view.file.id}
              name={view.file.name}
              type="file"
              accept=".csv,text/csv"
              required
              aria-describedby={describedBy(view.file)}
              aria-invalid={view.file.error === undefined ? undefined : 'true'}
            />
          </Field>
          <button type="submit" class="button">
            {view.submit}
          </button>
          <p class="note">{view.note}</p>
        </form>
      </section>
      <section class="sheet" aria-labelledby="templates">
        <div class="sheet__part stack-tight">
          <h2 id="templates">{view.templatesHeading}</h2>
          <LinkList links={view.templates} />
        </div>
      </section>
    </div>
    <section class="sheet sheet-gap" aria-labelledby="earlier">
      <div class="sheet__part stack">
        <h2 id="earlier">{view.earlier.heading}</h2>
        {view.earlier.rows.length === 0 ? (
          <Empty what={view.earlier.none} when={view.earlier.noneWhen} />
        ) : (
          <Table
            caption={view.earlier.heading}
            captionSpokenOnly
            columns={view.earlier.columns}
            rows={view.earlier.rows.map((row) => [
              <>
                <a href={row.href}>{row.file}</a>
                <br />
                <span class="note">{row.kind}</span>
              </>,
              row.when,
              row.state,
              row.rows,
            ])}
          />
        )}
      </div>
    </section>
  </ConsoleLayout>
)

/** The second and third step: what each row becomes, then what was taken in. */
export interface ImportPageView {
  console: ConsoleFrame
  title: string
  about: string
  steps: { label: string; steps: StepView[] }
  progress?: ProgressView
  reload?: LinkView
  problem?: string
  summaryHeading: string
  counts: { count: number; unit: string; state: VerdictState; word: string }[]
  sentence?: string
  confirm?: { action: string; label: string }
  /** what follows an import: the badges of its people */
  issue: { action: string; label: string; note: string }[]
  discard?: { action: string; label: string }
  links: LinkView[]
  encoding?: string
  rows?: {
    heading: string
    filter: string
    filters: (LinkView & { current: boolean })[]
    columns: { head: string; kind?: 'number' | 'name'; labelled?: boolean }[]
    items: {
      line: string
      state: VerdictState
      word: string
      name: string
      column: string
      message: string
      changes: { from: string; to: string }[]
    }[]
    none: string
    more?: LinkView
  }
}

const rowClasses: Partial<Record<VerdictState, string>> = { revoked: 'row-reject', expired: 'row-skip' }

export const ImportPage = (view: ImportPageView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.about} steps={view.steps} />
    <section class="sheet" aria-labelledby="summary">
      <div class="sheet__part stack">
        <h2 id="summary" class="only-spoken">
          {view.summaryHeading}
        </h2>
        {view.progress !== undefined && <Progress progress={view.progress} />}
        {view.reload !== undefined && (
          <p>
            <a class="inline-target" href={view.reload.href}>
              {view.reload.label}
            </a>
          </p>
        )}
        {view.problem !== undefined && <p>{view.problem}</p>}
        {view.counts.length > 0 && (
          <ul class="counts">
            {view.counts.map((count) => (
              <li>
                <b>{count.count}</b>
                {count.unit}
                <VerdictTag state={count.state} word={count.word} />
              </li>
            ))}
          </ul>
        )}
        {view.sentence !== undefined && <p>{view.sentence}</p>}
        {view.issue.map((deed) => (
          <form class="stack-tight" method="post" action={deed.action}>
            <Token token={view.console.token} />
            <button type="submit" class="button">
              {deed.label}
            </button>
            <p class="note">{deed.note}</p>
          </form>
        ))}
        <div class="row">
          {view.confirm !== undefined && (
            <form method="post" action={view.confirm.action}>
              <Token token={view.console.token} />
              <button type="submit" class="button">
                {view.confirm.label}
              </button>
            </form>
          )}
          {view.discard !== undefined && (
            <form method="post" action={view.discard.action}>
              <Token token={view.console.token} />
              <button type="submit" class="button button--second">
                {view.discard.label}
              </button>
            </form>
          )}
          {view.links.map((link) => (
            <a class="inline-target" href={link.href}>
              {link.label}
            </a>
          ))}
        </div>
        {view.encoding !== undefined && <p class="note">{view.encoding}</p>}
      </div>
    </section>
    {view.rows !== undefined && (
      <section class="sheet" aria-labelledby="rows">
        <div class="sheet__part stack">
          <h2 id="rows">{view.rows.heading}</h2>
          <nav class="row" aria-label={view.rows.filter}>
            {view.rows.filters.map((filter) => (
              <a class="tag-link" href={filter.href} aria-current={filter.current ? 'true' : undefined}>
                {filter.label}
              </a>
            ))}
          </nav>
          {view.rows.items.length === 0 ? (
            <p>{view.rows.none}</p>
          ) : (
            <Table
              caption={view.rows.heading}
              captionSpokenOnly
              columns={view.rows.columns}
              rowClasses={view.rows.items.map(({ state }) => rowClasses[state])}
              rows={view.rows.items.map((item) => [
                item.line,
                <VerdictTag state={item.state} word={item.word} />,
                item.name,
                item.column,
                <>
                  {item.message}
                  {item.changes.map((change) => (
                    <>
                      <br />
                      <span class="old-new">
                        <del>{change.from}</del> → <ins>{change.to}</ins>
                      </span>
                    </>
                  ))}
                </>,
              ])}
            />
          )}
          {view.rows.more !== undefined && (
            <p>
              <a class="inline-target" href={view.rows.more.href}>
                {view.rows.more.label}
              </a>
            </p>
          )}
        </div>
      </section>
    )}
  </ConsoleLayout>
)
