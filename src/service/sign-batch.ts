import { ServiceError } from '../errors.ts'
import type { CheckedCredential } from '../openbadges/types.ts'
import type { Signed, SigningKey } from '../signing/signer.ts'
import type { Deps } from './deps.ts'
import { fairTurn } from './fair-turn.ts'

/** Troubles of the key, which every row would have. */
const ofTheKey: ReadonlySet<string> = new Set(['key_missing', 'key_file_damaged', 'key_file_unsafe', 'key_not_active'])

/**
 * Signs checked documents of one issuer with one key and one time of signing.
 *
 * @returns in the order of the documents: the signed text, or why this one could not be signed
 * @throws ServiceError when the key cannot sign at all
 */
export const signBatch = async (
  deps: Pick<Deps, 'signer'>,
  key: SigningKey,
  documents: readonly CheckedCredential[],
  created: Date,
): Promise<(Signed | { reason: string })[]> => {
  const pause = fairTurn()
  const answers: (Signed | { reason: string })[] = []
  for (const document of documents) {
    try {
      answers.push(await deps.signer.sign(key, document, created))
    } catch (error) {
      if (error instanceof ServiceError && ofTheKey.has(error.code)) throw error
      answers.push({ reason: error instanceof Error ? error.message : String(error) })
    }
    await pause()
  }
  return answers
}
