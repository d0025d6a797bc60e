import { Icon } from './icons.tsx'
import { Phrases } from './phrases.tsx'
import { type VerdictState, VerdictTag } from './verdict.tsx'

/** Who confirmed what, as which kind of body. */
export interface EndorsementView {
  by: 'firm' | 'council'
  who: string
  what: string
  /** 宣言企業, 顕彰企業 */
  tags: string[]
  /** when the tags held, or how far the signature was checked */
  note?: string
  /** of an embedded endorsement, which was verified by itself */
  verdict?: { state: VerdictState; word: string }
  /** the signed endorsement itself */
  link?: { href: string; label: string }
}

export const Endorsements = ({ endorsements }: { endorsements: EndorsementView[] }) => (
  <div class="endorsements">
    {endorsements.map((endorsement) => (
      <div class="endorsement">
        <Icon name={endorsement.by === 'firm' ? 'firm' : 'document'} />
        <div>
          <p class="endorsement__who">
            <Phrases text={endorsement.who} />
          </p>
          <p class="endorsement__what">
            <Phrases text={endorsement.what} />
          </p>
          {(endorsement.tags.length > 0 ||
            endorsement.note !== undefined ||
            endorsement.verdict !== undefined ||
            endorsement.link !== undefined) && (
            <p class="endorsement__tags">
              {endorsement.verdict !== undefined && <VerdictTag state={endorsement.verdict.state} word={endorsement.verdict.word} />}
              {endorsement.tags.map((tag) => (
                <span class="tag">{tag}</span>
              ))}
              {endorsement.note !== undefined && <span class="note">{endorsement.note}</span>}
              {endorsement.link !== undefined && (
                <a class="endorsement__link" href={endorsement.link.href}>
                  {endorsement.link.label}
                </a>
              )}
            </p>
          )}
        </div>
      </div>
    ))}
  </div>
)
