import { Phrases } from './phrases.tsx'

/** A day or an instant, ready to print, with its machine-readable form. */
export interface DateView {
  /** `YYYY-MM-DD`, or an instant in ISO 8601 */
  iso: string
  text: string
}

export const DateText = ({ date }: { date: DateView }) => (
  <time dateTime={date.iso}>
    <Phrases text={date.text} />
  </time>
)
