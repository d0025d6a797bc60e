import { isDeepStrictEqual } from 'node:util'
import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findNewestAchievement, hasCredentials, insertAchievement, updateAchievement } from '../store/achievements.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'

/** The address of a version: the first stands at the slug itself, later ones below it. */
export const achievementId = (slug: string, ordinal: number): string =>
  ordinal === 1 ? `/achievements/${slug}` : `/achievements/${slug}/v/${ordinal}`

/**
 * Defines a badge, or changes its definition. While no badge stands under the newest version it is changed in place; afterwards a change makes the next
 * version, because what a holder was awarded must not change under them (ARCHITECTURE, PRODUCT "criteria frozen at award").
 *
 * @throws ServiceError `forbidden`; `conflict` when somebody changed it at the same moment
 */
export const defineAchievement = async (
  deps: Deps,
  actor: Actor,
  definition: Omit<Achievement, 'id'>,
  /** the operator whose course it is for; absent for definitions that only the secretariat makes */
  operatorId?: string,
): Promise<Achievement> => {
  permit(actor, 'achievement.define', operatorId === undefined ? {} : { operatorId })
  const now = deps.now()
  const newest = await findNewestAchievement(deps.db, definition.slug)
  if (newest !== undefined) {
    const { id, ...known } = newest.achievement
    // A later version also names the one before it, which a definition does not say.
    const before = known.related.find((related) => related.id === achievementId(definition.slug, newest.ordinal - 1))
    const wanted = { ...definition, related: withFormer(definition, before) }
    if (isDeepStrictEqual(withoutAbsent(known), withoutAbsent(wanted))) return newest.achievement
    if (!(await hasCredentials(deps.db, id))) {
      const changed = { ...wanted, id }
      await inTransaction(deps, async (deps) => {
        await updateAchievement(deps.db, changed)
        await audit(deps, actor, 'achievement.changed', `achievement:${id}`)
      })
      return changed
    }
  }
  const ordinal = (newest?.ordinal ?? 0) + 1
  const former = newest && { id: newest.achievement.id, version: newest.achievement.version }
  const achievement: Achievement = {
    ...definition,
    id: achievementId(definition.slug, ordinal),
    related: withFormer(definition, former),
  }
  try {
    await inTransaction(deps, async (deps) => {
      await insertAchievement(deps.db, achievement, ordinal, now)
      await audit(deps, actor, 'achievement.defined', `achievement:${achievement.id}`, { ordinal })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ServiceError('conflict', `The badge definition ${definition.slug} was changed by somebody else; load it and try again.`, {
      cause: error,
    })
  }
  return achievement
}

const withFormer = (definition: Omit<Achievement, 'id'>, former: Achievement['related'][number] | undefined): Achievement['related'] =>
  former === undefined ? definition.related : [...definition.related.filter((related) => related.id !== former.id), former]

const withoutAbsent = (value: object): unknown => JSON.parse(JSON.stringify(value))
