import type { ComponentChildren } from 'preact'
import { Phrases } from './phrases.tsx'

/** A fact that the reader needs to judge; not a verdict. */
export interface NoticeView {
  strong?: string
  text: string
  caution?: boolean
}

export const Notice = ({ notice }: { notice: NoticeView }) => (
  <div class={notice.caution === true ? 'notice notice--caution' : 'notice'}>
    <p>
      {notice.strong !== undefined && (
        <strong>
          <Phrases text={notice.strong} />
        </strong>
      )}
      {notice.strong !== undefined && /[!-~]$/.test(notice.strong) && ' '}
      <Phrases text={notice.text} />
    </p>
  </div>
)

/** What will appear here, when, and one next step. */
export const Empty = ({ what, when, children }: { what: string; when?: string; children?: ComponentChildren }) => (
  <div class="empty">
    <p>
      <strong>{what}</strong>
    </p>
    {when !== undefined && <p>{when}</p>}
    {children}
  </div>
)
