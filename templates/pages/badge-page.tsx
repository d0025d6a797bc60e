import { BadgeLedger, type LedgerView } from '../components/badge-ledger.tsx'
import { CheckList, type QuestionView } from '../components/check-list.tsx'
import { Icon } from '../components/icons.tsx'
import { LedgerRow } from '../components/ledger.tsx'
import { LinkList } from '../components/link-list.tsx'
import { Notice, type NoticeView } from '../components/notice.tsx'
import { Qr, type QrView } from '../components/qr.tsx'
import { SameHere, type SameHereView } from '../components/same-here.tsx'
import { Sharing, SharingHint, type SharingView } from '../components/sharing.tsx'
import { Technical, type TechnicalView } from '../components/technical.tsx'
import { Verdict, type VerdictView } from '../components/verdict.tsx'
import { type ActionView, type FrameView, Layout, type LinkView } from '../layout.tsx'

/** The page that a badge's address opens: a document that has just been verified. */
export interface BadgePageView {
  frame: FrameView
  verdict: VerdictView
  notices: NoticeView[]
  sharing?: SharingView
  ledger: LedgerView
  next?: { label: string; paragraphs: string[]; link?: LinkView }
  /** from learning to result, or back */
  chain?: { label: string; links: LinkView[] }
  technical: TechnicalView
  stub: {
    label: string
    heading: string
    questions: QuestionView[]
    sameHere?: SameHereView
    qr: QrView
    number: { label: string; text: string }
    address: string
    /** since when it stands in the public log */
    log?: { text: string; href?: string }
    actions: ActionView[]
    printButton: string
    keep: { heading: string; links: LinkView[]; note: string }
  }
}

export const BadgePage = (view: BadgePageView) => (
  <Layout frame={view.frame}>
    {view.sharing !== undefined && <SharingHint sharing={view.sharing} />}
    <article class="sheet">
      <Verdict verdict={view.verdict} />
      {view.notices.length > 0 && (
        <div class="sheet__notices">
          {view.notices.map((notice) => (
            <Notice notice={notice} />
          ))}
        </div>
      )}
      <div class="tally">
        <div>
          {view.next !== undefined && <Next next={view.next} />}
          <BadgeLedger ledger={view.ledger} />
          {view.chain !== undefined && (
            <div class="ledger">
              <LedgerRow id="chain" label={view.chain.label}>
                <LinkList links={view.chain.links} />
              </LedgerRow>
            </div>
          )}
          <div class="ledger no-print">
            <div class="ledger__row ledger__row--plain">
              <Technical technical={view.technical} />
            </div>
          </div>
        </div>
        <Stub stub={view.stub} />
      </div>
    </article>
    {view.sharing !== undefined && <Sharing sharing={view.sharing} />}
  </Layout>
)

const Next = ({ next }: { next: NonNullable<BadgePageView['next']> }) => (
  <div class="ledger ledger--next">
    <LedgerRow id="next" label={next.label}>
      {next.paragraphs.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      {next.link !== undefined && (
        <p>
          <a class="inline-target" href={next.link.href}>
            {next.link.label}
          </a>
        </p>
      )}
    </LedgerRow>
  </div>
)

const Stub = ({ stub }: { stub: BadgePageView['stub'] }) => (
  <aside class="tally__stub stack" aria-label={stub.label}>
    <h2 class="ledger__label">{stub.heading}</h2>
    <CheckList questions={stub.questions} />
    {stub.sameHere !== undefined && <SameHere sameHere={stub.sameHere} />}
    <div class="stack-tight">
      <Qr qr={stub.qr} />
      <p class="note">
        {stub.number.label} <span class="code">{stub.number.text}</span>
        <br />
        <span class="code">{stub.address}</span>
      </p>
      {stub.log !== undefined && (
        <p class="note">{stub.log.href === undefined ? stub.log.text : <a href={stub.log.href}>{stub.log.text}</a>}</p>
      )}
    </div>
    <div class="stack-tight no-print">
      {stub.actions.map((action) => (
        <a class="button button--second button--small button--wide" href={action.href} download={action.download}>
          <Icon name={action.icon} />
          {action.label}
        </a>
      ))}
      <button class="button button--second button--small button--wide" type="button" data-print hidden>
        <Icon name="print" />
        {stub.printButton}
      </button>
    </div>
    <div class="stack-hair no-print">
      <h2 class="ledger__label">{stub.keep.heading}</h2>
      <LinkList links={stub.keep.links} />
      <p class="note">{stub.keep.note}</p>
    </div>
  </aside>
)
