import type { AchievementPageView } from '../../../templates/pages/achievement-page.tsx'
import type { Achievement } from '../../domain/achievement.ts'
import { alignmentView } from './alignment-view.ts'
import { artOf } from './badge-list-view.ts'
import { criteriaLines } from './document-claims.ts'
import { frameView } from './frame.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'
import { type RecognitionFacts, recognitionView } from './recognition-view.ts'
import { webLink } from './safe-text.ts'

export interface AchievementPageInput {
  achievement: Achievement
  recognitions: readonly RecognitionFacts[]
  /** declared employers that count it today; one may do so in several ways */
  countedBy?: number
  /** badges awarded under this version; absent where the number may not be shown */
  awarded?: number
  /** other versions of the definition */
  versions: readonly { id: string; version: string }[]
}

const longNameCharacters = 20

/** The page of one version of a badge definition. */
export const achievementView = (input: AchievementPageInput, context: PageContext): AchievementPageView => {
  const { achievement } = input
  const words = wordsOf(context)
  const lang = achievement.inLanguage.startsWith(context.language) ? {} : { lang: achievement.inLanguage }
  const alignment = alignmentView(
    achievement.alignment.map(({ targetName, targetFramework, targetUrl }) => ({
      name: targetName,
      framework: targetFramework,
      href: webLink(targetUrl),
    })),
    context,
  )
  return {
    frame: frameView(
      {
        title: achievement.name,
        current: 'achievements',
        demo: achievement.isDemo,
        canonicalUrl: `${context.publicUrl}${achievement.id}`,
        openGraph: {
          title: achievement.name,
          description: achievement.description,
          url: `${context.publicUrl}${achievement.id}`,
          imageUrl: `${context.publicUrl}${achievement.id}/image.png`,
          imageAlt: achievement.name,
        },
        alternateJson: achievement.id,
      },
      context,
    ),
    ...lang,
    identity: {
      ...lang,
      name: achievement.name,
      long: [...achievement.name].length > longNameCharacters,
      art: { href: artOf(achievement), faded: false },
    },
    description: achievement.description,
    criteria: { label: words.registers.criteria, lines: criteriaLines(achievement.criteriaNarrative) },
    ...(achievement.resultDescription.length === 0
      ? {}
      : {
          results: {
            label: words.registers.results,
            items: achievement.resultDescription.map(({ name, requiredValue }) =>
              requiredValue === undefined ? name : `${name}（${words.registers.required(requiredValue)}）`,
            ),
          },
        }),
    ...(alignment === undefined ? {} : { alignment: { ...alignment, ...lang } }),
    recognitions: {
      label: words.badge.recognitions,
      ...(input.countedBy === undefined || input.countedBy === 0 ? {} : { counted: words.ledger.history.counted(input.countedBy) }),
      items: input.recognitions.map((facts) => recognitionView(facts, context)),
      empty: words.registers.noRecognitions,
      note: words.badge.recognitionsNote,
    },
    facts: {
      label: words.badge.facts,
      facts: [
        { name: words.registers.code, text: achievement.humanCode, code: true },
        { name: words.registers.version, text: achievement.version },
        ...(input.awarded === undefined
          ? []
          : [{ name: words.registers.issuedCount, text: `${input.awarded}${words.registers.countUnit}` }]),
      ],
    },
    links: [
      { href: linkTo(context, `${achievement.id}/clauses`), label: words.ledger.clauses.link },
      { href: linkTo(context, `${achievement.id}/recognitions`), label: `${words.badge.recognitions}（JSON）` },
      { href: linkTo(context, `${achievement.id}/endorsements`), label: words.endorsement.signedList },
      ...input.versions.map(({ id, version }) => ({ href: linkTo(context, id), label: `${words.registers.otherVersions}：${version}` })),
    ],
  }
}
