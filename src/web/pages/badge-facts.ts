import { type IssuedCredential, validityOn } from '../../domain/credential.ts'
import { jstDay } from '../../domain/japanese-date.ts'
import { badgeName } from '../../domain/participant.ts'
import { credentialUrl } from '../../service/urls.ts'
import { type BadgePageRecord, readBadgePage } from '../../store/read-models/badge-page.ts'
import type { Verification } from '../../verification/verdict.ts'
import type { BadgeFacts } from '../views/badge-view.ts'
import type { StandingFacts } from '../views/verdict-view.ts'
import type { OwnBadgeFacts } from '../views/verify-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { earnedPromises, recognitionsOf } from './recognitions.ts'
import { workplaceEndorsements } from './workplace-endorsements.ts'

/** What our records add to the badge itself on its own page. */
export const badgeFacts = async (
  web: WebDeps,
  record: BadgePageRecord,
  holder: { secret: string | undefined; saved: boolean },
): Promise<BadgeFacts> => {
  const { credential, achievement } = record
  return {
    id: credential.id,
    shortId: credential.shortId,
    url: credentialUrl(web.deps.publicUrl, credential.id),
    artUrl: `${achievement.id}/image.svg`,
    achievementUrl: achievement.id,
    recognitions: [...(await recognitionsOf(web, achievement)), ...(await earnedPromises(web, achievement, credential.awardedOn))],
    endorsements: await workplaceEndorsements(web, credential),
    awardedOn: credential.awardedOn,
    isDemo: credential.isDemo,
    visibility: credential.visibility,
    proofUrl: `/badges/${credential.id}/proof${holder.secret === undefined ? '' : `?k=${encodeURIComponent(holder.secret)}`}`,
    downloadQuery: holder.secret === undefined ? '' : `?k=${encodeURIComponent(holder.secret)}`,
    ...standingOf(credential, jstDay(web.deps.now())),
    ...(record.holder === undefined ? {} : { holderName: badgeName(record.holder) }),
    ...(holder.secret === undefined
      ? {}
      : {
          sharing: {
            action: `/badges/${credential.id}/sharing`,
            hidden: [{ name: 'k', value: holder.secret }],
            nameShown: credential.nameShown,
            saved: holder.saved,
            ...(credential.completionId === undefined
              ? {}
              : { askUrl: `/badges/${credential.id}/result?k=${encodeURIComponent(holder.secret)}` }),
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
  const facts = await badgeFacts(web, record, { secret: undefined, saved: false })
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
