import type { DateView } from './date.tsx'
import { DateText } from './date.tsx'
import { Phrases } from './phrases.tsx'

/** A labelled fact. `href` is already checked: https, or an address of this service. */
export interface FactView {
  name: string
  text: string
  date?: DateView
  href?: string
  /** an identifier or number: set in a fixed-width face, may break anywhere */
  code?: boolean
  /** language of the text, where it is not that of the page */
  lang?: string
}

/** Two to eight labelled facts. */
export const Facts = ({ facts, small }: { facts: FactView[]; small?: boolean }) => (
  <dl class={small === true ? 'facts facts--small' : 'facts'}>
    {facts.map((fact) => (
      <>
        <dt>{fact.name}</dt>
        <dd lang={fact.lang}>
          <FactText fact={fact} />
        </dd>
      </>
    ))}
  </dl>
)

const FactText = ({ fact }: { fact: FactView }) => {
  if (fact.href !== undefined) {
    return (
      <a href={fact.href}>
        <Phrases text={fact.text} />
      </a>
    )
  }
  if (fact.date !== undefined) return <DateText date={fact.date} />
  return fact.code === true ? <span class="code">{fact.text}</span> : <Phrases text={fact.text} />
}
