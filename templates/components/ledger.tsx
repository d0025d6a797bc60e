import type { ComponentChildren } from 'preact'
import { Phrases } from './phrases.tsx'

/** One entry of the ledger: a label and what stands under it. `first`: shares the first screen of a phone. */
export const LedgerRow = (props: {
  id: string
  label: string
  children: ComponentChildren
  place?: 'first' | 'can-do'
  noPrint?: boolean
  /** 3 where the ledger is part of a larger page */
  headingLevel?: 2 | 3
}) => {
  const Heading = props.headingLevel === 3 ? 'h3' : 'h2'
  return (
    <section
      class={['ledger__row', props.place, props.noPrint === true ? 'no-print' : undefined].filter(Boolean).join(' ')}
      aria-labelledby={props.id}
    >
      <Heading class="ledger__label" id={props.id}>
        <Phrases text={props.label} />
      </Heading>
      <div class="stack-tight">{props.children}</div>
    </section>
  )
}
