import type { Actor } from '../domain/actor.ts'
import type { CredentialRecord, IssuedCredential } from '../domain/credential.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findCompletion, type StoredCompletion } from '../store/completions.ts'
import { changeState, findCredential, insertReserved } from '../store/credentials.ts'
import { setBit } from '../store/status-lists.ts'
import { inTransaction } from '../store/transaction.ts'
import { announceCredential } from './announce-credential.ts'
import { audit } from './audit.ts'
import { courseCredentialDocument, requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { courseBadgeMatter, identityOf, loadBasis, requireEligible, requireIssued } from './issue-credential.ts'
import { newRecord, reservedAudit } from './reserve-credential.ts'
import { reserveEntries } from './reserve-entry.ts'
import { signReserved } from './sign-reserved.ts'

/**
 * Issues a badge anew from what is recorded now, in the place of one that was wrong. The old one is revoked as superseded and names the new one, whose
 * record names the old one. The day of the award stays, and so does what its holder decided: claimed or not, and who sees it. Reissuing again gives the
 * badge that took the place.
 *
 * @throws ServiceError `credential_not_found`, `forbidden`, `completion_not_eligible`, `course_not_certified`; `conflict` for a badge that was revoked for
 * good, or of an achievement at work
 */
export const reissueCredential = async (deps: Deps, actor: Actor, command: { credentialId: string }): Promise<IssuedCredential> => {
  // 1. Load the badge, and the completion that counts now; may this actor reissue it?
  const former = await requireIssued(deps, command.credentialId)
  const completion = await completionThatCounts(deps, former)
  const basis = await loadBasis(deps, completion)
  permit(actor, 'credential.reissue', { operatorId: basis.course.operatorId })

  // 2. Reissued before, or begun and not finished? Then that is the badge.
  if (former.state === 'revoked') return successorOf(deps, former)
  requireEligible(completion, basis)

  // 3. One transaction: the old badge gives way, the new one is reserved, built, checked and stored.
  const id = newId()
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    const change = {
      from: ['issued', 'suspended'] as ('issued' | 'suspended')[],
      to: 'revoked' as const,
      reason: 'SUPERSEDED',
      supersededBy: id,
    }
    if (!(await changeState(deps.db, former.id, change, now)))
      throw new ServiceError('conflict', `The badge ${former.id} was changed by somebody else; look at it again.`)
    await setBit(deps.db, (await requireIssued(deps, former.id)).entry, true, now)
    const [entry] = await reserveEntries(deps, { issuerId: basis.issuer.id, purpose: 'revocation', subjects: [`credential:${id}`] })
    if (entry === undefined) throw new Error('no status entry was reserved')
    const matter = courseBadgeMatter(basis, completion, { awardedOn: former.awardedOn, appliedOn: former.appliedOn })
    const record: CredentialRecord = { ...newRecord(matter, { id, entry }), ...kept(former), supersedes: former.id }
    const document = courseCredentialDocument(deps, basis, record, completion, {
      identity: await identityOf(deps, basis, completion),
      // A badge that is signed later than it was awarded begins with its signature; the day of the award stays (DM-6).
      ...(former.awardedOn === jstDay(now) ? {} : { reissuedAt: now }),
    })
    requireConforming(deps, document)
    await insertReserved(deps.db, [{ ...record, unsignedText: JSON.stringify(document) }], now)
    const { action, entity, detail } = reservedAudit(actor, record, now)
    await audit(deps, actor, action, entity, detail)
    await audit(deps, actor, 'credential.superseded', `credential:${former.id}`, { by: id })
  })

  // 4. Sign outside any transaction, then tell the holder.
  const issued = await signReserved(deps, id)
  await announceCredential(deps, issued.id, 'badge_replaced')
  return issued
}

/** What the holder decided about the former badge, and under which id they stand in it. */
const kept = (former: IssuedCredential): Pick<CredentialRecord, 'subjectId' | 'claim' | 'visibility' | 'nameShown'> => ({
  subjectId: former.subjectId,
  claim: former.claim,
  visibility: former.visibility,
  nameShown: former.nameShown,
})

const completionThatCounts = async (deps: Deps, credential: IssuedCredential): Promise<StoredCompletion> => {
  let id = credential.completionId
  if (id === undefined)
    throw new ServiceError('conflict', `The badge ${credential.id} is for an achievement at work; correct its nomination instead.`)
  for (;;) {
    const completion: StoredCompletion | undefined = await findCompletion(deps.db, id)
    if (completion === undefined) throw new ServiceError('completion_not_found', `There is no completion ${id}.`)
    if (completion.status !== 'corrected' || completion.correctedBy === undefined) return completion
    id = completion.correctedBy
  }
}

const successorOf = async (deps: Deps, former: Extract<IssuedCredential, { state: 'revoked' }>): Promise<IssuedCredential> => {
  const next = former.supersededBy === undefined ? undefined : await findCredential(deps.db, former.supersededBy)
  if (next === undefined)
    throw new ServiceError('conflict', `The badge ${former.id} was revoked (${former.reason}); issue the completion anew instead.`)
  const issued = next.state === 'reserved' ? await signReserved(deps, next.id) : next
  await announceCredential(deps, issued.id, 'badge_replaced')
  return issued
}
