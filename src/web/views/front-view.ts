import type { CaseView } from '../../../templates/components/case-list.tsx'
import type { FrontPageView } from '../../../templates/pages/front-page.tsx'
import type { AchievementsPageView } from '../../../templates/pages/list-page.tsx'
import type { StartPageView } from '../../../templates/pages/start-page.tsx'
import { type AchievementFacts, badgeListItem } from './badge-list-view.ts'
import { frameView } from './frame.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'
import { type RecognitionFacts, recognitionView } from './recognition-view.ts'

export interface FrontPageInput {
  /** counts as of now; cells of persons are totals of the whole programme */
  totals: { validBadges: number; declaredEmployers: number; honouredEmployers: number }
  /** all kinds of badges, those with most firms first */
  achievements: readonly AchievementFacts[]
  /** one promise of each of some declared employers */
  promises: readonly RecognitionFacts[]
  /** results that their holders published, the newest first */
  cases: readonly CaseView[]
  isDemo: boolean
}

const mostCases = 3
const mostBadges = 4
const mostPromises = 4

/** The front page. */
export const frontView = (input: FrontPageInput, context: PageContext): FrontPageView => {
  const words = wordsOf(context).front
  const { totals } = input
  return {
    frame: frameView({ title: words.title, demo: input.isDemo, canonicalUrl: `${context.publicUrl}/` }, context),
    headline: words.headline,
    lead: words.lead,
    search: {
      action: '/verify',
      hidden: context.languageChosen ? [{ name: 'lang', value: context.language }] : [],
      label: words.verifyLabel,
      placeholder: words.placeholder,
      button: words.verifyButton,
      hint: words.verifyHint,
      more: { href: linkTo(context, '/verify'), label: words.verifyMore },
    },
    totals: [
      { name: words.totalBadges, count: String(totals.validBadges), unit: words.unitBadges },
      { name: words.totalDeclared, count: String(totals.declaredEmployers), unit: words.unitFirms },
      { name: words.totalHonoured, count: String(totals.honouredEmployers), unit: words.unitFirms },
    ],
    badges: {
      heading: words.badges,
      items: bothKinds(input.achievements).map((facts) => badgeListItem(facts, context)),
      ...(input.achievements.length === 0
        ? {}
        : { all: { href: linkTo(context, '/achievements'), label: words.allBadges(input.achievements.length) } }),
      empty: words.noBadges,
    },
    ...(input.cases.length === 0
      ? {}
      : {
          cases: {
            heading: words.cases,
            lead: words.casesLead,
            items: input.cases.slice(0, mostCases),
            all: { href: linkTo(context, '/cases'), label: words.allCases },
          },
        }),
    errands: {
      heading: words.errands,
      items: words.errandList.map(({ label, what, path }) => ({ link: { href: linkTo(context, path), label }, what })),
    },
    employers: {
      heading: words.employers,
      items: input.promises.slice(0, mostPromises).map((facts) => recognitionView(facts, context)),
      ...(totals.declaredEmployers === 0
        ? {}
        : { all: { href: linkTo(context, '/employers'), label: words.allEmployers(totals.declaredEmployers) } }),
      empty: words.noEmployers,
      emptyWhen: words.noEmployersWhat,
      note: words.note,
    },
  }
}

/** Some badges of each kind, results at work first: they are what the programme is for. */
const bothKinds = (all: readonly AchievementFacts[]): AchievementFacts[] => {
  const results = all.filter(({ achievement }) => achievement.kind === 'workplace_achievement').slice(0, mostBadges / 2)
  const courses = all.filter(({ achievement }) => achievement.kind !== 'workplace_achievement')
  return [...results, ...courses.slice(0, mostBadges - results.length)]
}

/** All kinds of badges. */
export const achievementsView = (
  input: { achievements: readonly AchievementFacts[]; isDemo: boolean },
  context: PageContext,
): AchievementsPageView => {
  const words = wordsOf(context)
  return {
    frame: frameView({ title: words.registers.achievements, current: 'achievements', demo: input.isDemo }, context),
    title: words.registers.achievements,
    lead: words.registers.achievementsLead,
    badges: input.achievements.map((facts) => badgeListItem(facts, context)),
    empty: words.front.noBadges,
  }
}

/** The front page of a service without an issuer: what to do next. */
export const startView = (context: PageContext): StartPageView => {
  const words = wordsOf(context).front
  return {
    frame: frameView({ title: words.startTitle, demo: false, noindex: true }, context),
    title: words.startTitle,
    lead: words.startLead,
    steps: words.startSteps.map(({ name, what, command }) => ({
      name,
      what,
      ...(command === '' ? { href: linkTo(context, '/verify') } : { command }),
    })),
    docs: words.startDocs,
  }
}
