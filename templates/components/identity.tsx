import { DateText, type DateView } from './date.tsx'
import { Phrases } from './phrases.tsx'

/** Who, what, when. The name of a person only where the holder chose to show it. */
export interface IdentityView {
  holder?: { name: string; honorific: string }
  name: string
  /** language of the name of the badge, where it is not that of the page */
  lang?: string
  /** a name too long for the largest size on a phone */
  long: boolean
  date?: { date: DateView; word: string }
  art?: { href: string; faded: boolean }
}

export const Identity = ({ identity, headingLevel }: { identity: IdentityView; headingLevel: 1 | 2 | 3 }) => {
  const Heading = `h${headingLevel}` as const
  return (
    <div class={identity.art === undefined ? 'identity identity--no-art' : 'identity'}>
      {identity.holder !== undefined && (
        <p class="identity__name">
          {identity.holder.name} {identity.holder.honorific !== '' && <span class="demo-suffix">{identity.holder.honorific}</span>}
        </p>
      )}
      <Heading class={identity.long ? 'identity__what long' : 'identity__what'} lang={identity.lang}>
        <Phrases text={identity.name} />
      </Heading>
      {identity.date !== undefined && (
        <p class="identity__date">
          <DateText date={identity.date.date} />
          <span class="keep"> {identity.date.word}</span>
        </p>
      )}
      {identity.art !== undefined && (
        <img
          class={identity.art.faded ? 'identity__art is-void' : 'identity__art'}
          src={identity.art.href}
          alt=""
          width="128"
          height="128"
        />
      )}
    </div>
  )
}
