import type { IssuerPageView } from '../../../templates/pages/issuer-page.tsx'
import type { Issuer, IssuerKey } from '../../domain/issuer.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { type AchievementFacts, badgeListItem } from './badge-list-view.ts'
import { dayView } from './dates.ts'
import { frameView } from './frame.ts'
import { inLanguage, type PageContext, wordsOf } from './page-context.ts'
import { webLink } from './safe-text.ts'

export interface IssuerPageInput {
  /** path of the page */
  url: string
  /** what the issuer signs with; absent for an operator that does not sign here */
  issuer?: Issuer
  organisation?: Organisation
  /** all keys, retired ones included, in the order in which they came */
  keys: readonly IssuerKey[]
  /** path of the DID document */
  didDocumentUrl?: string
  achievements: readonly AchievementFacts[]
}

/** The page of an issuer or a course operator. */
export const issuerView = (input: IssuerPageInput, context: PageContext): IssuerPageView => {
  const words = wordsOf(context)
  const { issuer, organisation } = input
  const name = inLanguage(context, organisation?.name ?? issuer?.name ?? { ja: '' })
  const website = webLink(organisation?.url)
  return {
    frame: frameView(
      {
        title: name,
        demo: (organisation ?? issuer)?.isDemo ?? false,
        canonicalUrl: `${context.publicUrl}${input.url}`,
        alternateJson: input.url,
      },
      context,
    ),
    role: words.registers.issuerRole[organisation?.kind ?? 'none'],
    name,
    factsLabel: words.badge.facts,
    facts: [
      ...(organisation?.corporateNumber === undefined
        ? []
        : [{ name: words.registers.corporateNumber, text: organisation.corporateNumber, code: true }]),
      ...(organisation?.official === undefined
        ? []
        : [{ name: words.registers.official, text: inLanguage(context, organisation.official) }]),
      ...(website === undefined ? [] : [{ name: words.registers.website, text: website, href: website }]),
      ...(issuer === undefined ? [] : [{ name: words.registers.did, text: issuer.did, code: true }]),
    ],
    ...keysView(input, context),
    ...(input.achievements.length === 0
      ? {}
      : {
          badges: {
            label: organisation?.kind === 'operator' ? words.registers.teaches : words.registers.issues,
            items: input.achievements.map((facts) => badgeListItem(facts, context)),
          },
        }),
    links: [],
  }
}

const keysView = (input: IssuerPageInput, context: PageContext): Pick<IssuerPageView, 'keys'> => {
  if (input.issuer === undefined || input.didDocumentUrl === undefined) return {}
  const words = wordsOf(context).registers
  const day = (instant: Date) => dayView(jstDay(instant), context.language)
  return {
    keys: {
      label: words.keys,
      caption: words.keysCaption,
      heads: { id: words.keyId, state: words.keyState, from: words.keyFrom, until: words.keyUntil },
      rows: input.keys.map((key) => {
        const until = key.compromisedSince ?? key.notAfter
        return {
          id: key.kid,
          state: words.keyStates[key.state],
          from: day(key.notBefore),
          ...(until === undefined ? {} : { until: day(until) }),
        }
      }),
      openEnded: words.openEnded,
      document: { href: input.didDocumentUrl, label: words.didDocument },
    },
  }
}
