import type { LinkView } from '../layout.tsx'
import { BarChart, type BarChartView } from './bar-chart.tsx'
import { Icon } from './icons.tsx'
import { Empty } from './notice.tsx'
import { StepChart, type StepChartView } from './step-chart.tsx'
import { Table } from './table.tsx'

/** One group of figures: a chart and the same numbers as a table. */
export interface FigureGroupView {
  id: string
  title: string
  /** instead of the chart, where the figures have targets of their own */
  cards?: KpiCardView[]
  chart: BarChartView
  note?: string
  caption: string
  columns: { item: string; value: string; target?: string; rows?: string }
  rows: { item: string; value: string; target?: string; link?: LinkView }[]
}

/** A figure with a target: how far it is, and how much of the period is gone. */
export interface KpiCardView {
  id: string
  name: string
  value: string
  unit: string
  target: string
  /** of the target, 0 to 100 */
  reached: number
  /** of the period, 0 to 100 */
  gone: number
  goneText: string
  note?: string
  asOf: string
  link?: LinkView
}

/** How a number grew, as a picture and as a table. */
export interface MonthsView {
  title: string
  chart: StepChartView
  /** opens the table */
  summary: string
  columns: [string, string, string]
  rows: [string, string, string][]
}

/** What only the secretariat sees beside the figures. */
export interface BoardView {
  funnel?: { title: string; chart: BarChartView; note: string; link: LinkView }
  improvements: {
    title: string
    columns: [string, string, string, string, string, string]
    rows: { firm: string; method: string; before: string; after: string; change: string; link: LinkView }[]
    empty: string
    note: string
  }
}

export interface FiguresView {
  /** on to other forms of the same figures; `print` needs a script and stays hidden without one */
  ways: { csv?: LinkView; print: string }
  months?: MonthsView
  board?: BoardView
  asOf: string
  period: string
  /** opens the table of the figures with targets */
  asTable: string
  groups: FigureGroupView[]
  notCounted?: { title: string; columns: [string, string]; rows: [string, string][] }
  rules: { title: string; items: { name: string; rule: string; lang?: string }[]; version: string }
  note?: string
  /** asks for another day */
  day: { action: string; label: string; value: string; max: string; button: string; hidden: { name: string; value: string }[] }
}

export const Figures = ({ figures }: { figures: FiguresView }) => (
  <>
    <div class="as-of row row--between">
      <p>
        <strong>{figures.asOf}</strong> <span class="note">{figures.period}</span>
      </p>
      <div class="row no-print">
        {figures.ways.csv !== undefined && (
          <a class="button button--second button--small" href={figures.ways.csv.href}>
            <Icon name="save" />
            {figures.ways.csv.label}
          </a>
        )}
        <button class="button button--second button--small" type="button" data-print hidden>
          <Icon name="print" />
          {figures.ways.print}
        </button>
      </div>
    </div>
    {figures.note !== undefined && <p class="note as-of">{figures.note}</p>}
    {figures.groups.map((group) =>
      group.cards === undefined ? null : (
        <section class="sheet sheet--open" aria-labelledby={group.id}>
          <div class="sheet__part stack">
            <h2 id={group.id} class="only-spoken">
              {group.title}
            </h2>
            <KpiCards cards={group.cards} />
            <details>
              <summary>{figures.asTable}</summary>
              <GroupTable group={group} />
            </details>
          </div>
        </section>
      ),
    )}
    <div class={figures.board?.funnel === undefined ? 'sheet-gap' : 'two-columns sheet-gap'}>
      {figures.board?.funnel !== undefined && <FunnelSheet funnel={figures.board.funnel} />}
      {figures.months !== undefined && <Months months={figures.months} />}
    </div>
    {figures.board !== undefined && <Improvements improvements={figures.board.improvements} />}
    {figures.groups.map((group) =>
      group.cards !== undefined ? null : (
        <section class="sheet" aria-labelledby={group.id}>
          <div class="sheet__part stack">
            <h2 id={group.id}>{group.title}</h2>
            <div class="chart-beside">
              <BarChart chart={group.chart} />
              <GroupTable group={group} />
            </div>
            {group.note !== undefined && <p class="note">{group.note}</p>}
          </div>
        </section>
      ),
    )}
    <OtherDay day={figures.day} />
    {figures.notCounted !== undefined && figures.notCounted.rows.length > 0 && (
      <section class="sheet" aria-labelledby="not-counted">
        <div class="sheet__part stack">
          <h2 id="not-counted">{figures.notCounted.title}</h2>
          <Table
            caption={figures.notCounted.title}
            captionSpokenOnly
            columns={[
              { head: figures.notCounted.columns[0], kind: 'name' },
              { head: figures.notCounted.columns[1], labelled: true },
            ]}
            rows={figures.notCounted.rows}
          />
        </div>
      </section>
    )}
    <section class="sheet" aria-labelledby="rules">
      <div class="sheet__part stack-tight">
        <h2 id="rules">{figures.rules.title}</h2>
        {figures.rules.items.map((item) => (
          <p>
            <strong>{item.name}</strong>
            <br />
            <span lang={item.lang}>{item.rule}</span>
          </p>
        ))}
        <p class="note">{figures.rules.version}</p>
      </div>
    </section>
  </>
)

const FunnelSheet = ({ funnel }: { funnel: NonNullable<BoardView['funnel']> }) => (
  <section class="sheet" aria-labelledby="way">
    <div class="sheet__part stack">
      <h2 id="way">{funnel.title}</h2>
      <BarChart chart={funnel.chart} />
      <p class="note">{funnel.note}</p>
      <p>
        <a class="inline-target" href={funnel.link.href}>
          {funnel.link.label}
        </a>
      </p>
    </div>
  </section>
)

const Months = ({ months }: { months: MonthsView }) => (
  <section class="sheet" aria-labelledby="months">
    <div class="sheet__part stack">
      <h2 id="months">{months.title}</h2>
      <StepChart chart={months.chart} />
      <details>
        <summary>{months.summary}</summary>
        <Table
          caption={months.title}
          captionSpokenOnly
          columns={[
            { head: months.columns[0], kind: 'name' },
            { head: months.columns[1], kind: 'number', labelled: true },
            { head: months.columns[2], kind: 'number', labelled: true },
          ]}
          rows={months.rows}
        />
      </details>
    </div>
  </section>
)

const Improvements = ({ improvements }: { improvements: BoardView['improvements'] }) => (
  <section class="sheet" aria-labelledby="improvements">
    <div class="sheet__part stack">
      <h2 id="improvements">{improvements.title}</h2>
      {improvements.rows.length === 0 ? (
        <Empty what={improvements.empty} />
      ) : (
        <Table
          caption={improvements.title}
          captionSpokenOnly
          columns={improvements.columns.map((head, place) => ({
            head,
            labelled: place > 0 && place < 5,
            ...(place === 0 ? { kind: 'name' as const } : place > 1 && place < 5 ? { kind: 'number' as const } : {}),
          }))}
          rows={improvements.rows.map((row) => [
            row.firm,
            row.method,
            row.before,
            row.after,
            row.change,
            <a href={row.link.href}>
              {row.link.label}
              <span class="only-spoken">: {row.firm}</span>
            </a>,
          ])}
        />
      )}
      <p class="note">{improvements.note}</p>
    </div>
  </section>
)

/** The same figures on another day. */
const OtherDay = ({ day }: { day: FiguresView['day'] }) => (
  <section class="sheet no-print" aria-label={day.label}>
    <form action={day.action} method="get" class="sheet__part row">
      {day.hidden.map((field) => (
        <input type="hidden" name={field.name} value={field.value} />
      ))}
      <label class="field__label" for="as-of">
        {day.label}
      </label>
      <input class="input input--day" type="date" id="as-of" name="asOf" value={day.value} max={day.max} />
      <button class="button button--second button--small" type="submit">
        {day.button}
      </button>
    </form>
  </section>
)

const KpiCards = ({ cards }: { cards: KpiCardView[] }) => (
  <div class="kpis">
    {cards.map((card) => (
      <section class="kpi kpi--inside" aria-labelledby={`${card.id}-name`}>
        <h3 id={`${card.id}-name`}>{card.name}</h3>
        <p class="kpi__value">
          {card.value}
          <small>{card.unit}</small> <small>{card.target}</small>
        </p>
        <svg class="kpi__bar chart" viewBox="0 0 360 24" role="img" aria-labelledby={`${card.id}-bar`}>
          <title id={`${card.id}-bar`}>{`${card.value}${card.unit} / ${card.target}. ${card.goneText}`}</title>
          <rect class="rest" x="0" y="4" width="360" height="14" rx="2" />
          <rect class="fill" x="0" y="4" width={Math.round(card.reached * 36) / 10} height="14" rx="2" />
          <line class="pace" x1={Math.round(card.gone * 36) / 10} x2={Math.round(card.gone * 36) / 10} y1="0" y2="23" />
        </svg>
        <p class="note">{card.goneText}</p>
        {card.note !== undefined && <p class="note">{card.note}</p>}
        <p class="kpi__foot">
          {card.link !== undefined && (
            <a href={card.link.href}>
              {card.link.label}
              <span class="only-spoken">: {card.name}</span>
            </a>
          )}
          <span>{card.asOf}</span>
        </p>
      </section>
    ))}
  </div>
)

const GroupTable = ({ group }: { group: FigureGroupView }) => (
  <Table
    caption={group.caption}
    captionSpokenOnly
    columns={[
      { head: group.columns.item, kind: 'name' },
      { head: group.columns.value, kind: 'number', labelled: true },
      ...(group.columns.target === undefined ? [] : [{ head: group.columns.target, kind: 'number' as const, labelled: true }]),
      ...(group.columns.rows === undefined ? [] : [{ head: group.columns.rows }]),
    ]}
    rows={group.rows.map((row) => [
      row.item,
      row.value,
      ...(group.columns.target === undefined ? [] : [row.target ?? '']),
      ...(group.columns.rows === undefined
        ? []
        : [
            row.link === undefined ? (
              ''
            ) : (
              <a href={row.link.href}>
                {row.link.label}
                <span class="only-spoken">: {row.item}</span>
              </a>
            ),
          ]),
    ])}
  />
)
