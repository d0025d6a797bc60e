/** A bar with its words; `mark`: where a target stands. */
export interface BarView {
  label: string
  value: number
  valueText: string
  mark?: { value: number; text: string }
  /** a number of another population: its bar is an outline, its words say so */
  isAside?: boolean
}

export interface BarChartView {
  id: string
  title: string
  bars: BarView[]
}

const WIDTH = 360
const ROW = 48
const BAR = 16

/**
 * Horizontal bars, drawn on the server. The same numbers stand in a table beside it, so the picture carries its title only; a target is a line with
 * its own words, never told by colour.
 */
export const BarChart = ({ chart }: { chart: BarChartView }) => {
  const most = Math.max(1, ...chart.bars.flatMap(({ value, mark }) => [value, mark?.value ?? 0]))
  const x = (value: number): number => Math.round((value / most) * (WIDTH - 2) * 100) / 100
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${chart.bars.length * ROW}`} role="img" aria-labelledby={`${chart.id}-title`}>
      <title id={`${chart.id}-title`}>{chart.title}</title>
      {chart.bars.map(({ label, value, valueText, mark, isAside }, place) => (
        <>
          <text class="chart__label" x="0" y={place * ROW + 14}>
            {label}
          </text>
          <text class="chart__value" x={WIDTH} y={place * ROW + 14} text-anchor="end">
            {mark === undefined ? valueText : `${valueText} / ${mark.text}`}
          </text>
          <rect class="chart__rest" x="0" y={place * ROW + 20} width={WIDTH} height={BAR} />
          {isAside === true ? (
            <rect class="outline" x="1" y={place * ROW + 21} width={Math.max(0, x(value) - 2)} height={BAR - 2} />
          ) : (
            <rect class="chart__bar" x="0" y={place * ROW + 20} width={x(value)} height={BAR} />
          )}
          {mark !== undefined && (
            <line class="chart__mark" x1={x(mark.value)} x2={x(mark.value)} y1={place * ROW + 17} y2={place * ROW + 23 + BAR} />
          )}
        </>
      ))}
    </svg>
  )
}
