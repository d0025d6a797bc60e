import type { ConsoleFrame } from '../../src/web/console/console-frame.ts'
import { BarChart, type BarChartView } from '../components/bar-chart.tsx'
import { type CellView, cellsOf, Deed, type SmallDeedView } from '../components/cells.tsx'
import { Facts, type FactView } from '../components/facts.tsx'
import { ErrorSummary } from '../components/field.tsx'
import { FormSheet, type FormView } from '../components/form-sheet.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Empty, type NoticeView } from '../components/notice.tsx'
import { FilterLinks, type FilterView, PageHead, Told } from '../components/page-head.tsx'
import { Phrases } from '../components/phrases.tsx'
import { Recognitions, type RecognitionView } from '../components/recognitions.tsx'
import { type Column, Table } from '../components/table.tsx'
import { ConsoleLayout } from '../console-layout.tsx'
import type { LinkView } from '../layout.tsx'

export type { CellView as WorkCell, SmallDeedView } from '../components/cells.tsx'

/** One sheet of a page behind the sign-in. */
export type WorkPart =
  | { kind: 'facts'; id: string; heading: string; lines?: string[]; facts: FactView[]; note?: string; links?: LinkView[] }
  | {
      kind: 'table'
      id: string
      heading: string
      lead?: string
      columns: Column[]
      rows: CellView[][]
      empty: string
      emptyWhen?: string
      links?: LinkView[]
    }
  | { kind: 'form'; form: FormView }
  | { kind: 'chart'; id: string; heading: string; lead?: string; chart: BarChartView; columns: Column[]; rows: CellView[][]; note?: string }
  | {
      kind: 'copy'
      id: string
      heading: string
      lead?: string
      label: string
      text: string
      rows: number
      /** no text to read: letters and digits */
      code?: true
      /** a button that copies; the page needs the script `badge-page` */
      copy?: { button: string; done: string }
    }
  | { kind: 'recognitions'; id: string; heading: string; recognitions: RecognitionView[]; empty: string; note?: string }
  | { kind: 'deeds'; id: string; heading: string; lead?: string; deeds: (SmallDeedView & { note?: string; first?: boolean })[] }

/** A page behind the sign-in: a title, what was just done and how to take it back, and its sheets in order. */
export interface WorkPageView {
  console: ConsoleFrame
  title: string
  lead: string[]
  /** the page's main ways on, as buttons */
  ways?: LinkView[]
  notice?: NoticeView
  undo?: SmallDeedView
  errors?: { heading: string; errors: { fieldId: string; message: string }[] }
  filter?: FilterView
  parts: WorkPart[]
  links: LinkView[]
}

export const WorkPage = (view: WorkPageView) => (
  <ConsoleLayout console={view.console}>
    <PageHead title={view.title} lead={view.lead}>
      {view.ways !== undefined && view.ways.length > 0 && (
        <p class="row">
          {view.ways.map((way) => (
            <a class="button button--small button--second" href={way.href}>
              {way.label}
            </a>
          ))}
        </p>
      )}
    </PageHead>
    <Told notice={view.notice}>{view.undo !== undefined && <Deed deed={view.undo} token={view.console.token} />}</Told>
    {view.errors !== undefined && view.errors.errors.length > 0 && <ErrorSummary {...view.errors} />}
    {view.filter !== undefined && <FilterLinks filter={view.filter} />}
    <div class={view.notice === undefined && view.errors === undefined && view.filter === undefined ? undefined : 'sheet-gap'}>
      {view.parts.map((part) => (
        <Part part={part} token={view.console.token} />
      ))}
    </div>
    {view.links.length > 0 && <LinkList links={view.links} />}
  </ConsoleLayout>
)

const Part = ({ part, token }: { part: WorkPart; token: string }) => {
  if (part.kind === 'form') return <FormSheet form={part.form} />
  return (
    <section class="sheet" aria-labelledby={part.id}>
      <div class="sheet__part stack">
        <h2 id={part.id}>{part.heading}</h2>
        {'lead' in part && part.lead !== undefined && (
          <p>
            <Phrases text={part.lead} />
          </p>
        )}
        <Inside part={part} token={token} />
      </div>
    </section>
  )
}

const Inside = ({ part, token }: { part: Exclude<WorkPart, { kind: 'form' }>; token: string }) => {
  switch (part.kind) {
    case 'facts':
      return (
        <>
          {(part.lines ?? []).map((line) => (
            <p>{line}</p>
          ))}
          {part.facts.length > 0 && <Facts facts={part.facts} />}
          {part.note !== undefined && (
            <p class="note">
              <Phrases text={part.note} />
            </p>
          )}
          {part.links !== undefined && part.links.length > 0 && <LinkList links={part.links} />}
        </>
      )
    case 'table':
      return (
        <>
          {part.rows.length === 0 ? (
            <Empty what={part.empty} {...(part.emptyWhen === undefined ? {} : { when: part.emptyWhen })} />
          ) : (
            <Table caption={part.heading} captionSpokenOnly columns={part.columns} rows={cellsOf(part.rows, token)} />
          )}
          {part.links !== undefined && part.links.length > 0 && <LinkList links={part.links} />}
        </>
      )
    case 'chart':
      return (
        <>
          <BarChart chart={part.chart} />
          <Table caption={part.heading} captionSpokenOnly columns={part.columns} rows={cellsOf(part.rows, token)} />
          {part.note !== undefined && <p class="note">{part.note}</p>}
        </>
      )
    case 'copy':
      return (
        <div class="field">
          <label class="field__label" for={`${part.id}-text`}>
            {part.label}
          </label>
          <textarea
            id={`${part.id}-text`}
            class={part.code === true ? 'input code' : 'input'}
            readonly
            rows={part.rows}
            lang={part.code === true ? undefined : 'ja'}
            spellcheck={part.code === true ? false : undefined}
          >
            {part.text}
          </textarea>
          {part.copy !== undefined && (
            <div class="row">
              <button class="button button--second button--small" type="button" data-copy={`${part.id}-text`} hidden>
                {part.copy.button}
              </button>
              <span class="note" role="status" data-done={part.copy.done} />
            </div>
          )}
        </div>
      )
    case 'recognitions':
      return (
        <>
          {part.recognitions.length === 0 ? <p>{part.empty}</p> : <Recognitions recognitions={part.recognitions} />}
          {part.note !== undefined && <p class="note">{part.note}</p>}
        </>
      )
    case 'deeds':
      return (
        <>
          {part.deeds.map((deed) => (
            <div class="stack-tight">
              <Deed deed={deed} token={token} asButton />
              {deed.note !== undefined && <p class="note">{deed.note}</p>}
            </div>
          ))}
        </>
      )
  }
}
