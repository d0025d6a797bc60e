import { Phrases } from './phrases.tsx'

/** A kind of badge with its picture and what firms do for it. */
export interface BadgeListItem {
  name: string
  lang?: string
  href: string
  artUrl: string
  kind: string
  what: string
  countedBy: string
}

export const BadgeList = ({ badges, headingLevel = 3 }: { badges: BadgeListItem[]; headingLevel?: 2 | 3 }) => {
  const Heading = headingLevel === 2 ? 'h2' : 'h3'
  return (
    <ul class="badge-list">
      {badges.map((badge) => (
        <li>
          <img src={badge.artUrl} alt="" width="96" height="96" loading="lazy" />
          <div class="stack-hair">
            <p class="note">{badge.kind}</p>
            <Heading class="badge-list__name" lang={badge.lang}>
              <a href={badge.href}>
                <Phrases text={badge.name} />
              </a>
            </Heading>
            <p lang={badge.lang}>{badge.what}</p>
            <p>
              <strong class="count-line">{badge.countedBy}</strong>
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
