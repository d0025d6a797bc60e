import { isDeepStrictEqual } from 'node:util'
import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import { confirmedFigures, type Nomination } from '../domain/nomination.ts'
import { ServiceError } from '../errors.ts'
import { asList, isJsonObject, type JsonObject } from '../json.ts'
import { sriOfSha256 } from '../openbadges/endorsement.ts'
import { workplaceResults } from '../openbadges/result.ts'
import { findAchievement } from '../store/achievements.ts'
import { listEndorsementsOf, listStandingOnBasis, type SignedEndorsement } from '../store/endorsements.ts'
import { findNomination } from '../store/nominations.ts'
import { versionOfDigest } from './badge-digests.ts'
import type { Deps } from './deps.ts'
import { endorse } from './endorse.ts'
import { requireIssued } from './issue-credential.ts'
import { signReservedEndorsement } from './sign-endorsement.ts'
import { credentialUrl, credentialVersionUrl } from './urls.ts'

/** The employer gave its word before the issue, by a mail link or signed in; the badge it is about exists only now (DOMAIN section 9). */
const forEmployer: Actor = { kind: 'system', reason: 'employer-confirmation' }

/**
 * Signs the employer's confirmation of a badge for an achievement at work, bound to the bytes of the badge by their digest, with the key that this service
 * holds for the employer. Only if figures and role in the signed badge are those that the employer confirmed. The same badge again gives the same
 * confirmation; one that was withdrawn is not given again.
 *
 * @throws ServiceError `credential_not_found`; `conflict` for a badge without a nomination, or a confirmation that was withdrawn; `forbidden` where the
 *   figures differ
 */
export const confirmBadge = async (deps: Deps, credentialId: string): Promise<SignedEndorsement> => {
  const credential = await requireIssued(deps, credentialId)
  const nomination = credential.nominationId === undefined ? undefined : await findNomination(deps.db, credential.nominationId)
  if (nomination?.state !== 'issued')
    throw new ServiceError('conflict', `The badge ${credential.id} is not for an achievement at work; no employer confirmed it.`)

  // 1. Confirmed already, some version of this badge? Withdrawn because it was wrong?
  const known = (await listStandingOnBasis(deps.db, nomination.id)).find(({ kind }) => kind === 'confirmation')
  if (known?.targetDigest !== undefined && (await versionOfDigest(deps, credential, known.targetDigest)) !== undefined)
    return signReservedEndorsement(deps, known.id)
  const badgeId = credentialUrl(deps.publicUrl, credential.id)
  const withdrawn = (await listEndorsementsOf(deps.db, badgeId)).find(
    ({ state, supersededBy }) => state === 'revoked' && supersededBy === undefined,
  )
  if (withdrawn !== undefined)
    throw new ServiceError('conflict', `The employer's confirmation ${withdrawn.id} was withdrawn; it is not given again.`)

  // 2. Does the signed badge say what the employer confirmed?
  await requireConfirmedFigures(deps, credential, nomination)

  // 3. Sign it, bound to exactly these bytes.
  return endorse(deps, forEmployer, {
    statement: {
      kind: 'confirmation',
      badgeId,
      badgeVersionUrl: credentialVersionUrl(deps.publicUrl, credential.id, credential.document.sha256),
      badgeDigestSRI: sriOfSha256(credential.document.sha256),
      confirmedOn: nomination.confirmation.confirmedOn,
      confirmedBy: nomination.confirmation.confirmedBy.ja,
    },
    targetType: 'credential',
    employerId: nomination.employerId,
    basisId: nomination.id,
    isDemo: nomination.isDemo,
  })
}

const requireConfirmedFigures = async (
  deps: Deps,
  credential: IssuedCredential,
  nomination: Extract<Nomination, { state: 'issued' }>,
): Promise<void> => {
  const achievement = await findAchievement(deps.db, credential.achievementId)
  if (achievement === undefined) throw new ServiceError('achievement_not_found', `The definition of the badge ${credential.id} is gone.`)
  const isConfirmed = confirmedFigures(nomination) === nomination.confirmation.figures
  if (isConfirmed && saysWhatWasConfirmed(JSON.parse(credential.document.text) as JsonObject, nomination, achievement)) return
  throw new ServiceError(
    'forbidden',
    `The figures or the role in the badge ${credential.id} are not those that the employer confirmed on ${nomination.confirmation.confirmedOn}; its confirmation is not signed.`,
  )
}

/** Results and role in the signed bytes against what the confirmed nomination gives under its publish policy. */
const saysWhatWasConfirmed = (document: JsonObject, nomination: Nomination, achievement: Achievement): boolean => {
  const subject = asList(document['credentialSubject']).find(isJsonObject) ?? {}
  const expected = workplaceResults(nomination.measures, achievement.resultDescription, nomination.publishPolicy)
  return subject['role'] === nomination.role.ja && isDeepStrictEqual(asList(subject['result']), expected)
}
