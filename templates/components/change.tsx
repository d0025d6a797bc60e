import { Icon } from './icons.tsx'
import { Phrases } from './phrases.tsx'

/** A figure as it stands in the badge; `bound` is 未満 and the like. */
export interface FigureView {
  label: string
  value: string
  unit: string
  /** when it was measured */
  period?: string
}

/** A result with figures before and after, or with the change alone. */
export interface ChangeView {
  measure: string
  /** language of the measure and its units, where it is not that of the page */
  lang?: string
  before?: FigureView
  after?: FigureView
  /** only the change is public */
  change?: FigureView
  /** bars on one scale from zero, in percent of the larger; absent where a figure is no exact number */
  shares?: { before: number; after: number }
  howMuch?: string
  /** over what and, where no figures stand above, when it was measured */
  measured?: string[]
  note?: string
}

const Side = ({ figure, side }: { figure: FigureView; side: 'before' | 'after' }) => (
  <p class={`change__side change__side--${side}`}>
    <span class="change__label">{figure.label}</span>
    <span class="change__value">
      {figure.value}
      <span class="change__unit">{figure.unit}</span>
    </span>
    {figure.period !== undefined && (
      <span class="change__period">
        <Phrases text={figure.period} />
      </span>
    )}
  </p>
)

/** Before → after. The bars repeat the figures, so they say nothing to screen readers. */
export const Change = ({ change }: { change: ChangeView }) => (
  <>
    <p class="change__measure" lang={change.lang}>
      <Phrases text={change.measure} />
    </p>
    <div class="change">
      {change.before !== undefined && change.after !== undefined && (
        <>
          <Side figure={change.before} side="before" />
          <Icon name="arrow" class="change__arrow" />
          <Side figure={change.after} side="after" />
        </>
      )}
      {change.change !== undefined && <Side figure={change.change} side="after" />}
      {change.shares !== undefined && (
        <svg class="change__bars" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect class="change__bar" x="0" y="0" width={change.shares.before} height="8" />
          <rect class="change__bar change__bar--after" x="0" y="12" width={change.shares.after} height="8" />
        </svg>
      )}
    </div>
    <div class="change__sum">
      {change.howMuch !== undefined && <p class="change__how-much">{change.howMuch}</p>}
      {change.measured?.map((line) => (
        <p class="note" lang={change.lang}>
          <Phrases text={line} />
        </p>
      ))}
    </div>
    {change.note !== undefined && <p class="note">{change.note}</p>}
  </>
)
