import type { SignedDocument } from './credential.ts'
import type { Day } from './japanese-date.ts'
import { type Reason, refuseMove, requireReason } from './refusal.ts'
import type { Text } from './text.ts'

export type EndorsementKind = 'confirmation' | 'recognition' | 'declared' | 'honoured' | 'approved_course'

/** Who signs each kind and what its subject is (DOMAIN section 9). */
export const endorsementKinds: Readonly<
  Record<EndorsementKind, { signer: 'employer' | 'secretariat'; target: readonly EndorsementTarget['type'][]; label: Text }>
> = {
  confirmation: { signer: 'employer', target: ['credential'], label: { ja: '勤務先の確認', en: "Employer's confirmation" } },
  recognition: {
    signer: 'employer',
    target: ['achievement'],
    label: { ja: 'バッジの社内での扱い', en: 'How the employer counts the badge' },
  },
  declared: { signer: 'secretariat', target: ['employer'], label: { ja: '宣言企業', en: 'Declared employer' } },
  honoured: { signer: 'secretariat', target: ['employer'], label: { ja: '顕彰企業', en: 'Honoured employer' } },
  approved_course: { signer: 'secretariat', target: ['achievement', 'operator'], label: { ja: '県認定', en: 'Approved course' } },
}

export interface EndorsementTarget {
  type: 'credential' | 'achievement' | 'employer' | 'operator'
  /** `credentialSubject.id` of the endorsement */
  id: string
}

export interface EndorsementContent {
  id: string
  kind: EndorsementKind
  issuerOrgId: string
  target: EndorsementTarget
  /** SRI digest of the signed badge that a confirmation is bound to (`relatedResource.digestSRI`) */
  targetDigest?: string
  text: Text
  /** what it rests on: a nomination, declaration, honour or course */
  basisId: string
  /** first and last JST day */
  validFromOn: Day
  validUntilOn?: Day
  isDemo: boolean
}

/** reserved → issued → revoked. It ends by `validUntilOn` or by revocation, e.g. when a declaration is withdrawn. */
export type Endorsement = EndorsementContent &
  (
    | { state: 'reserved' }
    | { state: 'issued'; document: SignedDocument; issuedAt: Date }
    | { state: 'revoked'; document: SignedDocument; issuedAt: Date; revokedAt: Date; reason: Reason }
  )

/**
 * A new endorsement to be signed.
 *
 * @param signer - kind of the organisation that signs
 * @throws ServiceError `conflict` where signer or target do not go with the kind, or a confirmation lacks the digest of its badge
 */
export const reserveEndorsement = (content: EndorsementContent, signer: 'employer' | 'secretariat' | 'operator'): Endorsement => {
  const rule = endorsementKinds[content.kind]
  if (rule.signer !== signer)
    return refuseMove(`endorsement "${content.kind}"`, `to be signed by ${signer}`, 'reserve', [`signed by ${rule.signer}`])
  if (!rule.target.includes(content.target.type)) {
    return refuseMove(`endorsement "${content.kind}"`, `about a ${content.target.type}`, 'reserve', [`about ${rule.target.join(', ')}`])
  }
  if (content.kind === 'confirmation' && content.targetDigest === undefined) {
    return refuseMove('endorsement "confirmation"', 'without a digest', 'reserve', ['bound to its badge'])
  }
  return { ...content, state: 'reserved' }
}

export const issueEndorsement = (endorsement: Endorsement, document: SignedDocument, now: Date): Endorsement => {
  if (endorsement.state !== 'reserved') return refuseMove(`endorsement ${endorsement.id}`, endorsement.state, 'issue', ['reserved'])
  return { ...endorsement, state: 'issued', document, issuedAt: now }
}

export const revokeEndorsement = (endorsement: Endorsement, reason: Reason, now: Date): Endorsement => {
  if (endorsement.state !== 'issued') return refuseMove(`endorsement ${endorsement.id}`, endorsement.state, 'revoke', ['issued'])
  requireReason(reason)
  return { ...endorsement, state: 'revoked', revokedAt: now, reason }
}

/** Whether it says on that day what it says: issued, not revoked, not past its last day. */
export const endorsementStandsOn = (endorsement: Endorsement, day: Day): boolean =>
  endorsement.state === 'issued' &&
  endorsement.validFromOn <= day &&
  (endorsement.validUntilOn === undefined || day <= endorsement.validUntilOn)
