import type { Achievement } from '../domain/achievement.ts'
import type { Completion } from '../domain/completion.ts'
import { type Measure, type PublishPolicy, publishedParts } from '../domain/measure.ts'
import type { Json, JsonObject } from '../json.ts'
import { OB_3_0_3, OB_EXTENSIONS, VCDM_2 } from './contexts.ts'
import { jstDateTime, jstDayEnd, jstDayStart, wholeSecond } from './jst-day.ts'
import { present } from './present.ts'
import { courseResults, workplaceResults } from './result.ts'
import type { UnsignedCredential } from './types.ts'

/** The context array of every new badge and endorsement (D-1). A fresh array for each document. */
export const badgeContext = (): string[] => [VCDM_2, OB_3_0_3]

/**
 * The array of a badge that names a refresh service, and of whatever may be embedded in one: an embedded credential carries the very array of
 * the document around it (D-1, SECURITY L5).
 */
export const badgeContextWithServices = (): string[] => [...badgeContext(), OB_EXTENSIONS]

/** One bit of one published status list. */
export interface StatusEntryReference {
  /** URL under which the signed list is served */
  listUrl: string
  /** zero-based position */
  index: number
}

/** What all badges of the programme have in common. */
export interface BadgeInput {
  /** public base URL without a slash at its end */
  baseUrl: string
  /** id of our record; the badge's id becomes `{baseUrl}/badges/{id}` */
  id: string
  /** `issuerProfile(…)` */
  issuer: JsonObject
  /** the definition, for its name and its result descriptions */
  definition: Achievement
  /** `achievementObject(definition, …)`, the same object for every badge under the definition */
  achievement: JsonObject
  /** pairwise `urn:uuid:…`, or a DID that the holder gave */
  subjectId: string
  /** `hashedEmail(…)` or `plainName(…)`, only where asked for */
  identity?: JsonObject[]
  /** JST day of the award */
  awardedOn: string
  /** instant of a later signature under the same id (DM-6); the first one starts with the day of the award */
  reissuedAt?: Date
  /** last JST day on which the badge is valid */
  validUntilOn?: string
  status: StatusEntryReference
  /** `sourceProfile(…)` of the operator or the employer */
  source?: JsonObject
  /** URL of the baked image of this very badge */
  imageUrl?: string
}

export interface CourseCredentialInput extends BadgeInput {
  completion: Completion
  evidence?: EvidenceInput[]
}

/** A piece of evidence that may be named in public; totals, never names of persons. */
export interface EvidenceInput {
  id?: string
  name?: string
  description?: string
  narrative?: string
  genre?: string
  audience?: string
}

/** A document that stays confidential, pinned by its digest so that it can be recognised later. */
export interface ConfidentialEvidence {
  id: string
  /** `sha256-…`, `sha384-…` or `sha512-…` in base64, of the document's bytes */
  digestSRI: string
  mediaType?: string
}

export interface WorkplaceCredentialInput extends BadgeInput {
  /** what this person did */
  role: string
  /** JST days of the measured activity */
  activityStartOn?: string
  activityEndOn?: string
  narrative?: string
  measures: Measure[]
  roleChange?: string
  publishPolicy: PublishPolicy
  /** ids of the course badges that led to it; they become evidence, never `related` */
  courseBadgeIds: string[]
  evidence: EvidenceInput[]
  confidentialEvidence?: ConfidentialEvidence[]
}

/** The status entry of a badge: one object, purpose revocation (D-6, ST-2; VC-API section 9). */
export const statusEntry = (status: StatusEntryReference, purpose: 'revocation' | 'suspension' = 'revocation'): JsonObject => ({
  id: `${status.listUrl}#${status.index}`,
  type: 'BitstringStatusListEntry',
  statusPurpose: purpose,
  statusListIndex: String(status.index),
  statusListCredential: status.listUrl,
})

const optionalDay = (day: string | undefined): string | undefined => (day === undefined ? undefined : jstDateTime(day))

const evidenceObject = (evidence: EvidenceInput): JsonObject =>
  present({
    id: evidence.id,
    type: ['Evidence'],
    name: evidence.name,
    description: evidence.description,
    narrative: evidence.narrative,
    genre: evidence.genre,
    audience: evidence.audience,
  })

const badge = (
  input: BadgeInput,
  subject: { [member: string]: Json | undefined },
  rest: { [member: string]: Json | undefined },
): UnsignedCredential => {
  const awarded = jstDayStart(input.awardedOn)
  return {
    '@context': badgeContext(),
    id: `${input.baseUrl}/badges/${input.id}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    ...present({
      name: input.definition.name,
      issuer: input.issuer,
      validFrom: input.reissuedAt === undefined ? awarded : wholeSecond(input.reissuedAt),
      awardedDate: awarded,
      validUntil: input.validUntilOn === undefined ? undefined : jstDayEnd(input.validUntilOn),
      credentialSubject: present({
        id: input.subjectId,
        type: ['AchievementSubject'],
        identifier: input.identity,
        ...subject,
        source: input.source,
        image: input.imageUrl === undefined ? undefined : { id: input.imageUrl, type: 'Image' },
        achievement: input.achievement,
      }),
      ...rest,
      credentialStatus: statusEntry(input.status),
    }),
  }
}

/**
 * The badge for a completed course, ready to be checked (Open Badges 3.0, B.1.2; D-1, D-6, D-7, DM-5 to DM-8, DM-15).
 *
 * `validFrom` is the first instant of the day of the award in Japan, `validUntil` the last second of the last valid day.
 *
 * @throws RangeError when a day is not a calendar day
 */
export const buildCourseCredential = (input: CourseCredentialInput): UnsignedCredential =>
  badge(
    input,
    {
      activityStartDate: optionalDay(input.completion.startOn),
      activityEndDate: optionalDay(input.completion.endOn),
      licenseNumber: input.completion.certificateNo,
      result: courseResults(input.completion, input.definition.resultDescription),
    },
    { evidence: (input.evidence ?? []).map(evidenceObject) },
  )

/**
 * The badge for an achievement at work, ready to be checked (DOMAIN section 8).
 *
 * What may be published decides the policy: results, the change alone, the narrative alone, or nothing of the result. The course that led
 * to it is evidence by the id of its badge, not `related`, which means "the same achievement". Confidential evidence appears only as a
 * digest in `relatedResource`.
 *
 * @throws RangeError when a day is not a calendar day
 */
export const buildWorkplaceCredential = (input: WorkplaceCredentialInput): UnsignedCredential => {
  const silent = !publishedParts(input.publishPolicy).narrative
  const courses = input.courseBadgeIds.map((id): EvidenceInput => ({ id, name: '基になった講座の修了バッジ', genre: 'オープンバッジ' }))
  const evidence = input.evidence.map((item) => (silent ? { ...item, description: undefined, narrative: undefined } : item))
  return badge(
    input,
    {
      role: input.role,
      activityStartDate: optionalDay(input.activityStartOn),
      activityEndDate: optionalDay(input.activityEndOn),
      narrative: silent ? undefined : input.narrative,
      result: workplaceResults(input.measures, input.definition.resultDescription, input.publishPolicy, input.roleChange),
    },
    {
      evidence: [...courses, ...evidence].map(evidenceObject),
      relatedResource: (input.confidentialEvidence ?? []).map((item) =>
        present({ id: item.id, mediaType: item.mediaType, digestSRI: item.digestSRI }),
      ),
    },
  )
}
