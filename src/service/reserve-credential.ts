import { randomUUID } from 'node:crypto'
import { type Actor, actorLabel } from '../domain/actor.ts'
import type { Credential, CredentialRecord, StatusListEntry } from '../domain/credential.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { ServiceError } from '../errors.ts'
import { newId, newShortId } from '../ids.ts'
import type { UnsignedCredential } from '../openbadges/types.ts'
import type { AuditEntry } from '../store/audit.ts'
import { reservedEntry } from '../store/credential-audit.ts'
import { insertReserved } from '../store/credentials.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { issuingInstant } from './clock-guard.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { reserveEntries } from './reserve-entry.ts'

/** What a badge is about, before it has an id: the part of its record that the record behind it decides. */
export type BadgeMatter = Omit<CredentialRecord, 'id' | 'shortId' | 'subjectId' | 'entry' | 'claim' | 'visibility' | 'nameShown'>

/** The record of a new badge: private and unclaimed until its holder decides otherwise (DOMAIN section 5). */
export const newRecord = (matter: BadgeMatter, reserved: { id: string; entry: StatusListEntry }): CredentialRecord => ({
  ...matter,
  id: reserved.id,
  shortId: newShortId(),
  // Pairwise: two badges of one person cannot be put together by their subject (SECURITY (e) 2).
  subjectId: `urn:uuid:${randomUUID()}`,
  entry: reserved.entry,
  claim: 'unclaimed',
  visibility: 'private',
  nameShown: false,
})

/** The audit entry of a reservation. */
export const reservedAudit = (actor: Actor, record: CredentialRecord, at: Date): AuditEntry =>
  reservedEntry(record, { actor: actorLabel(actor), at })

/**
 * The day of the award: the one that was asked for, or today.
 *
 * @param earliest - the first day that makes sense, and what it is in words, e.g. `the beginning of the course`
 * @throws ServiceError `invalid_input` for a day before that or after today
 */
export const awardDay = (asked: string | undefined, earliest: { on: string; what: string }, now: Date): string => {
  const today = jstDay(now)
  const awardedOn = asked ?? today
  if (awardedOn < earliest.on || awardedOn > today)
    throw new ServiceError(
      'invalid_input',
      `The day of the award ${awardedOn} must lie between ${earliest.what} (${earliest.on}) and today (${today}).`,
      { problems: [{ path: 'awardedOn', message: `must lie between ${earliest.on} and ${today}` }] },
    )
  return awardedOn
}

/**
 * Reserves one badge in one transaction: id and status entry, build, check, store what is to be signed, audit (SECURITY (d), issuing order).
 *
 * @param plan.before - what has to hold, and be locked, before anything is taken; runs inside the transaction
 * @param plan.document - builds the document of the record; runs inside the transaction
 * @param plan.alongside - what else changes with the reservation
 * @param plan.theirs - the badge of the same record, for when somebody else was faster
 * @returns the id of the badge, which may be somebody else's
 */
export const reserveCredential = async (
  deps: Deps,
  actor: Actor,
  plan: {
    matter: BadgeMatter
    before(deps: Deps): Promise<void>
    document(deps: Deps, record: CredentialRecord): Promise<UnsignedCredential>
    alongside(deps: Deps, record: CredentialRecord, now: Date): Promise<void>
    theirs(deps: Deps): Promise<Credential | undefined>
  },
): Promise<string> => {
  const id = newId()
  const now = issuingInstant(deps)
  try {
    await inTransaction(deps, async (deps) => {
      await plan.before(deps)
      const { issuerId } = plan.matter
      const [entry] = await reserveEntries(deps, { issuerId, purpose: 'revocation', subjects: [`credential:${id}`] })
      if (entry === undefined) throw new Error('no status entry was reserved')
      const record = newRecord(plan.matter, { id, entry })
      const document = await plan.document(deps, record)
      requireConforming(deps, document)
      await plan.alongside(deps, record, now)
      await insertReserved(deps.db, [{ ...record, unsignedText: JSON.stringify(document) }], now)
      const { action, entity, detail } = reservedAudit(actor, record, now)
      await audit(deps, actor, action, entity, detail)
    })
    return id
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // Somebody else issued the same at the same moment: theirs is the badge.
    const theirs = await plan.theirs(deps)
    if (theirs === undefined) throw error
    return theirs.id
  }
}
