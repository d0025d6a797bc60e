import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import type { Course } from '../domain/course.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { ServiceError } from '../errors.ts'
import { findNewestAchievement } from '../store/achievements.ts'
import { listOrganisations } from '../store/organisations.ts'
import { defineAchievement } from './define-achievement.ts'
import type { Deps } from './deps.ts'

/** What a badge definition says beyond its course. */
export interface CourseBadgeText {
  name?: string
  description?: string
  inLanguage?: string
  alignment?: Achievement['alignment']
  resultDescription?: Achievement['resultDescription']
  tag?: string[]
}

/** The criteria of a course as the numbered list that a badge carries. */
export const criteriaNarrative = (course: Pick<Course, 'criteria'>): string =>
  course.criteria.ja.map((line, n) => `${n + 1}. ${line}`).join('\n')

/** The Japanese fiscal year of a day, e.g. 令和8年度: April to March. */
const fiscalYear = (day: string): string => {
  const [year, month] = day.split('-').map(Number) as [number, number]
  const era = (month >= 4 ? year : year - 1) - 2018
  return `令和${era === 1 ? '元' : era}年度`
}

/**
 * Defines the badge of a course, or brings its definition up to the course: changed criteria make the next version once a badge stands under the present
 * one (DOMAIN section 3). The definition is the council's, or the operator's own where the course is outside certification.
 *
 * @returns the newest version; `former` where this call made a version after it
 * @throws ServiceError `conflict` where another course's badge has that name in the URL
 */
export const defineCourseBadge = async (
  deps: Deps,
  actor: Actor,
  course: Course,
  text: CourseBadgeText = {},
): Promise<{ achievement: Achievement; former?: Achievement } | undefined> => {
  if (course.badge === undefined) return undefined
  const slug = course.badge.achievementSlug
  const newest = await findNewestAchievement(deps.db, slug)
  if (newest !== undefined && newest.achievement.humanCode !== course.code)
    throw new ServiceError('conflict', `The badge definition ${slug} belongs to ${newest.achievement.humanCode}; choose another name.`)
  const narrative = criteriaNarrative(course)
  const definition: Omit<Achievement, 'id'> =
    newest === undefined ? await newDefinition(deps, course, narrative, text) : changedDefinition(newest.achievement, narrative, text)
  const achievement = await defineAchievement(deps, actor, definition, course.operatorId)
  return { achievement, ...(newest === undefined || newest.achievement.id === achievement.id ? {} : { former: newest.achievement }) }
}

const newDefinition = async (deps: Deps, course: Course, narrative: string, text: CourseBadgeText): Promise<Omit<Achievement, 'id'>> => ({
  slug: course.badge?.achievementSlug ?? course.code.toLowerCase(),
  version: '1.0',
  kind: 'course_completion',
  achievementType: 'CertificateOfCompletion',
  humanCode: course.code,
  name: text.name ?? course.name.ja,
  description: text.description ?? `「${course.name.ja}」（${course.hours}時間）を修了したことを証明します。`,
  inLanguage: text.inLanguage ?? 'ja',
  criteriaNarrative: narrative,
  creatorId: course.certification.status === 'not_applicable' ? course.operatorId : await councilId(deps),
  alignment: text.alignment ?? [],
  resultDescription: text.resultDescription ?? [],
  tag: text.tag ?? [],
  related: [],
  art: { level: '修了', year: fiscalYear(jstDay(deps.now())) },
  isDemo: course.isDemo,
})

const councilId = async (deps: Deps): Promise<string> => (await listOrganisations(deps.db, 'secretariat'))[0]?.id ?? 'secretariat'

const changedDefinition = (present: Achievement, narrative: string, text: CourseBadgeText): Omit<Achievement, 'id'> => {
  const { id: _, related, ...rest } = present
  const given = Object.fromEntries(Object.entries(text).filter(([, value]) => value !== undefined))
  const changed = rest.criteriaNarrative !== narrative || Object.keys(given).length > 0
  return {
    ...rest,
    ...given,
    criteriaNarrative: narrative,
    // Editions in other languages are named by the definition; the version before is added where a new one is made.
    related: related.filter(({ version, inLanguage }) => version === undefined || inLanguage !== undefined),
    version: changed ? nextVersion(rest.version) : rest.version,
  }
}

/** 1.0 → 2.0; anything else gets a second version behind it. */
const nextVersion = (version: string): string => {
  const major = /^(\d+)(?:\.\d+)*$/.exec(version)?.[1]
  return major === undefined ? `${version}-2` : `${Number(major) + 1}.0`
}
