import { actorLabel } from '../domain/actor.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import { ServiceError } from '../errors.ts'
import type { CheckedCredential, UnsignedCredential } from '../openbadges/types.ts'
import type { PreparedCredential } from '../signing/signer.ts'
import type { SignedChunk } from '../store/bulk-issue.ts'
import { localBulkStore } from '../store/bulk-store.ts'
import { findCredential, listReserved, markIssued, readUnsignedText } from '../store/credentials.ts'
import type { StoredText } from '../store/document-template.ts'
import { findIssuer } from '../store/issuers.ts'
import { tailOf } from '../store/stored-text.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { issuingInstant } from './clock-guard.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { type BatchSigner, batchSigner } from './sign-batch.ts'
import { signingKeyOf } from './signing-key.ts'

/** Who signs what was reserved: the service, whoever asked for it. */
const issuing = { kind: 'system', reason: 'issuing' } as const

/**
 * Signs a reserved badge from what was stored for it, and stores the exact signed bytes. Called right after the reservation, and again after a restart
 * for what a stopped process left behind: same id, same status entry, same document.
 *
 * @throws ServiceError `credential_not_found`, `credential_refused`, and the signer's own
 */
export const signReserved = async (deps: Deps, id: string): Promise<IssuedCredential> => {
  const credential = await findCredential(deps.db, id)
  if (credential === undefined) throw new ServiceError('credential_not_found', `There is no badge ${id}.`)
  if (credential.state !== 'reserved') return credential
  const text = await readUnsignedText(deps.db, id)
  const issuer = await findIssuer(deps.db, credential.issuerId)
  if (text === undefined || issuer === undefined) throw new ServiceError('credential_not_found', `The badge ${id} or its issuer is gone.`)

  const checked = requireConforming(deps, JSON.parse(text) as UnsignedCredential)
  const now = issuingInstant(deps)
  const key = await signingKeyOf(deps, issuer, now)
  const signed = await deps.signer.sign(key, checked, now, `credential:${id}`)

  await inTransaction(deps, async (deps) => {
    // Somebody else may have signed it meanwhile; then theirs is served, and this signature is never shown to anyone.
    if (await markIssued(deps.db, id, signed, now))
      await audit(deps, issuing, 'credential.issued', `credential:${id}`, { sha256: signed.sha256, kid: key.kid })
  })
  const issued = await findCredential(deps.db, id)
  if (issued === undefined || issued.state === 'reserved') throw new Error(`badge ${id} was signed and is not stored`)
  return issued
}

const SIGN_AT_ONCE = 64

/** A reserved badge on its way to its signature. */
export interface ReservedDocument {
  id: string
  text: StoredText
  checked: CheckedCredential
  /** what the signer made of it, where `text` is stored in the same parts */
  prepared?: PreparedCredential | undefined
}

/**
 * Signs reserved badges of one issuer and stores their signatures in one transaction.
 *
 * @returns the ids of those that could not be signed, with the reason; they stay reserved
 * @throws ServiceError when the key cannot sign at all, `overloaded`
 */
export const signChunk = async (
  deps: Deps,
  issuerId: string,
  documents: readonly ReservedDocument[],
  signer: BatchSigner = batchSigner(deps),
): Promise<Map<string, string>> => {
  const failed = new Map<string, string>()
  const issuer = await findIssuer(deps.db, issuerId)
  if (issuer === undefined) throw new ServiceError('issuer_not_found', `The issuer ${issuerId} is gone.`)
  const bulk = deps.bulk ?? localBulkStore(deps.db)
  const store = async (chunk: SignedChunk): Promise<void> => {
    if (chunk.ids.length > 0) await bulk.storeSigned(chunk)
  }
  let chunk: SignedChunk | undefined
  // A few at a time: of each signed text only its proof is kept, so that few of them are in memory at once.
  for (let from = 0; from < documents.length; from += SIGN_AT_ONCE) {
    const some = documents.slice(from, from + SIGN_AT_ONCE)
    const { key, at, answers } = await signer.sign(
      issuer,
      some.map(({ id, checked, prepared }) => ({ checked, prepared, record: `credential:${id}` })),
    )
    if (chunk?.kid !== key.kid || chunk.now !== at) {
      if (chunk !== undefined) await store(chunk)
      chunk = { ids: [], tails: [], digests: [], actor: actorLabel(issuing), kid: key.kid, now: at }
    }
    for (const [n, { id, text, prepared }] of some.entries()) {
      const answer = answers[n]
      if (answer === undefined || 'reason' in answer) {
        failed.set(id, answer?.reason ?? 'it was not signed')
        continue
      }
      chunk.ids.push(id)
      chunk.tails.push((prepared && answer.tail) ?? tailOf(text, answer.text))
      chunk.digests.push(answer.sha256)
    }
  }
  if (chunk !== undefined) await store(chunk)
  return failed
}

const RESUME_CHUNK = 500

export interface Finished {
  finished: number
  failed: { id: string; reason: string }[]
}

/**
 * Finishes what an earlier process reserved and did not sign.
 *
 * @param options.reservedBefore - younger ones may be in somebody's hands
 * @returns how many badges were finished, and the ids that could not be, each with its reason
 */
export const resumeIssuing = async (deps: Deps, { reservedBefore }: { reservedBefore?: Date } = {}): Promise<Finished> => {
  const failed = new Map<string, string>()
  let finished = 0
  for (;;) {
    const pending = (await listReserved(deps.db, RESUME_CHUNK + failed.size, reservedBefore)).filter(({ id }) => !failed.has(id))
    if (pending.length === 0) return { finished, failed: [...failed].map(([id, reason]) => ({ id, reason })) }
    const before = failed.size
    for (const [id, reason] of await signPending(deps, pending)) failed.set(id, reason)
    finished += pending.length - (failed.size - before)
  }
}

/** So long a badge may be on its way before somebody else takes it up. */
const PATIENCE_MILLISECONDS = 120_000

/**
 * Finishes badges that wait because nothing could be signed: the signer is back, or the key file was put back.
 *
 * @throws Error that counts those which still cannot be signed, with the first reason; the caller reports it
 */
export const finishWaiting = async (deps: Deps): Promise<void> => {
  const { failed } = await resumeIssuing(deps, { reservedBefore: new Date(deps.now().getTime() - PATIENCE_MILLISECONDS) })
  if (failed[0] !== undefined) throw new Error(`${failed.length} badge(s) are still pending: ${failed[0].reason}`)
}

/** Signs badges from what is stored for them. @returns those that could not be signed, each with its reason */
export const signPending = async (
  deps: Deps,
  pending: readonly { id: string; issuerId: string; unsignedText: string }[],
): Promise<Map<string, string>> => {
  const failed = new Map<string, string>()
  const byIssuer = new Map<string, ReservedDocument[]>()
  for (const { id, issuerId, unsignedText } of pending) {
    try {
      const checked = requireConforming(deps, JSON.parse(unsignedText) as UnsignedCredential)
      byIssuer.set(issuerId, [...(byIssuer.get(issuerId) ?? []), { id, text: { stored: unsignedText }, checked }])
    } catch (error) {
      failed.set(id, error instanceof Error ? error.message : String(error))
    }
  }
  for (const [issuerId, documents] of byIssuer) {
    try {
      for (const [id, reason] of await signChunk(deps, issuerId, documents)) failed.set(id, reason)
    } catch (error) {
      for (const { id } of documents) failed.set(id, error instanceof Error ? error.message : String(error))
    }
  }
  return failed
}
