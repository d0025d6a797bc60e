import type { EndorsementListView, EndorsementPageView } from '../../../templates/pages/endorsement-page.tsx'
import { endorsementKinds } from '../../domain/endorsement.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { Text } from '../../domain/text.ts'
import type { SignedEndorsement } from '../../store/read-models/endorsements.ts'
import type { Verification } from '../../verification/verdict.ts'
import { dayText, dayView, instantView } from './dates.ts'
import { frameView } from './frame.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'
import { type StandingFacts, stateOf, verdictView } from './verdict-view.ts'

/** An endorsement with what was found about it just now. */
export interface EndorsementFinding {
  endorsement: SignedEndorsement
  verification: Verification
  signer: Organisation
  /** what it is about, with the path of its page */
  about: { name: Text; url: string }
  /** for a confirmation: the signed version that its digest belongs to; `none` where it belongs to none of ours */
  bound?: { kind: 'current' | 'earlier'; url: string } | { kind: 'none' }
}

const standingOf = ({ endorsement }: EndorsementFinding): StandingFacts | undefined =>
  endorsement.state === 'revoked' ? { validity: 'revoked', changedOn: jstDay(endorsement.revokedAt) } : undefined

/** The verdict as this page gives it: a confirmation that is bound to none of our badges is no confirmation, whatever its signature says. */
const judged = (finding: EndorsementFinding): Verification =>
  finding.bound?.kind === 'none' ? { ...finding.verification, verdict: 'invalid', verified: false } : finding.verification

const paragraphs = (markdown: string): string[] =>
  markdown
    .split(/\n+/)
    .map((line) => line.replace(/\*\*([^*]+)\*\*/g, '$1').trim())
    .filter((line) => line !== '')

/** The page of one endorsement. */
export const endorsementView = (finding: EndorsementFinding, context: PageContext): EndorsementPageView => {
  const words = wordsOf(context)
  const { endorsement, signer, about, bound } = finding
  const url = `/endorsements/${endorsement.id}`
  const title = words.endorsement.kind[endorsement.kind]
  const byEmployer = endorsementKinds[endorsement.kind].signer === 'employer'
  const verification = judged(finding)
  return {
    frame: frameView(
      { title, demo: endorsement.isDemo, noindex: true, canonicalUrl: `${context.publicUrl}${url}`, alternateJson: `${url}.json` },
      context,
    ),
    title,
    verdict: {
      ...verdictView(verification, context, standingOf(finding)),
      ...(bound?.kind === 'none' ? { sentence: words.endorsement.boundNone } : {}),
    },
    says: { label: words.endorsement.says, lines: paragraphs(endorsement.text.ja), lang: 'ja' },
    ...(bound === undefined
      ? {}
      : {
          bound: {
            label: words.endorsement.bound,
            text: { current: words.endorsement.boundCurrent, earlier: words.endorsement.boundEarlier, none: words.endorsement.boundNone }[
              bound.kind
            ],
            note: words.endorsement.notAudited,
            ...(bound.kind === 'none' ? {} : { link: { href: bound.url, label: words.endorsement.openVersion } }),
          },
        }),
    key: { label: words.endorsement.key, text: byEmployer ? words.endorsement.keyEmployer : words.endorsement.keyCouncil },
    facts: { label: words.endorsement.facts, facts: factsOf(finding, context) },
    links: [
      { href: `${url}.json`, label: words.endorsement.json },
      {
        href: linkTo(context, `/verify?url=${encodeURIComponent(`${context.publicUrl}${url}`)}`),
        label: words.endorsement.verifyElsewhere,
      },
      { href: linkTo(context, about.url), label: `${words.endorsement.about}：${inLanguage(context, about.name)}` },
    ],
    signerHref: linkTo(context, signer.kind === 'employer' ? `/employers/${signer.slug}` : `/issuers/${signer.slug}`),
    signer: { label: words.endorsement.by, name: inLanguage(context, signer.name) },
  }
}

const factsOf = ({ endorsement, about }: EndorsementFinding, context: PageContext): EndorsementPageView['facts']['facts'] => {
  const words = wordsOf(context).endorsement
  return [
    { name: words.about, text: inLanguage(context, about.name), href: linkTo(context, about.url) },
    { name: words.from, text: '', date: dayView(endorsement.validFromOn, context.language) },
    endorsement.validUntilOn === undefined
      ? { name: words.until, text: words.openEnded }
      : { name: words.until, text: '', date: dayView(endorsement.validUntilOn, context.language) },
    { name: words.signedAt, text: '', date: instantView(endorsement.issuedAt, context.language) },
    ...(endorsement.state === 'revoked'
      ? [
          { name: words.withdrawnOn, text: '', date: dayView(jstDay(endorsement.revokedAt), context.language) },
          { name: words.withdrawnWhy, text: endorsement.reason.text, lang: 'ja' },
          ...(endorsement.supersededBy === undefined
            ? []
            : [
                { name: words.replacedBy, text: words.openReplacement, href: linkTo(context, `/endorsements/${endorsement.supersededBy}`) },
              ]),
        ]
      : []),
  ]
}

/** The list of endorsements of one thing. */
export const endorsementListView = (
  input: { name: Text; url: string; isDemo: boolean; findings: readonly EndorsementFinding[] },
  context: PageContext,
): EndorsementListView => {
  const words = wordsOf(context)
  const title = words.endorsement.list(inLanguage(context, input.name))
  return {
    frame: frameView({ title, demo: input.isDemo, noindex: true }, context),
    title,
    lead: words.endorsement.listLead,
    back: { href: linkTo(context, input.url), label: inLanguage(context, input.name) },
    items: input.findings.map((finding) => {
      const state = stateOf(judged(finding), standingOf(finding))
      const { endorsement, signer } = finding
      return {
        href: linkTo(context, `/endorsements/${endorsement.id}`),
        kind: words.endorsement.kind[endorsement.kind],
        by: inLanguage(context, signer.name),
        state,
        word: words.verdict.word[state],
        lines: paragraphs(endorsement.text.ja).slice(0, 2),
        ...(endorsement.validUntilOn === undefined
          ? {}
          : { until: words.badge.validUntilDay(dayText(endorsement.validUntilOn, context.language)) }),
      }
    }),
    empty: words.endorsement.empty,
  }
}

/** The same list for machines. */
export const endorsementListJson = (findings: readonly EndorsementFinding[], publicUrl: string) => ({
  endorsements: findings.map((finding) => {
    const { endorsement, signer } = finding
    const { verdict } = judged(finding)
    return {
      id: `${publicUrl}/endorsements/${endorsement.id}`,
      kind: endorsement.kind,
      issuer: { id: finding.verification.issuer?.id, name: signer.name.ja },
      target: endorsement.target.id,
      state: endorsement.state,
      validFrom: endorsement.validFromOn,
      ...(endorsement.validUntilOn === undefined ? {} : { validUntil: endorsement.validUntilOn }),
      comment: endorsement.text.ja,
      sha256: endorsement.document.sha256,
      verdict,
    }
  }),
})
