import type { PresentedPageView } from '../../../templates/pages/presented-page.tsx'
import type { WorkPageView } from '../../../templates/pages/work-page.tsx'
import { validityOn } from '../../domain/credential.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import type { ShareLink } from '../../domain/share-link.ts'
import type { PresentedLink } from '../../service/our-people.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText, instantText } from './dates.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'
import { type RecognitionFacts, recognitionView } from './recognition-view.ts'
import { sharedPageView } from './share-views.ts'

const here = '/console/presented'

export const presentedView = (input: { console: ConsoleFrame; presented: PresentedLink[] }, context: PageContext): WorkPageView => {
  const words = wordsOf(context).employer.presented
  const today = jstDay(context.now)
  const states = wordsOf(context).verdict.word
  return {
    console: input.console,
    title: words.title,
    lead: [words.lead],
    ways: [{ href: linkTo(context, '/verify'), label: words.batch }],
    parts: [
      {
        kind: 'table',
        id: 'presented',
        heading: words.title,
        columns: [
          { head: words.columns.person, kind: 'name' },
          { head: words.columns.badges, labelled: true },
          { head: words.columns.since, labelled: true },
          { head: words.columns.until, labelled: true },
          { head: words.columns.state, labelled: true },
        ],
        rows: input.presented.map(({ link, name, badges }) => [
          { href: linkTo(context, `${here}/${link.id}`), label: name ?? words.noName },
          { lines: badges.map(({ achievement }) => achievement.name) },
          dayText(jstDay(link.createdAt), context.language),
          dayText(jstDay(link.expiresAt), context.language),
          { lines: badges.map(({ credential }) => states[validityOn(credential, today)]) },
        ]),
        empty: words.empty,
        emptyWhen: words.emptyWhen,
      },
    ],
    links: [],
  }
}

export const presentedBadgeView = (
  input: { console: ConsoleFrame; link: ShareLink; badges: Parameters<typeof sharedPageView>[0]['badges']; ownFirmUrl: string },
  context: PageContext,
): PresentedPageView => {
  const words = wordsOf(context).employer.presented
  const isOwn = ({ firmUrl }: RecognitionFacts): boolean => firmUrl === input.ownFirmUrl
  const all = input.badges.flatMap(({ facts }) => facts.recognitions ?? [])
  // The reader's own firm first, then the others as on every badge page.
  const ownFirst = input.badges.map((badge) => {
    const recognitions = badge.facts.recognitions ?? []
    return {
      ...badge,
      facts: { ...badge.facts, recognitions: [...recognitions.filter(isOwn), ...recognitions.filter((one) => !isOwn(one))] },
    }
  })
  const own = all.filter(isOwn)
  return {
    console: input.console,
    title: words.open.title,
    lead: words.open.lead(instantText(input.link.expiresAt, context.language)),
    own: {
      heading: words.open.own,
      recognitions: own.map((facts) => recognitionView(facts, context, 'use')),
      empty: words.open.ownEmpty,
      note: wordsOf(context).registers.note,
      ways: [
        { href: linkTo(context, `/console/outcomes/new?badge=${encodeURIComponent(input.badges[0]?.id ?? '')}`), label: words.open.record },
        ...(own.length === 0 ? [{ href: linkTo(context, '/console/declaration'), label: words.open.declare }] : []),
      ],
    },
    badges: sharedPageView({ link: input.link, recipient: '', isDemo: input.link.isDemo, badges: ownFirst }, context).badges,
    links: [{ href: linkTo(context, here), label: words.open.back }],
  }
}
