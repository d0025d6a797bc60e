import type { Achievement } from '../../domain/achievement.ts'
import { promiseEarned } from '../../domain/declaration.ts'
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

/** The register of one badge for machines: which declared employers count it today, for what, and until when. */
export const recognitionRegister = async (web: WebDeps, achievement: Pick<Achievement, 'id' | 'slug' | 'name'>) => {
  const { publicUrl } = web.deps
  const day = today(web)
  const register = await readRegister(web.deps.db, day)
  const recognitions = register.inForce.flatMap((declaration) => {
    const employer = register.employers.get(declaration.employerId)
    if (employer === undefined || !('validUntil' in declaration)) return []
    return declaration.badgeRecognitions
      .filter((recognition) => counts(web, recognition, achievement))
      .map((recognition) => ({
        employer: {
          id: `${publicUrl}/employers/${employer.slug}`,
          name: employer.name,
          corporateNumber: employer.corporateNumber,
          honoured: register.isHonoured(employer.id, day),
        },
        declaration: `${publicUrl}/declarations/${declaration.id}`,
        publishedOn: declaration.publishedOn,
        validUntil: declaration.validUntil,
        recognition,
      }))
  })
  return {
    achievement: { id: `${publicUrl}${achievement.id}`, name: achievement.name },
    asOf: day,
    countedBy: new Set(recognitions.map(({ employer }) => employer.id)).size,
    recognitions,
    note: '宣言の内容です。支給条件は各社の規程によります。',
  }
}

/**
 * Guaranteed promises of declarations that ended, which a badge awarded on that day has earned: they stay visible with their dates (DOMAIN
 * section 5).
 */
export const earnedPromises = async (
  web: WebDeps,
  achievement: Pick<Achievement, 'slug'>,
  awardedOn: string,
): Promise<RecognitionFacts[]> => {
  const day = today(web)
  const register = await readRegister(web.deps.db, day)
  return register.ended.flatMap((declaration) => {
    const employer = register.employers.get(declaration.employerId)
    if (employer === undefined || !('validUntil' in declaration)) return []
    return declaration.badgeRecognitions
      .filter(
        (recognition) =>
          counts(web, recognition, achievement) &&
          promiseEarned(declaration, recognition, { achievementId: recognition.achievements[0] ?? '', awardedOn }),
      )
      .map((recognition) => ({
        firm: employer.name,
        firmUrl: `/employers/${employer.slug}`,
        honoured: register.isHonoured(employer.id, day),
        use: recognition.use,
        strength: recognition.strength,
        text: recognition.text,
        earned: true,
        declarationUrl: `/declarations/${declaration.id}`,
      }))
  })
}
