import { Phrases } from './phrases.tsx'

/** How firmly a firm counts a badge: 1 参考にする to 4 必ず実施する. */
export interface StrengthView {
  step: 1 | 2 | 3 | 4
  word: string
}

/** One firm (or, on the firm's own page, one use), what it does for the badge, how firmly, until when. */
export interface RecognitionView {
  firm: string
  firmHref?: string
  tags: string[]
  strength: StrengthView
  sentence: string
  /** 登用・昇進｜2028年2月20日まで */
  terms: string[]
  declaration?: { href: string; label: string }
}

export const Strength = ({ strength }: { strength: StrengthView }) => (
  <span class="strength">
    <span class="strength__steps" aria-hidden="true">
      {[1, 2, 3, 4].map((step) => (
        <i class={step <= strength.step ? 'on' : undefined} />
      ))}
    </span>
    {strength.word}
  </span>
)

/** Firms and their promises. Never a ranking: the order is the caller's. */
export const Recognitions = ({ recognitions, stacked }: { recognitions: RecognitionView[]; stacked?: boolean }) => (
  <ul class={stacked === true ? 'recognitions recognitions--stacked' : 'recognitions'}>
    {recognitions.map((recognition) => (
      <li>
        <p class="recognition__firm">
          {recognition.firmHref === undefined ? (
            <Phrases text={recognition.firm} />
          ) : (
            <a class="quiet-link" href={recognition.firmHref}>
              <Phrases text={recognition.firm} />
            </a>
          )}
          {recognition.tags.map((tag) => (
            <>
              {' '}
              <span class="tag">{tag}</span>
            </>
          ))}
        </p>
        <Strength strength={recognition.strength} />
        <p>{recognition.sentence}</p>
        <p class="recognition__terms">
          {recognition.terms.join('｜')}
          {recognition.declaration !== undefined && (
            <>
              {recognition.terms.length > 0 && '｜'}
              <a href={recognition.declaration.href}>
                {recognition.declaration.label}
                <span class="only-spoken">：{recognition.firm}</span>
              </a>
            </>
          )}
        </p>
      </li>
    ))}
  </ul>
)
