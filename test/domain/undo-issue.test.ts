import { describe, expect, test } from 'vitest'
import type { Credential, CredentialRecord } from '../../src/domain/credential.ts'
import { issue, revoke, suspend, undoIssue, undoWindowMilliseconds } from '../../src/domain/credential-moves.ts'

const at = new Date('2026-10-08T00:00:00Z')
const document = { text: '{}', sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' }
const record: CredentialRecord = {
  id: 'c',
  shortId: '49m5cn5phpbp',
  kind: 'course_completion',
  issuerId: 'council',
  achievementId: 'a',
  participantId: 'P-0011',
  completionId: 'CMP-001',
  subjectId: 'urn:uuid:2',
  entry: { listId: '1', index: 1000 },
  appliedOn: '2026-10-01',
  awardedOn: '2026-10-08',
  claim: 'unclaimed',
  visibility: 'private',
  nameShown: false,
  isDemo: true,
}
const issued = issue({ ...record, state: 'reserved' }, document, at)
const later = (milliseconds: number): Date => new Date(at.getTime() + milliseconds)

describe('undoing an issue', () => {
  test('is possible until the last moment of the ten minutes, and leaves a badge that verifies nowhere', () => {
    expect(undoIssue(issued, later(undoWindowMilliseconds - 1), false)).toMatchObject({ state: 'revoked', reason: 'ISSUED_IN_ERROR' })
  })

  test.each<[string, Credential, Date, boolean, string]>([
    ['after ten minutes', issued, later(undoWindowMilliseconds), false, 'conflict'],
    ['when its mail has gone out', issued, at, true, 'conflict'],
    ['when it is claimed', { ...issued, claim: 'claimed' }, at, false, 'conflict'],
    ['when it is declined', { ...issued, claim: 'declined' }, at, false, 'conflict'],
    ['when it is shared', { ...issued, visibility: 'link' }, at, false, 'conflict'],
    ['when it replaces another badge', { ...issued, supersedes: 'former' }, at, false, 'conflict'],
    ['when it is suspended', suspend(issued, 'UNDER_CORRECTION', at), at, false, 'conflict'],
    ['when it is revoked', revoke(issued, 'LEARNER_REQUEST', at), at, false, 'credential_already_revoked'],
    ['before it is issued', { ...record, state: 'reserved' }, at, false, 'credential_not_issued'],
  ])('is refused %s', (_, credential, now, told, code) => {
    expect(() => undoIssue(credential, now, told)).toThrow(expect.objectContaining({ code }))
  })
})
