import type { LinkView } from '../layout.tsx'
import { BarChart, type BarChartView } from './bar-chart.tsx'
import { Table } from './table.tsx'

/** One group of figures: a chart and the same numbers as a table. */
export interface FigureGroupView {
  id: string
  title: string
  /** instead of the chart, where the figures have targets of their own */
  cards?: KpiCardView[]
  chart: BarChartView
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

export interface FiguresView {
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
    <p class="as-of">
      <strong>{figures.asOf}</strong> <span class="note">{figures.period}</span>
    </p>
    {figures.note !== undefined && <p class="note as-of">{figures.note}</p>}
    {figures.groups.map((group) => (
      <section class={group.cards === undefined ? 'sheet' : 'sheet sheet--open'} aria-labelledby={group.id}>
        <div class="sheet__part stack">
          <h2 id={group.id} class={group.cards === undefined ? undefined : 'only-spoken'}>
            {group.title}
          </h2>
          {group.cards === undefined ? <BarChart chart={group.chart} /> : <KpiCards cards={group.cards} />}
          {group.cards === undefined ? (
            <GroupTable group={group} />
          ) : (
            <details>
              <summary>{figures.asTable}</summary>
              <GroupTable group={group} />
            </details>
          )}
        </div>
      </section>
    ))}
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
