import type { FormFieldView } from '../../../templates/components/form-fields.tsx'
import type { NoticeView } from '../../../templates/components/notice.tsx'
import type { SharingView } from '../../../templates/components/sharing.tsx'
import type { BadgePageView } from '../../../templates/pages/badge-page.tsx'
import { formatShortId } from '../../ids.ts'
import type { LogStanding } from '../../service/log/read-log.ts'
import type { Verification } from '../../verification/verdict.ts'
import { claimsOf, type DocumentClaims } from './document-claims.ts'
import { embeddedEndorsements } from './endorsement-views.ts'
import { formErrors } from './form-errors.ts'
import { frameView } from './frame.ts'
import { type LedgerFacts, ledgerView } from './ledger-view.ts'
import { loggedLine } from './log-view.ts'
import { myDataPath } from './my-data-view.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'
import { qrView } from './qr.ts'
import { questionViews } from './questions.ts'
import { embedCode, linkedInUrl } from './share-elsewhere.ts'
import { technicalView } from './technical-view.ts'
import { type StandingFacts, stateOf, verdictView } from './verdict-view.ts'

/** What our records say of the badge; what the badge says of itself comes from `verification.document` alone. */
export interface BadgeFacts extends StandingFacts, Pick<LedgerFacts, 'holderName' | 'achievementUrl' | 'recognitions' | 'endorsements'> {
  id: string
  shortId: string
  /** the canonical https address, which the QR code holds */
  url: string
  /** unbaked picture, a path of this service */
  artUrl: string
  /** JST day */
  awardedOn: string
  /** last JST day of validity, where there is one */
  validUntilOn?: string
  isDemo: boolean
  visibility: 'private' | 'link' | 'public'
  /** path of the saved proof, where there is one */
  proofUrl?: string
  /** path of the certificate as PDF, where there is one */
  certificateUrl?: string
  /** appended to the paths of downloads, e.g. `?key=…` while the holder looks at a private badge */
  downloadQuery?: string
  /** shared badges for results at work that rest on this course */
  ledTo?: readonly { id: string; name: string }[]
  /** shared badges of the courses that led to this result */
  ledFrom?: readonly { id: string; name: string }[]
  /** since when it stands in the public log, and the path of the proof */
  logged?: { standing: LogStanding; proofUrl: string }
  /** present when the holder looks */
  sharing?: SharingFacts
}

export interface SharingFacts {
  /** path that takes the form by POST: fields `visibility` and `nameShown` */
  action: string
  hidden?: { name: string; value: string }[]
  nameShown: boolean
  /** the form was just saved */
  saved?: boolean
  /** a mail to the manager is on its way */
  told?: boolean
  /** path that takes the form for the manager's copy by POST */
  manager?: string
  /** that form as it was sent, where something was wrong with it */
  managerForm?: ManagerForm
  /** path of the form that asks the employer to confirm a result; for badges of courses */
  askUrl?: string
}

/** What was typed for the manager's copy, and which of its fields are wrong. */
export interface ManagerForm {
  name: string
  address: string
  consent: boolean
  wrong: readonly ('name' | 'address' | 'consent')[]
}

export interface BadgePageInput {
  verification: Verification
  facts: BadgeFacts
}

/** The badge page: PRODUCT section 3, in its order. */
export const badgeView = ({ verification, facts }: BadgePageInput, context: PageContext): BadgePageView => {
  const words = wordsOf(context)
  const state = stateOf(verification, facts)
  const claims = claimsOf(verification.document ?? {})
  const name = claims.name ?? words.verify.noBadgeName
  return {
    frame: frameView(
      {
        title: words.badge.title(facts.holderName, name),
        demo: facts.isDemo,
        noindex: facts.visibility !== 'public' || state !== 'valid',
        canonicalUrl: facts.url,
        ...(facts.visibility === 'private' ? {} : { openGraph: openGraph(facts, claims, context) }),
        alternateJson: `/badges/${facts.id}.json${facts.downloadQuery ?? ''}`,
        scripts: ['badge-page'],
      },
      context,
    ),
    verdict: verdictView(verification, context, facts),
    notices: notices(verification, context),
    ...(facts.sharing === undefined ? {} : { sharing: sharingView(facts, facts.sharing, claims, context) }),
    ledger: ledgerView(
      claims,
      { ...facts, embedded: embeddedEndorsements(verification) },
      context,
      state === 'revoked' ? 'closed' : state === 'invalid' ? 'doubtful' : 'open',
    ),
    ...next(state, facts, context),
    ...(state === 'revoked' || state === 'invalid' ? {} : chainView(facts, context)),
    technical: technicalView(verification, context),
    stub: stub(verification, facts, context),
  }
}

/** From learning to result, and back (PRODUCT section 5, number 7). */
const chainView = (facts: BadgeFacts, context: PageContext): Pick<BadgePageView, 'chain'> => {
  const words = wordsOf(context).nomination
  const [label, badges] = (facts.ledTo?.length ?? 0) > 0 ? [words.ledTo, facts.ledTo ?? []] : [words.ledFrom, facts.ledFrom ?? []]
  if (badges.length === 0) return {}
  return { chain: { label, links: badges.map(({ id, name }) => ({ href: linkTo(context, `/badges/${id}`), label: name })) } }
}

const openGraph = (facts: BadgeFacts, claims: DocumentClaims, context: PageContext) => {
  const words = wordsOf(context).badge
  const name = claims.name ?? ''
  return {
    title: words.title(facts.holderName, name),
    description: words.description(facts.holderName, claims.issuer.name ?? ''),
    url: facts.url,
    imageUrl: `${facts.url}/card.png`,
    imageAlt: name,
  }
}

const notices = (verification: Verification, context: PageContext): NoticeView[] => {
  const words = wordsOf(context)
  return verification.issuer?.recognised === true ? [] : [{ text: words.badge.issuerNotOnRegister, caution: true }]
}

const next = (state: ReturnType<typeof stateOf>, facts: BadgeFacts, context: PageContext): Pick<BadgePageView, 'next'> => {
  const words = wordsOf(context)
  if (state === 'suspended') return { next: { label: words.badge.next, paragraphs: [words.badge.nextSuspended] } }
  if (state !== 'revoked') return {}
  if (facts.replacedByUrl === undefined)
    return { next: { label: words.badge.next, paragraphs: [words.badge.nextRevoked, words.badge.noReplacement] } }
  const link = { href: linkTo(context, facts.replacedByUrl), label: words.verdict.openReplacement }
  return { next: { label: words.badge.next, paragraphs: [words.badge.nextReplaced], link } }
}

const stub = (verification: Verification, facts: BadgeFacts, context: PageContext): BadgePageView['stub'] => {
  const words = wordsOf(context)
  const download = (ending: string): string => `/badges/${facts.id}.${ending}${facts.downloadQuery ?? ''}`
  return {
    label: words.badge.stub,
    heading: words.checks.heading,
    questions: questionViews(verification, context, facts),
    sameHere: {
      badge: { url: download('json') },
      verdict: stateOf(verification, facts),
      ...words.badge.sameHere,
    },
    qr: qrView(facts.url, words.badge.qr),
    number: { label: words.badge.number, text: formatShortId(facts.shortId) },
    address: facts.url.replace(/^https?:\/\//, ''),
    ...(facts.logged === undefined ? {} : { log: loggedLine(facts.logged.standing, facts.logged.proofUrl, context) }),
    actions: [
      ...(facts.proofUrl === undefined ? [] : [{ href: facts.proofUrl, label: words.badge.proof, icon: 'save' as const }]),
      ...(facts.certificateUrl === undefined
        ? []
        : [{ href: facts.certificateUrl, label: words.badge.certificate, icon: 'document' as const }]),
    ],
    printButton: words.badge.print,
    keep: {
      heading: words.badge.keepHeading,
      note: words.badge.keepNote,
      links: [
        { href: download('png'), label: words.badge.png },
        { href: download('svg'), label: words.badge.svg },
        { href: download('json'), label: words.badge.json },
        // Nothing new is signed for a badge that does not stand.
        ...(standsAs(verification, facts) ? [{ href: download('jwt'), label: words.badge.jwt }] : []),
        { href: linkTo(context, `/badges/${facts.id}/endorsements${facts.downloadQuery ?? ''}`), label: words.endorsement.signedList },
        { href: linkTo(context, `/verify?url=${encodeURIComponent(facts.url)}`), label: words.badge.elsewhere },
      ],
    },
  }
}

const sharingView = (facts: BadgeFacts, sharing: SharingFacts, claims: DocumentClaims, context: PageContext): SharingView => {
  const words = wordsOf(context).badge
  return {
    hint: { now: words.holderNow(words.visibility[facts.visibility]), change: words.holderChange },
    heading: words.holderHeading,
    intro: words.holderIntro,
    ...(sharing.askUrl === undefined
      ? {}
      : { ask: { href: linkTo(context, sharing.askUrl), label: wordsOf(context).nomination.askFromBadge } }),
    action: sharing.action,
    hidden: [...(sharing.hidden ?? []), ...(context.languageChosen ? [{ name: 'lang', value: context.language }] : [])],
    legend: words.visibilityLegend,
    choices: (['private', 'link', 'public'] as const).map((value) => ({
      value,
      label: words.visibility[value],
      hint: words.visibilityHint[value],
      checked: facts.visibility === value,
    })),
    nameShown: { label: words.nameShown, hint: words.nameShownHint, checked: sharing.nameShown },
    button: words.saveSharing,
    ...(sharing.told === true ? { saved: { text: words.manager.sent } } : sharing.saved === true ? { saved: { text: words.saved } } : {}),
    ...(facts.visibility === 'private' || sharing.manager === undefined
      ? {}
      : {
          manager: {
            heading: words.manager.heading,
            intro: words.manager.intro,
            action: sharing.manager,
            fields: managerFields(sharing.managerForm, context),
            button: words.manager.button,
          },
          ...formErrors([{ groups: [{ fields: managerFields(sharing.managerForm, context) }] }], words.manager.errors, context),
        }),
    ownData: {
      heading: words.ownData.heading,
      text: words.ownData.text,
      link: { href: linkTo(context, myDataPath), label: words.ownData.link },
    },
    elsewhere: {
      heading: words.elsewhereHeading,
      ...(facts.visibility === 'private'
        ? { needsSharing: words.elsewhereNeedsSharing }
        : {
            linkedIn: {
              label: words.linkedIn,
              hint: words.linkedInHint,
              href: linkedInUrl({
                name: claims.name ?? '',
                issuerName: claims.issuer.name ?? '',
                url: facts.url,
                shortId: facts.shortId,
                awardedOn: facts.awardedOn,
                ...(facts.validUntilOn === undefined ? {} : { validUntilOn: facts.validUntilOn }),
              }),
            },
            embed: {
              label: words.embed,
              hint: words.embedHint,
              copy: words.copyButton,
              done: words.copied,
              code: embedCode(facts.url, claims.name ?? ''),
            },
          }),
    },
  }
}

/** Whom to tell, and the consent to it. */
const managerFields = (form: ManagerForm | undefined, context: PageContext): FormFieldView[] => {
  const words = wordsOf(context).badge.manager
  const error = (name: ManagerForm['wrong'][number]) => (form?.wrong.includes(name) === true ? { error: words.wrong[name] } : {})
  const field = (name: 'name' | 'address', fieldName: string) => ({
    id: `manager-${name}`,
    name: fieldName,
    label: words[name],
    need: words.need,
  })
  return [
    { kind: 'text', field: { ...field('name', 'managerName'), hint: words.nameHint, ...error('name') }, value: form?.name ?? '' },
    { kind: 'text', type: 'email', field: { ...field('address', 'managerAddress'), ...error('address') }, value: form?.address ?? '' },
    {
      kind: 'tick',
      id: 'manager-consent',
      name: 'managerConsent',
      ...error('consent'),
      choice: { value: 'on', label: words.consent, hint: words.consentHint, checked: form?.consent === true },
    },
  ]
}

const standsAs = (verification: Verification, facts: BadgeFacts): boolean => {
  const state = stateOf(verification, facts)
  return state === 'valid' || state === 'expired'
}
