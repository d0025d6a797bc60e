import { createHash } from 'node:crypto'
import { changeText, figuresKey, type Measure, type PublishPolicy, publishedParts, quantityText } from '../domain/measure.ts'
import { measurementGenre, measurementNote } from '../domain/measurement-note.ts'
import type { Nomination, NominationContent, NominationEvidence } from '../domain/nomination.ts'
import { periodText, readPeriod } from '../domain/period.ts'
import type { ConfidentialEvidence, EvidenceInput } from '../openbadges/credential.ts'
import { sriOfSha256 } from '../openbadges/endorsement.ts'

/** What a badge says of an achievement at work in words; the figures go in as results (DOMAIN section 8). */
export interface WorkplaceText {
  role: string
  narrative: string
  /** JST days: the first and the last day on which something was measured */
  activityStartOn?: string
  activityEndOn?: string
  evidence: EvidenceInput[]
}

/** The words of the badge, as far as the publish policy lets them be public. */
export const workplaceText = (nomination: NominationContent): WorkplaceText => {
  const { measures, publishPolicy } = nomination
  const periods = measures.flatMap(({ before, after }) => [before, after].flatMap((side) => readPeriod(side?.period ?? '') ?? []))
  const first = periods.map(({ from }) => from).sort()[0]
  const last = periods
    .map(({ to }) => to)
    .sort()
    .at(-1)
  return {
    role: nomination.role.ja,
    narrative: [`${nomination.title.ja}。`, ...measures.map((measure) => measureSentence(measure, publishPolicy))].join('\n'),
    ...(first === undefined ? {} : { activityStartOn: first }),
    ...(last === undefined ? {} : { activityEndOn: last }),
    evidence: [...(publishPolicy === 'none' ? [] : measures.map(measurement)), ...nomination.evidence.map(seenEvidence)],
  }
}

const measureSentence = (measure: Measure, policy: PublishPolicy): string => {
  const { before, after, unit } = measure
  const what = `${measure.scope.ja}の${measure.name.ja}`
  const how = `測定方法：${measure.method.ja}。`
  const shown = publishedParts(policy)
  if (shown.beforeAndAfter && before !== undefined && after !== undefined) {
    const from = `${periodText(before.period)}の${quantityText(before, unit)}`
    return `${what}：${from}から、${periodText(after.period)}の${quantityText(after, unit)}へ。${how}`
  }
  const change = changeText(measure)
  if (shown.change && change !== undefined) return `${what}：増減 ${change}。改善前後の実数は公開しない。${how}`
  return `${what}を改善前後に測定。実数は公開しない。${how}`
}

/** How it was measured, without any figure. */
const measurement = (measure: Measure): EvidenceInput => ({ ...measurementNote(measure), genre: measurementGenre })

const seenEvidence = (evidence: NominationEvidence): EvidenceInput => ({
  name: evidence.name,
  genre: evidence.genre,
  narrative: evidence.seenOn === undefined ? evidence.narrative : `${evidence.narrative}（審査員が原本を閲覧した日：${evidence.seenOn}）`,
  audience: evidence.audience,
})

/**
 * The digests of the confidential originals, so that one that is shown later can be recognised. Named by what they are (RFC 6920), not by an address: nobody
 * may fetch them.
 */
export const confidentialEvidence = (nomination: Pick<NominationContent, 'evidence'>): ConfidentialEvidence[] =>
  nomination.evidence.flatMap(({ fileSha256 }) =>
    fileSha256 === undefined
      ? []
      : [{ id: `ni:///sha-256;${Buffer.from(fileSha256, 'hex').toString('base64url')}`, digestSRI: sriOfSha256(fileSha256) }],
  )

/**
 * Digest of everything about the learner that a badge of this nomination would make public: whoever consents, consents to this, and one changed word
 * or figure needs a new consent (DOMAIN section 5).
 *
 * @returns SHA-256 in hex
 */
export const workplaceTextDigest = (nomination: Nomination): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        nomination.achievementId,
        nomination.employerId,
        nomination.basedOnCompletions,
        nomination.publishPolicy,
        figuresKey(nomination.measures),
        workplaceText(nomination),
        ...confidentialEvidence(nomination).map(({ digestSRI }) => digestSRI),
      ]),
    )
    .digest('hex')
