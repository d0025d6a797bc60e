import type { ComponentChildren } from 'preact'
import type { LinkView } from '../layout.tsx'
import { Notice, type NoticeView } from './notice.tsx'
import { Phrases } from './phrases.tsx'
import { Steps, type StepView } from './steps.tsx'

/** The head of a page: its title and what it is for; the children stand below, e.g. the page's main ways on. */
export const PageHead = (props: {
  title: string
  lead?: string | readonly string[]
  /** how far somebody has come; above the title */
  steps?: { label: string; steps: StepView[] }
  children?: ComponentChildren
}) => (
  <div class={props.steps === undefined ? 'page-title' : 'page-title stack'}>
    {props.steps !== undefined && <Steps {...props.steps} />}
    <h1>
      <Phrases text={props.title} />
    </h1>
    {[props.lead ?? []].flat().map((line) => (
      <p>
        <Phrases text={line} />
      </p>
    ))}
    {props.children}
  </div>
)

/** What was just done, said to those who hear the page as well; the children stand with it, e.g. a way to take it back. */
export const Told = ({ notice, children }: { notice: NoticeView | undefined; children?: ComponentChildren }) =>
  notice === undefined ? null : (
    <div role="status" class="stack-tight">
      <Notice notice={notice} />
      {children}
    </div>
  )

export interface FilterView {
  label: string
  links: (LinkView & { current: boolean })[]
}

/** Links that choose what the list below shows. */
export const FilterLinks = ({ filter }: { filter: FilterView }) => (
  <nav class="row sheet-gap" aria-label={filter.label}>
    {filter.links.map((link) => (
      <a class="tag-link" href={link.href} aria-current={link.current ? 'true' : undefined}>
        {link.label}
      </a>
    ))}
  </nav>
)
