import type { Issuer } from '../domain/issuer.ts'
import { newId } from '../ids.ts'
import type { RecordRef } from '../signing/signer.ts'
import { type FiledKind, fileRecords, forgetUnsignedTexts, markFiledSigned } from '../store/signing-records.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Deps } from './deps.ts'

/** A document that is to be signed and that no record of its own holds yet. */
export interface ToBeFiled {
  kind: FiledKind
  /** `credential:ID`, `status-list:ID`, `issuer:ID` */
  entity: string
  unsignedText: string
}

/**
 * Stores documents before they are signed (SECURITY (d), "Issuing order" 2; RELIABILITY I5). New badges and endorsements are reserved in tables of their own;
 * this is for everything else: newer versions of a badge, status lists, credentials of the VC-API.
 *
 * @returns what the signer is asked for, in the order of the argument
 */
export const fileForSigning = async (deps: Deps, issuer: Issuer, documents: readonly ToBeFiled[]): Promise<RecordRef[]> => {
  if (documents.length === 0) return []
  const records = documents.map((document) => ({ id: newId(), issuerId: issuer.id, securing: issuer.securing, ...document }))
  await inTransaction(deps, (deps) => fileRecords(deps.db, records, deps.now()))
  return records.map(({ id }): RecordRef => `filed:${id}`)
}

/** Files one document. @returns what the signer is asked for */
export const fileOneForSigning = async (deps: Deps, issuer: Issuer, document: ToBeFiled): Promise<RecordRef> => {
  const [record] = await fileForSigning(deps, issuer, [document])
  if (record === undefined) throw new Error('nothing was filed')
  return record
}

/** Notes that a filed document was signed; call it in the transaction that stores the signed text. */
export const filedIsSigned = (deps: Deps, record: RecordRef, signedSha256: string): Promise<void> =>
  markFiledSigned(deps.db, record.slice('filed:'.length), signedSha256, deps.now())

const DAY = 86_400_000

/** Texts that were filed and never signed are kept for a day. Safe to run anywhere at any time. */
export const forgetFiled = (deps: Deps): Promise<void> => forgetUnsignedTexts(deps.db, new Date(deps.now().getTime() - DAY))
