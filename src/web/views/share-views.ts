import type { MyBadgesView, SharedPageView, ShareLinksView } from '../../../templates/pages/share-pages.tsx'
import type { Achievement } from '../../domain/achievement.ts'
import { type IssuedCredential, validityOn } from '../../domain/credential.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import { type ShareableField, type ShareLink, shareableFields, shareLinkStateAt } from '../../domain/share-link.ts'
import type { Verification } from '../../verification/verdict.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText, instantText } from './dates.ts'
import { claimsOf, type DocumentClaims } from './document-claims.ts'
import { embeddedEndorsements } from './endorsement-views.ts'
import { frameView } from './frame.ts'
import { type LedgerFacts, ledgerView } from './ledger-view.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'
import { type StandingFacts, stateOf, verdictView } from './verdict-view.ts'

export interface OwnBadge {
  credential: IssuedCredential
  achievement: Achievement
}

export const myBadgesView = (input: { console: ConsoleFrame; badges: OwnBadge[] }, context: PageContext): MyBadgesView => {
  const words = wordsOf(context)
  const own = words.sharing.myBadges
  const today = jstDay(context.now)
  return {
    console: input.console,
    title: own.title,
    lead: own.lead,
    columns: [
      { head: own.columns.badge, kind: 'name' },
      { head: own.columns.awarded, labelled: true },
      { head: own.columns.validity },
      { head: own.columns.visibility, labelled: true },
    ],
    badges: input.badges.map(({ credential, achievement }) => {
      const state = validityOn(credential, today)
      return {
        href: linkTo(context, `/badges/${credential.id}`),
        name: achievement.name,
        awarded: dayText(credential.awardedOn, context.language),
        state,
        word: words.verdict.word[state],
        visibility: words.badge.visibility[credential.visibility],
      }
    }),
    empty: own.empty,
    emptyWhen: own.emptyWhen,
    shareLinks: { href: linkTo(context, '/console/shares'), label: own.shareLinks },
  }
}

/** What a form for a link holds, as typed. */
export interface ShareForm {
  badges: string[]
  recipient: string
  /** short name of an employer of the register, in place of the recipient in own words */
  employer: string
  fields: string[]
  days: string
  views: string
}

export type ShareFormError = 'badges' | 'recipient' | 'days' | 'views'

export const shareLinksView = (
  input: {
    console: ConsoleFrame
    badges: OwnBadge[]
    employers: { slug: string; name: string }[]
    links: { link: ShareLink; recipient: string }[]
    form: ShareForm
    errors: ShareFormError[]
    madeUrl?: string
  },
  context: PageContext,
): ShareLinksView => {
  const words = wordsOf(context).sharing.shares
  const error = (name: ShareFormError) => (input.errors.includes(name) ? { error: words.errors[name] } : {})
  return {
    console: input.console,
    title: words.title,
    lead: words.lead,
    ...(input.madeUrl === undefined
      ? {}
      : { made: { heading: words.made, about: words.madeAbout, label: words.madeAddress, address: input.madeUrl } }),
    ...(input.errors.length === 0
      ? {}
      : { errors: { heading: words.errorHeading, items: input.errors.map((name) => ({ fieldId: name, message: words.errors[name] })) } }),
    heading: words.heading,
    badges: {
      legend: words.badges,
      ...error('badges'),
      choices: input.badges
        .filter(({ credential }) => credential.state !== 'revoked')
        .map(({ credential, achievement }) => ({
          value: credential.id,
          label: `${achievement.name}（${dayText(credential.awardedOn, context.language)}）`,
          checked: input.form.badges.includes(credential.id),
        })),
    },
    recipient: {
      field: {
        id: 'recipient',
        name: 'recipient',
        label: words.recipient,
        hint: words.recipientHint,
        ...error('recipient'),
      },
      value: input.form.recipient,
    },
    employer: {
      field: { id: 'employer', name: 'employer', label: words.employer, hint: words.employerHint },
      value: input.form.employer,
      options: [{ value: '', label: words.noEmployer }, ...input.employers.map(({ slug, name }) => ({ value: slug, label: name }))],
    },
    fields: {
      legend: words.fields,
      hint: words.fieldsHint,
      choices: shareableFields.map((value) => ({ value, label: words.fieldNames[value], checked: input.form.fields.includes(value) })),
    },
    days: { field: { id: 'days', name: 'days', label: words.days, hint: words.daysHint, ...error('days') }, value: input.form.days },
    views: { field: { id: 'views', name: 'views', label: words.views, hint: words.viewsHint, ...error('views') }, value: input.form.views },
    submit: words.submit,
    list: {
      heading: words.list,
      columns: [
        { head: words.columns.recipient, kind: 'name' },
        { head: words.columns.badges, labelled: true },
        { head: words.columns.until, labelled: true },
        { head: words.columns.opened, labelled: true },
        { head: words.columns.state, labelled: true },
      ],
      links: input.links.map(({ link, recipient }) => {
        const state = shareLinkStateAt(link, context.now)
        return {
          recipient,
          badges: words.badgeCount(link.credentialIds.length),
          until: instantText(link.expiresAt, context.language),
          opened: link.opened.length === 0 ? words.neverOpened : words.openedTimes(link.opened.length, link.maxViews),
          log: link.opened.slice(-5).map(({ at }) => instantText(at, context.language)),
          state: words.states[state],
          ...(state === 'open'
            ? { withdraw: { action: `/console/shares/${link.id}/withdraw`, label: words.withdraw, about: recipient } }
            : {}),
        }
      }),
      none: words.none,
      noneWhen: words.noneWhen,
    },
  }
}

/** What is left of a badge's claims when only these fields are shown. */
const shownClaims = (claims: DocumentClaims, fields: readonly ShareableField[]): DocumentClaims => {
  const { holderName, role, source, ...open } = claims
  const shows = (field: ShareableField): boolean => fields.includes(field)
  return {
    ...open,
    ...(shows('name') && holderName !== undefined ? { holderName } : {}),
    ...(shows('role') && role !== undefined ? { role } : {}),
    ...(shows('employer') && source !== undefined ? { source } : {}),
    ...(shows('result') ? {} : { narrative: undefined }),
    results: shows('result') ? claims.results : [],
    evidence: shows('evidence') ? claims.evidence : [],
  }
}

export const sharedPageView = (
  input: {
    link: ShareLink
    recipient: string
    isDemo: boolean
    badges: { id: string; verification: Verification; standing: StandingFacts; facts: LedgerFacts }[]
  },
  context: PageContext,
): SharedPageView => {
  const words = wordsOf(context).sharing.shared
  return {
    frame: frameView({ title: words.title, demo: input.isDemo, noindex: true }, context),
    title: words.title,
    lead: words.lead(input.recipient, instantText(input.link.expiresAt, context.language)),
    note: words.note,
    badges: input.badges.map(({ id, verification, standing, facts }) => {
      const state = stateOf(verification, standing)
      return {
        id,
        verdict: verdictView(verification, context, standing),
        ledger: ledgerView(
          shownClaims(claimsOf(verification.document ?? {}), input.link.fields),
          input.link.fields.includes('confirmation') ? { ...facts, embedded: embeddedEndorsements(verification) } : facts,
          context,
          state === 'revoked' ? 'closed' : state === 'invalid' ? 'doubtful' : 'open',
        ),
      }
    }),
  }
}
