import type { EmployerPageView } from '../../../templates/pages/employer-page.tsx'
import type { EmployersPageView } from '../../../templates/pages/list-page.tsx'
import type { Organisation } from '../../domain/organisation.ts'
import type { Text } from '../../domain/text.ts'
import { dayText } from './dates.ts'
import { frameView } from './frame.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'
import { type RecognitionFacts, recognitionView } from './recognition-view.ts'
import { webLink } from './safe-text.ts'

/** What the public may know of an employer. */
export interface EmployerFacts {
  organisation: Organisation
  /** path of its page */
  url: string
  region?: Text
  industry?: Text
  /** the declaration in force */
  declaration?: { url: string; statement: Text; validUntil: string }
  /** its promises, one for each recognition of the declaration */
  recognitions: readonly RecognitionFacts[]
  /** declarations that ended, with the days of their validity */
  earlier?: readonly { url: string; version: number; from: string; to: string }[]
  /** announced honours */
  honours: readonly { announcedOn: string; citation: Text }[]
}

const tagsOf = (facts: EmployerFacts, context: PageContext): string[] => {
  const words = wordsOf(context).registers
  return [...(facts.declaration === undefined ? [] : [words.declared]), ...(facts.honours.length === 0 ? [] : [words.honoured])]
}

/** The page of one employer. */
export const employerView = (facts: EmployerFacts, context: PageContext): EmployerPageView => {
  const words = wordsOf(context)
  const { organisation, declaration } = facts
  const name = inLanguage(context, organisation.name)
  const website = webLink(organisation.url)
  return {
    frame: frameView(
      {
        title: name,
        current: 'employers',
        demo: organisation.isDemo,
        canonicalUrl: `${context.publicUrl}${facts.url}`,
        alternateJson: facts.url,
      },
      context,
    ),
    name,
    tags: tagsOf(facts, context),
    declaration: {
      label: words.registers.declaration,
      ...(declaration === undefined
        ? {}
        : {
            statement: inLanguage(context, declaration.statement),
            link: {
              href: linkTo(context, declaration.url),
              label: `${words.badge.readDeclaration}（${words.badge.validUntilDay(dayText(declaration.validUntil, context.language))}）`,
            },
          }),
      none: words.registers.noDeclaration,
    },
    ...(declaration === undefined
      ? {}
      : {
          recognitions: {
            label: words.registers.recognitions,
            items: facts.recognitions.map((recognition) => recognitionView(recognition, context, 'use')),
            empty: words.registers.noBadges,
            note: words.registers.note,
          },
        }),
    ...(facts.honours.length === 0
      ? {}
      : {
          honours: {
            label: words.registers.honours,
            items: facts.honours.map((honour) => ({
              when: dayText(honour.announcedOn, context.language),
              what: inLanguage(context, honour.citation),
            })),
          },
        }),
    facts: {
      label: words.badge.facts,
      facts: [
        ...(organisation.corporateNumber === undefined
          ? []
          : [{ name: words.registers.corporateNumber, text: organisation.corporateNumber, code: true }]),
        ...(facts.industry === undefined ? [] : [{ name: words.registers.industry, text: inLanguage(context, facts.industry) }]),
        ...(facts.region === undefined ? [] : [{ name: words.registers.region, text: inLanguage(context, facts.region) }]),
        ...(website === undefined ? [] : [{ name: words.registers.website, text: website, href: website }]),
      ],
    },
    links: [
      ...(facts.earlier ?? []).map(({ url, version, from, to }) => ({
        href: linkTo(context, url),
        label: `${words.ledger.history.declarations}：${words.registers.version} ${version}（${words.ledger.history.until(dayText(from, context.language), dayText(to, context.language))}）`,
      })),
      { href: linkTo(context, `${facts.url}/endorsements`), label: words.endorsement.signedList },
    ],
  }
}

/** The register of declared employers. */
export const employersView = (input: { employers: readonly EmployerFacts[]; isDemo: boolean }, context: PageContext): EmployersPageView => {
  const words = wordsOf(context)
  return {
    frame: frameView({ title: words.registers.employers, current: 'employers', demo: input.isDemo }, context),
    title: words.registers.employers,
    lead: words.registers.employersLead,
    employers: input.employers.map((facts) => ({
      id: facts.organisation.slug,
      name: inLanguage(context, facts.organisation.name),
      href: linkTo(context, facts.url),
      tags: facts.honours.length === 0 ? [] : [words.registers.honoured],
      about: [facts.region, facts.industry]
        .filter((text) => text !== undefined)
        .map((text) => inLanguage(context, text))
        .join('｜'),
      recognitions: facts.recognitions.map((recognition) => recognitionView(recognition, context, 'use')),
      none: words.registers.noBadges,
    })),
    empty: words.front.noEmployers,
    emptyWhen: words.front.noEmployersWhat,
    note: words.registers.note,
  }
}
