import type { BadgeListItem } from '../../../templates/components/badge-list.tsx'
import type { Achievement } from '../../domain/achievement.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'

/** A badge definition, with the number of firms whose published declarations count it. */
export interface AchievementFacts {
  achievement: Achievement
  countedBy: number
}

/** Path of the picture of a definition, unbaked. */
export const artOf = (achievement: Achievement): string => `${achievement.id}/image.svg`

export const badgeListItem = ({ achievement, countedBy }: AchievementFacts, context: PageContext): BadgeListItem => {
  const words = wordsOf(context).front
  return {
    name: achievement.name,
    ...(achievement.inLanguage.startsWith(context.language) ? {} : { lang: achievement.inLanguage }),
    href: linkTo(context, achievement.id),
    artUrl: artOf(achievement),
    kind: words.kind[achievement.kind],
    what: achievement.description,
    countedBy: countedBy === 0 ? words.notCountedYet : words.countedBy(countedBy),
  }
}
