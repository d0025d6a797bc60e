/** Where one bit of one status list stands. */
export interface StatusListEntry {
  listId: string
  index: number
}

export type RevocationReason = 'ISSUED_IN_ERROR' | 'RESULT_DISPROVED' | 'LEARNER_REQUEST' | 'SUPERSEDED' | 'KEY_COMPROMISE'
export const revocationReasons: readonly RevocationReason[] = [
  'ISSUED_IN_ERROR',
  'RESULT_DISPROVED',
  'LEARNER_REQUEST',
  'SUPERSEDED',
  'KEY_COMPROMISE',
]

/** The document as it was signed; `text` is served byte for byte. */
export interface SignedDocument {
  text: string
  /** SHA-256 of the UTF-8 bytes, hex; also the ETag */
  sha256: string
}

/** What every badge has, whatever became of it. */
export interface CredentialRecord {
  id: string
  shortId: string
  kind: 'course_completion' | 'workplace_achievement'
  issuerId: string
  achievementId: string
  participantId: string
  completionId?: string
  nominationId?: string
  /** pairwise subject id (`urn:uuid:…`), or a DID that the holder gave */
  subjectId: string
  entry: StatusListEntry
  /** JST day `YYYY-MM-DD` */
  appliedOn: string
  /** JST day `YYYY-MM-DD` of the award, which the badge's `validFrom` (first issue) or `awardedDate` says */
  awardedOn: string
  /** last JST day on which the badge is valid */
  validUntilOn?: string
  claim: 'unclaimed' | 'claimed' | 'declined'
  visibility: 'private' | 'link' | 'public'
  /** whether the holder shows the name on the page */
  nameShown: boolean
  supersedes?: string
  isDemo: boolean
}

/** Issuer's side: reserved → issued ⇄ suspended → revoked (final). *Expired* follows from `validUntilOn` and is never stored. */
export type Credential = CredentialRecord &
  (
    | { state: 'reserved' }
    | { state: 'issued'; document: SignedDocument; issuedAt: Date }
    | { state: 'suspended'; document: SignedDocument; issuedAt: Date; suspendedAt: Date; reason: string }
    | { state: 'revoked'; document: SignedDocument; issuedAt: Date; revokedAt: Date; reason: RevocationReason; supersededBy?: string }
  )

export type Validity = 'valid' | 'suspended' | 'revoked' | 'expired'

/** The validity on a JST day `YYYY-MM-DD`. The last day of validity counts as valid. */
export const validityOn = (credential: IssuedCredential, day: string): Validity => {
  if (credential.state === 'revoked') return 'revoked'
  if (credential.state === 'suspended') return 'suspended'
  return credential.validUntilOn !== undefined && day > credential.validUntilOn ? 'expired' : 'valid'
}

/** A badge that was signed, whatever became of it. */
export type IssuedCredential = Exclude<Credential, { state: 'reserved' }>
