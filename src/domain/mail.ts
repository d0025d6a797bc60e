import type { DataRequestDecision, DataRequestKind } from './data-request.ts'
import type { Text } from './text.ts'

/** Whom a letter greets: a person is 様, an organisation 御中, never both (DOMAIN section 14). */
export type Addressee = { kind: 'person' | 'organisation'; name: string }

/** What each kind of mail is filled with. `until` is the last Japanese day (`YYYY-MM-DD`) on which its link opens. */
export interface MailData {
  /** a badge was issued: the link is the badge's page, private until its holder shares it */
  badge_issued: { to: Addressee; badge: Text; url: string }
  /** holder of a badge, some months after claiming it: two minutes of questions */
  follow_up: { to: Addressee; badge: Text; months: number; url: string; until: string }
  /** the other side reported an outcome and this one is asked whether it is so; no amount and no name stands in the mail */
  outcome_reported: { to: Addressee; badge?: Text; url: string; until: string }
  /** the holder has not answered yet */
  badge_reminder: { to: Addressee; badge: Text; url: string }
  /** a corrected badge takes the place of another one */
  badge_replaced: { to: Addressee; badge: Text; url: string }
  /** a course is completed, and its badge can be applied for by the link */
  application_invited: { to: Addressee; course: Text; url: string; until: string; reminder: boolean }
  /** the holder lets somebody at work know what they can do now; the link is the badge's shared page */
  manager_copy: { to: Addressee; learner: string; badge: Text; can: string[]; isResult: boolean; url: string }
  /** the issuer revoked, suspended or reinstated the badge; the link is its page. `reason` is a code where the issuer gave a known one */
  badge_status: { to: Addressee; badge: Text; what: 'revoked' | 'suspended' | 'reinstated'; reason?: string; url: string }
  /** an employer with a declaration, some months after its publication: two minutes of questions */
  employer_survey: { to: Addressee; url: string; until: string }
  /** somebody was given an account, or one more role */
  account_invited: { to: Addressee; role: string; address: string; url: string }
  /** a single-use link to sign in */
  sign_in: { to: Addressee; url: string; minutes: number }
  /** a learner adds this address: nothing changes until the link is answered; it may be a stranger's, so that it names nobody */
  address_confirm: { to: Addressee; url: string; days: number }
  /** an address was added to the person's; goes to every address in use */
  address_added: { to: Addressee; url: string }
  /** what became of a request about the own data; `until`: the day by which it is answered */
  data_request: {
    to: Addressee
    what: 'received' | 'extended' | 'answered'
    request: DataRequestKind
    url: string
    until: string
    decision?: DataRequestDecision
    /** the answer, or the reason of an extension */
    text?: string
  }
  /** the learner asks somebody at the employer to confirm figures and role; two steps, no account */
  nomination_confirm: { to: Addressee; learner: string; title: Text; url: string; until: string }
  /** what became of a nomination, or what the learner has to do about it now */
  nomination_learner: {
    to: Addressee
    what: 'agree' | 'corrected' | 'declined' | 'consent' | 'returned' | 'rejected'
    firm: Text
    title: Text
    url: string
    until: string
    /** of a return or a rejection */
    reason?: string
  }
}

export type MailKind = keyof MailData

/** One mail on its way: what it tells, to whom, and how far it came. */
export interface Mail<K extends MailKind = MailKind> {
  id: string
  /** names what happened, e.g. `credential:… issued`; the same event is told once */
  event: string
  kind: K
  toAddress: string
  data: MailData[K]
  /** the record that it is about, e.g. `credential:…` */
  entity: string
  operatorId?: string
  state: MailState
  dueAt: Date
  attempts: number
  lastError?: string
  isDemo: boolean
  createdAt: Date
  sentAt?: Date
}

/**
 * `waiting` until it is due and a server takes it; `kept` where no mail server is set up: the secretariat reads it in the outbox;
 * `failed` after the last attempt; `cancelled` when what it tells was undone in time.
 */
export type MailState = 'waiting' | 'kept' | 'sent' | 'failed' | 'cancelled'

const MINUTE = 60_000
/** After the n-th failed attempt the next one waits this long; after the last the mail has failed and somebody must look. */
const pausesMilliseconds = [1, 5, 30, 120, 720].map((minutes) => minutes * MINUTE)

/** When to try again after `attempts` failed ones; undefined when it is time to give up. */
export const nextAttempt = (attempts: number, now: Date): Date | undefined => {
  const pause = pausesMilliseconds[attempts - 1]
  return pause === undefined ? undefined : new Date(now.getTime() + pause)
}
