import type { Achievement } from '../domain/achievement.ts'
import type { Completion } from '../domain/completion.ts'
import type { Course } from '../domain/course.ts'
import type { CredentialRecord } from '../domain/credential.ts'
import type { Issuer } from '../domain/issuer.ts'
import type { Organisation } from '../domain/organisation.ts'
import { ServiceError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { achievementObject } from '../openbadges/achievement.ts'
import { checkCredential } from '../openbadges/check.ts'
import { buildCourseCredential } from '../openbadges/credential.ts'
import { issuerProfile, sourceProfile } from '../openbadges/profile.ts'
import type { CheckedCredential, UnsignedCredential } from '../openbadges/types.ts'
import type { Deps } from './deps.ts'
import { issuerUrl, statusListUrl } from './urls.ts'

/** Everything that badges under one definition for one course have in common; loaded once for a batch. */
export interface CourseBadgeBasis {
  issuer: Issuer
  /** in whose name the badge is signed: the council, or the operator of a course outside certification */
  author: Organisation
  operator: Organisation
  course: Course
  /** last JST day of the run; a limited validity counts from it */
  sessionEnd: string
  achievement: Achievement
}

/** The picture of a definition, as served. */
export const achievementImageUrl = (publicUrl: string, achievementId: string): string => `${publicUrl}${achievementId}/image.png`

/** A definition as Open Badges Achievement, the same object in each badge and at its own URL. */
export const achievementDocument = (publicUrl: string, achievement: Achievement, creator: Organisation): JsonObject =>
  achievementObject(achievement, {
    baseUrl: publicUrl,
    creator: sourceProfile(creator, publicUrl),
    imageUrl: achievementImageUrl(publicUrl, achievement.id),
  })

/** An organisation as Open Badges Profile, at its own address: with its DID where it signs here. */
export const organisationProfile = (publicUrl: string, organisation: Organisation, issuer?: Issuer): JsonObject =>
  issuer === undefined
    ? sourceProfile(organisation, publicUrl)
    : issuerProfile({ did: issuer.did, organisation, url: issuerUrl(publicUrl, issuer.slug) })

/** The parts that are the same in every badge of a basis, built once: issuer, definition, operator. */
const constantParts = new WeakMap<
  CourseBadgeBasis,
  { publicUrl: string; issuer: JsonObject; achievement: JsonObject; source: JsonObject }
>()

const partsOf = (publicUrl: string, basis: CourseBadgeBasis): { issuer: JsonObject; achievement: JsonObject; source: JsonObject } => {
  const known = constantParts.get(basis)
  if (known?.publicUrl === publicUrl) return known
  const parts = {
    publicUrl,
    issuer: issuerProfile({ did: basis.issuer.did, organisation: basis.author, url: issuerUrl(publicUrl, basis.issuer.slug) }),
    achievement: achievementDocument(publicUrl, basis.achievement, basis.author),
    source: sourceProfile(basis.operator, publicUrl),
  }
  constantParts.set(basis, parts)
  return parts
}

/** Builds the badge of a course completion; pure but for the configuration in `deps`. */
export const courseCredentialDocument = (
  deps: Pick<Deps, 'publicUrl'>,
  basis: CourseBadgeBasis,
  record: CredentialRecord,
  completion: Completion,
  options: { identity?: JsonObject[]; reissuedAt?: Date } = {},
): UnsignedCredential =>
  buildCourseCredential({
    baseUrl: deps.publicUrl,
    id: record.id,
    ...partsOf(deps.publicUrl, basis),
    definition: basis.achievement,
    subjectId: record.subjectId,
    identity: options.identity,
    awardedOn: record.awardedOn,
    reissuedAt: options.reissuedAt,
    validUntilOn: record.validUntilOn,
    status: { listUrl: statusListUrl(deps.publicUrl, record.entry.listId), index: record.entry.index },
    completion,
  })

/**
 * Checks a document against every rule that applies to it.
 *
 * @throws ServiceError `credential_refused` with each broken rule and its place; nothing was signed
 */
export const requireConforming = (deps: Pick<Deps, 'heldContexts'>, document: UnsignedCredential): CheckedCredential => {
  const answer = checkCredential(document, deps.heldContexts)
  if (answer.ok) return answer.credential
  throw new ServiceError(
    'credential_refused',
    `The document ${document.id} breaks ${answer.problems.length} rule(s) of Open Badges 3.0; nothing was signed.`,
    {
      problems: answer.problems.map((problem) => ({ path: problem.path, message: problem.message, code: problem.rule })),
    },
  )
}
