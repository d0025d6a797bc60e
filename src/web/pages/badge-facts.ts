import { type IssuedCredential, validityOn } from '../../domain/credential.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import { badgeName } from '../../domain/participant.ts'
import { logStanding } from '../../service/log/read-log.ts'
import { credentialUrl } from '../../service/urls.ts'
import { type BadgePageRecord, readBadgePage } from '../../store/read-models/badge-page.ts'
import { coursesBehind, resultsOnCourse } from '../../store/read-models/nominations.ts'
import type { Verification } from '../../verification/verdict.ts'
import type { BadgeFacts, ManagerForm } from '../views/badge-view.ts'
import type { StandingFacts } from '../views/verdict-view.ts'
import type { OwnBadgeFacts } from '../views/verify-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { earnedPromises, recognitionsOf } from './recognitions.ts'
import { workplaceEndorsements } from './workplace-endorsements.ts'

/** What our records add to the badge itself on its own page. */
export const badgeFacts = async (
  web: WebDeps,
  record: BadgePageRecord,
  reader: { as?: { k: string } | { token: string }; saved: boolean; told?: boolean; managerForm?: ManagerForm },
): Promise<BadgeFacts> => {
  const { credential, achievement } = record
  const downloadQuery = reader.as !== undefined && 'k' in reader.as ? `?k=${encodeURIComponent(reader.as.k)}` : ''
  return {
    id: credential.id,
    shortId: credential.shortId,
    url: credentialUrl(web.deps.publicUrl, credential.id),
    artUrl: `${achievement.id}/image.svg`,
    achievementUrl: achievement.id,
    recognitions: [...(await recognitionsOf(web, achievement)), ...(await earnedPromises(web, achievement, credential.awardedOn))],
    endorsements: await workplaceEndorsements(web, credential, downloadQuery),
    ledTo: await resultsOnCourse(web.deps.db, credential),
    ledFrom: await coursesBehind(web.deps.db, credential),
    awardedOn: credential.awardedOn,
    isDemo: credential.isDemo,
    visibility: credential.visibility,
    proofUrl: `/badges/${credential.id}/proof${downloadQuery}`,
    ...(credential.completionId !== undefined && credential.state !== 'revoked' && (reader.as !== undefined || credential.nameShown)
      ? { certificateUrl: `/badges/${credential.id}.pdf${downloadQuery}` }
      : {}),
    ...(credential.validUntilOn === undefined ? {} : { validUntilOn: credential.validUntilOn }),
    downloadQuery,
    logged: {
      standing: await logStanding(web.deps, `credential:${credential.id}`, credential.document.sha256),
      proofUrl: `/log/proof?badge=${credential.id}${downloadQuery.replace('?', '&')}`,
    },
    ...standingOf(credential, jstDay(web.deps.now())),
    ...(record.holder === undefined ? {} : { holderName: badgeName(record.holder) }),
    ...(reader.as === undefined
      ? {}
      : {
          sharing: {
            action: `/badges/${credential.id}/sharing`,
            hidden: Object.entries(reader.as).map(([name, value]) => ({ name, value })),
            nameShown: credential.nameShown,
            saved: reader.saved,
            told: reader.told === true,
            manager: `/badges/${credential.id}/manager`,
            ...(reader.managerForm === undefined ? {} : { managerForm: reader.managerForm }),
            ...(credential.completionId === undefined || !('k' in reader.as)
              ? {}
              : { askUrl: `/badges/${credential.id}/result?k=${encodeURIComponent(reader.as.k)}` }),
          },
        }),
  }
}

/**
 * What our records add to a badge that somebody verified: only for a badge of ours whose signature holds, that is shared, and whose text is the one we signed
 * or an earlier one of the same id.
 */
export const ownBadgeFacts = async (web: WebDeps, verification: Verification): Promise<OwnBadgeFacts | undefined> => {
  const id = verification.document?.['id']
  const isSigned = verification.checks.some((check) => check.id === 'proof' && check.status === 'passed')
  if (typeof id !== 'string' || !isSigned || !id.startsWith(`${web.deps.publicUrl}/badges/`)) return undefined
  const record = await readBadgePage(web.deps.db, id.slice(`${web.deps.publicUrl}/badges/`.length))
  if (record === undefined || record.credential.visibility === 'private') return undefined
  const facts = await badgeFacts(web, record, { saved: false })
  return { ...facts, pageUrl: `/badges/${record.credential.id}` }
}

/** What the record says that the signed document cannot: suspended or revoked, since when, why, and what replaces it. */
const standingOf = (credential: IssuedCredential, today: string): StandingFacts => {
  const validity = validityOn(credential, today)
  if (credential.state === 'revoked')
    return {
      validity,
      changedOn: jstDay(credential.revokedAt),
      reason: credential.reason,
      ...(credential.supersededBy === undefined ? {} : { replacedByUrl: `/badges/${credential.supersededBy}` }),
    }
  if (credential.state === 'suspended') return { validity, changedOn: jstDay(credential.suspendedAt), reason: credential.reason }
  return { validity }
}
