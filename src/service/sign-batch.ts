import type { Issuer } from '../domain/issuer.ts'
import { ServiceError } from '../errors.ts'
import type { CheckedCredential } from '../openbadges/types.ts'
import type { PreparedCredential, RecordRef, Signed, SigningBatch, SigningKey } from '../signing/signer.ts'
import { issuingInstant } from './clock-guard.ts'
import type { Deps } from './deps.ts'
import { signingKeyOf } from './signing-key.ts'

/** A batch of signatures shares its time of signing for so long. */
const BATCH_MILLISECONDS = 10_000

/** A checked document, and the record that holds it. */
export interface StoredDocument {
  checked: CheckedCredential
  record: RecordRef
  prepared?: PreparedCredential | undefined
}

/** Signed documents, or why one could not be signed, in the order in which they were given. */
export interface SignedDocuments {
  key: SigningKey
  at: Date
  answers: (Signed | { reason: string })[]
}

/** Signs the chunks of one batch, one after the other, with what can be shared among them. */
export interface BatchSigner {
  /** @throws ServiceError when the key cannot sign at all, or the guard of the signer does not confirm what was signed */
  sign(issuer: Issuer, documents: readonly StoredDocument[]): Promise<SignedDocuments>
}

export const batchSigner = (deps: Deps): BatchSigner => {
  const open = new Map<string, { key: SigningKey; at: Date; batch: SigningBatch }>()
  let last: Promise<unknown> = Promise.resolve()

  const current = async (issuer: Issuer): Promise<{ key: SigningKey; at: Date; batch: SigningBatch }> => {
    const now = issuingInstant(deps)
    const known = open.get(issuer.id)
    if (known !== undefined && Math.abs(now.getTime() - known.at.getTime()) < BATCH_MILLISECONDS) return known
    const key = await signingKeyOf(deps, issuer, now)
    const opened = { key, at: now, batch: await deps.signer.openBatch(key, now) }
    open.set(issuer.id, opened)
    return opened
  }

  const sign = async (issuer: Issuer, documents: readonly StoredDocument[]): Promise<SignedDocuments> => {
    const { key, at, batch } = await current(issuer)
    try {
      const signed = await batch.sign(
        documents.map(({ checked }) => checked),
        documents.map(({ record }) => record),
        documents.map(({ prepared }) => prepared),
      )
      return { key, at, answers: signed }
    } catch (error) {
      open.delete(issuer.id)
      if (error instanceof ServiceError && error.code !== 'credential_refused') throw error
      // One document spoils the call, and the call does not say which: each for itself.
      return { key, at, answers: await oneByOne(deps, key, documents, at) }
    }
  }
  return {
    sign: (issuer, documents) => {
      const turn = last.then(() => sign(issuer, documents))
      last = turn.catch(() => undefined)
      return turn
    },
  }
}

const oneByOne = async (
  deps: Deps,
  key: SigningKey,
  documents: readonly StoredDocument[],
  at: Date,
): Promise<(Signed | { reason: string })[]> => {
  const answers: (Signed | { reason: string })[] = []
  for (const { checked, record } of documents) {
    try {
      answers.push(await deps.signer.sign(key, checked, at, record))
    } catch (error) {
      if (error instanceof ServiceError && error.code !== 'credential_refused') throw error
      answers.push({ reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return answers
}
