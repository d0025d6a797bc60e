import type { Achievement, Alignment, ResultDescription } from '../domain/achievement.ts'
import type { JsonObject } from '../json.ts'
import { absoluteUrl, present } from './present.ts'

const alignmentObject = (alignment: Alignment): JsonObject =>
  present({
    type: ['Alignment'],
    targetName: alignment.targetName,
    targetCode: alignment.targetCode,
    targetDescription: alignment.targetDescription,
    targetFramework: alignment.targetFramework,
    targetUrl: alignment.targetUrl,
  })

const resultDescriptionObject = (description: ResultDescription): JsonObject =>
  present({
    id: description.id,
    type: ['ResultDescription'],
    name: description.name,
    resultType: description.resultType,
    allowedValue: description.allowedValue,
    valueMin: description.valueMin,
    valueMax: description.valueMax,
    requiredValue: description.requiredValue,
  })

/** What an Achievement needs beside the definition itself. */
export interface AchievementSurroundings {
  /** Profile of the organisation that made the definition */
  creator: JsonObject
  /** where the unbaked badge picture is served; https */
  imageUrl?: string
  /** public base URL without a slash at its end */
  baseUrl: string
}

/**
 * One version of a badge definition as an Open Badges 3.0 Achievement (B.1.1; DM-9 to DM-16, DM-23, DM-24).
 *
 * `related` holds language editions and earlier versions of the same definition only (DOMAIN section 8).
 */
export const achievementObject = (achievement: Achievement, surroundings: AchievementSurroundings): JsonObject => {
  const { baseUrl } = surroundings
  const id = absoluteUrl(achievement.id, baseUrl)
  return present({
    id,
    type: ['Achievement'],
    achievementType: achievement.achievementType,
    name: achievement.name,
    description: achievement.description,
    inLanguage: achievement.inLanguage,
    humanCode: achievement.humanCode,
    version: achievement.version,
    criteria: { id: `${id}/criteria`, narrative: achievement.criteriaNarrative },
    image: surroundings.imageUrl === undefined ? undefined : { id: surroundings.imageUrl, type: 'Image', caption: achievement.name },
    creator: surroundings.creator,
    alignment: achievement.alignment.map(alignmentObject),
    resultDescription: achievement.resultDescription.map(resultDescriptionObject),
    tag: achievement.tag,
    related: achievement.related.map((related) =>
      present({
        id: absoluteUrl(related.id, baseUrl),
        type: ['Related'],
        inLanguage: related.inLanguage,
        version: related.version,
      }),
    ),
  })
}
