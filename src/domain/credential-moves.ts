import { ServiceError } from '../errors.ts'
import {
  type Credential,
  type CredentialRecord,
  type RevocationReason,
  revocationReasons,
  type SignedDocument,
  type StatusListEntry,
} from './credential.ts'
import { refuseActor, refuseMove, refuseWithoutConsent } from './refusal.ts'

type In<State extends Credential['state']> = Extract<Credential, { state: State }>

const thing = (credential: Credential): string => `credential ${credential.id}`

/** What every badge has, without its state. */
export const recordOf = (credential: Credential): CredentialRecord => ({
  id: credential.id,
  shortId: credential.shortId,
  kind: credential.kind,
  issuerId: credential.issuerId,
  achievementId: credential.achievementId,
  participantId: credential.participantId,
  ...(credential.completionId === undefined ? {} : { completionId: credential.completionId }),
  ...(credential.nominationId === undefined ? {} : { nominationId: credential.nominationId }),
  subjectId: credential.subjectId,
  entry: credential.entry,
  appliedOn: credential.appliedOn,
  awardedOn: credential.awardedOn,
  ...(credential.validUntilOn === undefined ? {} : { validUntilOn: credential.validUntilOn }),
  claim: credential.claim,
  visibility: credential.visibility,
  nameShown: credential.nameShown,
  ...(credential.supersedes === undefined ? {} : { supersedes: credential.supersedes }),
  isDemo: credential.isDemo,
})

/** reserved → issued, with the exact text that was signed. */
export const issue = (credential: Credential, document: SignedDocument, now: Date): In<'issued'> => {
  if (credential.state !== 'reserved') return refuseMove(thing(credential), credential.state, 'issue', ['reserved'])
  return { ...recordOf(credential), state: 'issued', document, issuedAt: now }
}

/**
 * issued → suspended. Its bit in the status list is set: a suspended badge verifies nowhere (DOMAIN section 16).
 *
 * @param reason - code, e.g. `UNDER_CORRECTION`
 */
export const suspend = (credential: Credential, reason: string, now: Date): In<'suspended'> => {
  if (!/^[A-Z][A-Z0-9_]*$/.test(reason))
    throw new ServiceError('reason_unknown', 'A suspension needs a reason code in capitals, e.g. UNDER_CORRECTION.')
  switch (credential.state) {
    case 'issued':
      return {
        ...recordOf(credential),
        state: 'suspended',
        document: credential.document,
        issuedAt: credential.issuedAt,
        suspendedAt: now,
        reason,
      }
    case 'suspended':
      throw new ServiceError('credential_already_suspended', `${thing(credential)} is suspended already.`)
    case 'revoked':
      throw new ServiceError('credential_already_revoked', `${thing(credential)} is revoked; that is final.`)
    case 'reserved':
      throw new ServiceError('credential_not_issued', `${thing(credential)} is not issued yet.`)
  }
}

/**
 * suspended → issued: the same id is signed anew with a fresh status index and a later `validFrom`; the day of the award stays. Copies
 * downloaded before the suspension stay invalid (DOMAIN section 16).
 */
export const reinstate = (credential: Credential, fresh: { entry: StatusListEntry; document: SignedDocument }, now: Date): In<'issued'> => {
  if (credential.state === 'revoked')
    throw new ServiceError('credential_already_revoked', `${thing(credential)} is revoked; that is final.`)
  if (credential.state !== 'suspended') throw new ServiceError('credential_not_suspended', `${thing(credential)} is not suspended.`)
  if (fresh.entry.listId === credential.entry.listId && fresh.entry.index === credential.entry.index) {
    return refuseMove(thing(credential), 'suspended', 'reinstate with the old status index', ['given a fresh status index'])
  }
  return { ...recordOf(credential), entry: fresh.entry, state: 'issued', document: fresh.document, issuedAt: now }
}

/**
 * issued or suspended → revoked, which is final. Leaving the firm is no reason.
 *
 * @param supersededBy - the new badge, with the reason `SUPERSEDED` only
 */
export const revoke = (credential: Credential, reason: string, now: Date, supersededBy?: string): In<'revoked'> => {
  const known = revocationReasons.find((candidate): candidate is RevocationReason => candidate === reason)
  if (known === undefined)
    throw new ServiceError('reason_unknown', `"${reason}" is no reason for a revocation; reasons are ${revocationReasons.join(', ')}.`)
  if (credential.state === 'revoked') throw new ServiceError('credential_already_revoked', `${thing(credential)} is revoked already.`)
  if (credential.state === 'reserved') throw new ServiceError('credential_not_issued', `${thing(credential)} is not issued yet.`)
  if ((supersededBy !== undefined) !== (known === 'SUPERSEDED')) {
    throw new ServiceError('reason_unknown', 'The reason SUPERSEDED and the badge that takes the place go together.')
  }
  return {
    ...recordOf(credential),
    state: 'revoked',
    document: credential.document,
    issuedAt: credential.issuedAt,
    revokedAt: now,
    reason: known,
    ...(supersededBy === undefined ? {} : { supersededBy }),
  }
}

/** How long an issue can be undone, and how long its mail waits in the house, in milliseconds (PRODUCT section 2: undo for 10 minutes). */
export const undoWindowMilliseconds = 10 * 60_000

/**
 * issued → never issued: within ten minutes, and only while nothing has left the house. The badge is revoked like one issued in error, so that a copy
 * that somebody downloaded verifies nowhere, and the place of its completion is free again. Afterwards a badge is revoked or reissued, not undone.
 *
 * @param told - whether its mail has gone out
 * @throws ServiceError `conflict` where it is too late; `credential_not_issued`, `credential_already_revoked`
 */
export const undoIssue = (credential: Credential, now: Date, told: boolean): In<'revoked'> => {
  const revoked = revoke(credential, 'ISSUED_IN_ERROR', now)
  const late = (why: string): never => {
    throw new ServiceError('conflict', `${thing(credential)} ${why}; it can be revoked or reissued, not undone.`)
  }
  if (credential.state !== 'issued') return late(`is ${credential.state}`)
  if (now.getTime() - revoked.issuedAt.getTime() >= undoWindowMilliseconds) return late('was issued more than 10 minutes ago')
  if (told) return late('was announced to its holder')
  if (credential.claim !== 'unclaimed' || credential.visibility !== 'private') return late('was opened by its holder')
  if (credential.supersedes !== undefined) return late('takes the place of another badge')
  return revoked
}

/** unclaimed → claimed or declined, by the learner; a revoked or suspended badge may be claimed, its page says what it is. */
export const answerClaim = <C extends Credential>(credential: C, answer: 'claimed' | 'declined', by: { participantId?: string }): C => {
  if (by.participantId !== credential.participantId) return refuseActor('Only the learner claims or declines the own badge.')
  if (credential.state === 'reserved') throw new ServiceError('credential_not_issued', `${thing(credential)} is not issued yet.`)
  if (credential.claim !== 'unclaimed')
    return refuseMove(thing(credential), credential.claim, answer === 'claimed' ? 'claim' : 'decline', ['unclaimed'])
  return { ...credential, claim: answer }
}

/**
 * private ⇄ link ⇄ public, by the learner, once the badge is claimed.
 *
 * @param consentInForce - whether the learner's consent `public_page` is in force; needed for `public` only
 */
export const setVisibility = <C extends Credential>(
  credential: C,
  visibility: CredentialRecord['visibility'],
  by: { participantId?: string },
  consentInForce: boolean,
): C => {
  if (by.participantId !== credential.participantId) return refuseActor('Only the learner shares or un-shares the own badge.')
  if (visibility !== 'private' && credential.claim !== 'claimed')
    return refuseMove(thing(credential), credential.claim, 'share', ['claimed'])
  if (visibility === 'public' && !consentInForce) return refuseWithoutConsent('Publishing a badge needs the consent public_page.')
  return { ...credential, visibility }
}
