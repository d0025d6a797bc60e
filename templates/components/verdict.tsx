import type { DateView } from './date.tsx'
import { Phrases } from './phrases.tsx'

/** What a page says about a badge. Each has a word, a colour and an outline of its own. */
export type VerdictState = 'valid' | 'suspended' | 'revoked' | 'expired' | 'not_yet' | 'unchecked' | 'unknown' | 'invalid' | 'unreadable'

export interface VerdictView {
  state: VerdictState
  /** 判定：, for readers who do not see the shape */
  label: string
  word: string
  sentence: string
  checkedAt: { before: string; date: DateView; after: string }
  /** facts that belong to the verdict: day and reason of a revocation */
  facts?: { name: string; text: string; dateTime?: string; href?: string }[]
}

/** The class that colours the state; a badge before its time looks like one after it. */
const colour: Record<VerdictState, string> = {
  valid: 'valid',
  suspended: 'suspended',
  revoked: 'revoked',
  expired: 'expired',
  not_yet: 'expired',
  unchecked: 'unchecked',
  unknown: 'unknown',
  invalid: 'invalid',
  unreadable: 'unreadable',
}

/** The outline of a state; all of them differ, so that they survive print in grey. Says nothing to screen readers, who get the word. */
export const VerdictMark = ({ state, large }: { state: VerdictState; large?: boolean }) => (
  <svg class={large === true ? 'verdict__mark' : undefined} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    {shape[state]}
  </svg>
)

const cross = <path class="mark-sign" d="M10.5 10.5l11 11m0-11l-11 11" stroke-width="3.4" stroke-linecap="round" />
const clock = (
  <>
    <path d="M29 16a13 13 0 1 1-4-9.4" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" />
    <path d="M16 8.5V16l5 3.5" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" />
  </>
)

const shape = {
  valid: (
    <>
      <circle cx="16" cy="16" r="15" fill="currentColor" />
      <path class="mark-sign" d="M9 16.5l5 5 9.5-11" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round" />
    </>
  ),
  suspended: (
    <>
      <rect x="1.5" y="1.5" width="29" height="29" rx="6" fill="currentColor" />
      <path class="mark-sign" d="M12 9v14M20 9v14" stroke-width="4" stroke-linecap="round" />
    </>
  ),
  revoked: (
    <>
      <path d="M10 1h12l9 9v12l-9 9H10l-9-9V10z" fill="currentColor" />
      {cross}
    </>
  ),
  expired: clock,
  not_yet: clock,
  unchecked: (
    <>
      <circle cx="16" cy="16" r="14" fill="none" stroke="currentColor" stroke-width="2.6" stroke-dasharray="5.6 3.2" />
      <path
        d="M12 12.5a4.2 4.2 0 1 1 6.4 3.5c-1.6 1-2.4 1.8-2.4 3.6"
        fill="none"
        stroke="currentColor"
        stroke-width="2.8"
        stroke-linecap="round"
      />
      <circle cx="16" cy="23.6" r="1.8" fill="currentColor" />
    </>
  ),
  unknown: (
    <>
      <path d="M16 2.5L31 29H1z" fill="currentColor" stroke="currentColor" stroke-width="2" stroke-linejoin="round" />
      <path class="mark-sign" d="M16 12v8" stroke-width="3.2" stroke-linecap="round" />
      <circle class="mark-dot" cx="16" cy="24.6" r="1.9" />
    </>
  ),
  invalid: (
    <>
      <path d="M16 1l15 15-15 15L1 16z" fill="currentColor" stroke="currentColor" stroke-width="1" stroke-linejoin="round" />
      <path class="mark-sign" d="M11.5 11.5l9 9m0-9l-9 9" stroke-width="3.2" stroke-linecap="round" />
    </>
  ),
  unreadable: (
    <>
      <path d="M6 2h13l7 7v21H6z" fill="none" stroke="currentColor" stroke-width="2.4" stroke-dasharray="5.2 3" stroke-linejoin="round" />
      <path d="M11 18h10" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" />
    </>
  ),
}

/** The one large answer on top of a badge or of a single result: shape, word, sentence, time. */
export const Verdict = ({ verdict, id = 'verdict' }: { verdict: VerdictView; id?: string }) => (
  <section class={`verdict verdict--${colour[verdict.state]}`} aria-labelledby={id}>
    <VerdictMark state={verdict.state} large />
    <div>
      <div class="verdict__top">
        <p class="verdict__word" id={id}>
          <span class="only-spoken">{verdict.label}</span>
          {verdict.word}
        </p>
        <p class="verdict__checked">
          {verdict.checkedAt.before}
          <time dateTime={verdict.checkedAt.date.iso}>{verdict.checkedAt.date.text}</time>
          {verdict.checkedAt.after}
        </p>
      </div>
      <p class="verdict__sentence">
        <Phrases text={verdict.sentence} />
      </p>
    </div>
    {verdict.facts !== undefined && verdict.facts.length > 0 && (
      <div class="verdict__more">
        <dl class="facts">
          {verdict.facts.map((fact) => (
            <>
              <dt>{fact.name}</dt>
              <dd>
                {fact.href !== undefined ? (
                  <a href={fact.href}>{fact.text}</a>
                ) : fact.dateTime !== undefined ? (
                  <time dateTime={fact.dateTime}>
                    <Phrases text={fact.text} />
                  </time>
                ) : (
                  <Phrases text={fact.text} />
                )}
              </dd>
            </>
          ))}
        </dl>
      </div>
    )}
  </section>
)

/** The same answer in one line, for tables and lists. */
export const VerdictTag = ({ state, word }: { state: VerdictState; word: string }) => (
  <span class={`verdict-tag verdict-tag--${colour[state]}`}>
    <VerdictMark state={state} />
    {word}
  </span>
)
