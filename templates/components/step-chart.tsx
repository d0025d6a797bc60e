/** A number that grew month by month. */
export interface StepChartView {
  id: string
  /** says the whole course in words */
  title: string
  steps: { label: string; value: number }[]
  /** the last value with its unit */
  last: string
}

const WIDTH = 360
const HEIGHT = 200
const LEFT = 34
const RIGHT = 312
const TOP = 26
const BOTTOM = 166
/** More names of months than these would run into each other. */
const MOST_LABELS = 6

/** A line in steps, drawn on the server, from zero; the same numbers stand in a table below. */
export const StepChart = ({ chart }: { chart: StepChartView }) => {
  const most = niceTop(Math.max(0, ...chart.steps.map(({ value }) => value)))
  const width = (RIGHT - LEFT) / Math.max(1, chart.steps.length)
  const y = (value: number): number => BOTTOM - (value / most) * (BOTTOM - TOP)
  const every = Math.ceil(chart.steps.length / MOST_LABELS)
  const path = chart.steps.map(({ value }, place) => `V${round(y(value))}H${round(LEFT + (place + 1) * width)}`).join('')
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={`${chart.id}-title`}>
      <title id={`${chart.id}-title`}>{chart.title}</title>
      {[0, most / 2, most].map((value) => (
        <>
          <path class="grid" d={`M${LEFT} ${y(value)}H${RIGHT}`} />
          <text class="soft" x={LEFT - 8} y={y(value) + 5} text-anchor="end">
            {value}
          </text>
        </>
      ))}
      <path class="stroke" d={`M${LEFT} ${BOTTOM}${path}`} />
      {chart.steps.map(({ label }, place) =>
        place % every === 0 ? (
          <text class="soft" x={round(LEFT + (place + 0.5) * width)} y={BOTTOM + 22} text-anchor="middle">
            {label}
          </text>
        ) : null,
      )}
      <text class="strong" x={RIGHT + 6} y={y(chart.steps.at(-1)?.value ?? 0) + 5}>
        {chart.last}
      </text>
    </svg>
  )
}

const round = (value: number): number => Math.round(value * 10) / 10

/** The end of the scale: an even number whose half is round too. */
const niceTop = (most: number): number => {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, most))))
  const top = [1, 2, 4, 6, 8, 10].map((factor) => factor * unit).find((value) => value >= most) ?? 10 * unit
  return Math.max(2, top)
}
