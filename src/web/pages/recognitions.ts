import type { Achievement } from '../../domain/achievement.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import type { Recognition } from '../../domain/recognition.ts'
import { type Register, readRegister } from '../../store/read-models/recognitions.ts'
import type { AchievementFacts } from '../views/badge-list-view.ts'
import type { RecognitionFacts } from '../views/recognition-view.ts'
import type { WebDeps } from '../web-deps.ts'

/** Promises on the front page: enough to show what a badge can count for. */
const PROMISES_SHOWN = 6

const today = (web: WebDeps): string => jstDay(web.deps.now())

/** A recognition names a definition; it holds for every version of it. */
const counts = (web: WebDeps, recognition: Recognition, achievement: Pick<Achievement, 'slug'>): boolean =>
  recognition.achievements.some(
    (id) =>
      id === `${web.deps.publicUrl}/achievements/${achievement.slug}` ||
      id.startsWith(`${web.deps.publicUrl}/achievements/${achievement.slug}/v/`),
  )

const factsOf = (register: Register, day: string, keep: (recognition: Recognition) => boolean): RecognitionFacts[] =>
  register.inForce.flatMap((declaration) => {
    const employer = register.employers.get(declaration.employerId)
    if (employer === undefined) return []
    return declaration.badgeRecognitions.filter(keep).map((recognition) => ({
      firm: employer.name,
      firmUrl: `/employers/${employer.slug}`,
      honoured: register.isHonoured(employer.id, day),
      use: recognition.use,
      strength: recognition.strength,
      text: recognition.text,
      ...('validUntil' in declaration && declaration.validUntil !== undefined ? { validUntil: declaration.validUntil } : {}),
      declarationUrl: `/declarations/${declaration.id}`,
    }))
  })

/** What one employer's declaration in force promises. */
export const recognitionsOfEmployer = (register: Register, employerId: string, day: string): RecognitionFacts[] =>
  factsOf({ ...register, inForce: register.inForce.filter((declaration) => declaration.employerId === employerId) }, day, () => true)

const firmness = ['guaranteed', 'required', 'preferred', 'considered']

/** Which declared employers count this badge today, and for what; the firmest promise first. */
export const recognitionsOf = async (web: WebDeps, achievement: Pick<Achievement, 'slug'>): Promise<RecognitionFacts[]> => {
  const day = today(web)
  const facts = factsOf(await readRegister(web.deps.db, day), day, (recognition) => counts(web, recognition, achievement))
  return facts.sort((a, b) => firmness.indexOf(a.strength) - firmness.indexOf(b.strength))
}

/** Definitions with the number of declared employers that count each, those with most first. */
export const countedBy = async (web: WebDeps, achievements: readonly Achievement[]): Promise<AchievementFacts[]> => {
  const register = await readRegister(web.deps.db, today(web))
  return achievements
    .map((achievement) => ({
      achievement,
      countedBy: new Set(
        register.inForce
          .filter((declaration) => declaration.badgeRecognitions.some((recognition) => counts(web, recognition, achievement)))
          .map((declaration) => declaration.employerId),
      ).size,
    }))
    .sort((a, b) => b.countedBy - a.countedBy)
}

export const registerTotals = async (web: WebDeps): Promise<{ declaredEmployers: number; honouredEmployers: number }> => {
  const day = today(web)
  const register = await readRegister(web.deps.db, day)
  const employers = [...register.employers.keys()]
  return {
    declaredEmployers: employers.filter((id) => register.isDeclared(id, day)).length,
    honouredEmployers: employers.filter((id) => register.isHonoured(id, day)).length,
  }
}

/** One promise of each of some declared employers, the firmest first. */
export const somePromises = async (web: WebDeps): Promise<RecognitionFacts[]> => {
  const day = today(web)
  const facts = factsOf(await readRegister(web.deps.db, day), day, () => true).sort(
    (a, b) => firmness.indexOf(a.strength) - firmness.indexOf(b.strength),
  )
  const firms = new Set<string>()
  return facts.filter(({ firm }) => !firms.has(firm.ja) && firms.add(firm.ja)).slice(0, PROMISES_SHOWN)
}
