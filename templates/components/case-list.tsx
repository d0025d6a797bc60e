import { Change, type ChangeView } from './change.tsx'
import { Phrases } from './phrases.tsx'

/** A result that its holder published: where, what changed, and the badge that proves it. */
export interface CaseView {
  firm: string
  change: ChangeView
  badge: { href: string; label: string; lang?: string }
  /** when it was awarded, who confirmed it */
  note: string
}

export const CaseList = ({ cases, headingLevel = 3 }: { cases: readonly CaseView[]; headingLevel?: 2 | 3 }) => {
  const Heading = headingLevel === 2 ? 'h2' : 'h3'
  return (
    <ul class="cases">
      {cases.map((item) => (
        <li class="case">
          <Heading lang={item.badge.lang}>
            <Phrases text={item.firm} />
          </Heading>
          <Change change={item.change} />
          <p>
            <a href={item.badge.href} lang={item.badge.lang}>
              <Phrases text={item.badge.label} />
            </a>
          </p>
          <p class="note">{item.note}</p>
        </li>
      ))}
    </ul>
  )
}
