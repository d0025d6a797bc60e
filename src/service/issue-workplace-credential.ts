import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import type { CredentialRecord, IssuedCredential } from '../domain/credential.ts'
import type { Issuer } from '../domain/issuer.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { issueNomination, type Nomination } from '../domain/nomination.ts'
import type { Organisation } from '../domain/organisation.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { buildWorkplaceCredential } from '../openbadges/credential.ts'
import { issuerProfile, sourceProfile } from '../openbadges/profile.ts'
import type { UnsignedCredential } from '../openbadges/types.ts'
import { findAchievement } from '../store/achievements.ts'
import { findCredentialOfCompletion, findCredentialOfNomination } from '../store/credentials.ts'
import { findNomination, saveNomination } from '../store/nominations.ts'
import { findOrganisation } from '../store/organisations.ts'
import { councilIssuer } from './council.ts'
import { achievementDocument } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { requireWithinQuota } from './quotas.ts'
import { awardDay, reserveCredential } from './reserve-credential.ts'
import { signReserved } from './sign-reserved.ts'
import { credentialUrl, issuerUrl, statusListUrl } from './urls.ts'
import { confidentialEvidence, workplaceText, workplaceTextDigest } from './workplace-text.ts'

export interface IssueWorkplaceCredential {
  nominationId: string
  /** JST day of the award; today where it is not given. A past day is for records that are taken over */
  awardedOn?: string
  /** JST day on which the learner applied; the day of the consent where nobody recorded one */
  appliedOn?: string
  /** last JST day of validity; without one the badge does not end */
  validUntilOn?: string
}

/** Everything that the badge stands on. */
interface WorkplaceBasis {
  issuer: Issuer
  council: Organisation
  employer: Organisation
  achievement: Achievement
}

/**
 * Issues the badge of a nomination that two reviewers approved and whose text the learner consented to, in the order of every badge: reserve, build,
 * check, store what will be signed, sign, store the signed bytes. The same nomination gives the same badge, however often it is asked for.
 *
 * @throws ServiceError `forbidden` also without the learner's consent to exactly this text; `not_found`; `conflict` for a nomination that is not
 *   approved; `invalid_input` for a day of the award before the approval or after today; `credential_refused`
 */
export const issueWorkplaceCredential = async (deps: Deps, actor: Actor, command: IssueWorkplaceCredential): Promise<IssuedCredential> => {
  // 1. The council issues; no operator and no employer does.
  permit(actor, 'credential.issue')
  const nomination = await findNomination(deps.db, command.nominationId)
  if (nomination === undefined) throw new ServiceError('not_found', `There is no nomination ${command.nominationId}.`)

  // 2. Issued before, or begun and not finished? Then that is the badge.
  const known = await findCredentialOfNomination(deps.db, nomination.id)
  if (known !== undefined) return known.state === 'reserved' ? signReserved(deps, known.id) : known

  // 3. May it lead to a badge? The move itself is the guard, and is made again with the badge's id when the badge is reserved.
  const today = jstDay(deps.now())
  const { approvedOn, consent } = issued(nomination, command.awardedOn ?? today, '')
  const awardedOn = awardDay(command.awardedOn, { on: approvedOn, what: 'the approval' }, deps.now())
  const basis = await loadBasis(deps, nomination)

  // 4. and 5. as for every badge.
  const id = await reserveCredential(deps, actor, {
    matter: {
      kind: 'workplace_achievement',
      issuerId: basis.issuer.id,
      achievementId: basis.achievement.id,
      participantId: nomination.participantId,
      nominationId: nomination.id,
      awardedOn,
      appliedOn: command.appliedOn ?? consent.consentedOn,
      validUntilOn: command.validUntilOn,
      isDemo: nomination.isDemo,
    },
    document: async (deps, record) => workplaceDocument(deps, basis, record, nomination, await courseBadgeUrls(deps, nomination)),
    before: (deps) => requireWithinQuota(deps, actor, basis.employer),
    alongside: (deps, record, now) => saveNomination(deps.db, issued(nomination, awardedOn, record.id), now),
    theirs: (deps) => findCredentialOfNomination(deps.db, nomination.id),
  })
  return signReserved(deps, id)
}

const issued = (nomination: Nomination, on: string, credentialId: string): Extract<Nomination, { state: 'issued' }> =>
  issueNomination(nomination, { on, credentialId, textDigest: workplaceTextDigest(nomination) })

const loadBasis = async (deps: Deps, nomination: Nomination): Promise<WorkplaceBasis> => {
  // The version that the reviewers judged by, not a newer one.
  const achievement = await findAchievement(deps.db, nomination.achievementId)
  if (achievement === undefined || achievement.kind !== 'workplace_achievement')
    throw new ServiceError('achievement_not_found', `There is no badge for achievements at work at ${nomination.achievementId}.`)
  const employer = await findOrganisation(deps.db, nomination.employerId)
  if (employer === undefined)
    throw new ServiceError('organisation_not_found', `The employer ${nomination.employerId} of nomination ${nomination.id} is missing.`)
  return { ...(await councilIssuer(deps)), employer, achievement }
}

/** Addresses of the issued badges of the courses that led to the achievement; a completion without a badge names none. */
const courseBadgeUrls = async (deps: Deps, nomination: Nomination): Promise<string[]> => {
  const urls: string[] = []
  for (const completionId of nomination.basedOnCompletions) {
    const badge = await findCredentialOfCompletion(deps.db, completionId)
    if (badge?.state === 'issued') urls.push(credentialUrl(deps.publicUrl, badge.id))
  }
  return urls
}

const workplaceDocument = (
  deps: Pick<Deps, 'publicUrl'>,
  basis: WorkplaceBasis,
  record: CredentialRecord,
  nomination: Nomination,
  courseBadgeIds: string[],
): UnsignedCredential =>
  buildWorkplaceCredential({
    baseUrl: deps.publicUrl,
    id: record.id,
    issuer: issuerProfile({ did: basis.issuer.did, organisation: basis.council, url: issuerUrl(deps.publicUrl, basis.issuer.slug) }),
    definition: basis.achievement,
    achievement: achievementDocument(deps.publicUrl, basis.achievement, basis.council),
    subjectId: record.subjectId,
    awardedOn: record.awardedOn,
    validUntilOn: record.validUntilOn,
    status: { listUrl: statusListUrl(deps.publicUrl, record.entry.listId), index: record.entry.index },
    source: sourceProfile(basis.employer, deps.publicUrl),
    measures: nomination.measures,
    publishPolicy: nomination.publishPolicy,
    courseBadgeIds,
    confidentialEvidence: confidentialEvidence(nomination),
    ...workplaceText(nomination),
  })
