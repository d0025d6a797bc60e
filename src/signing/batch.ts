import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CheckedCredential } from '../openbadges/types.ts'
import type { Canonicalizer } from '../proof/canonicalizer.ts'
import { addProof, addProofNow, type ProofRequest } from '../proof/data-integrity.ts'
import type { Guard } from './guard.ts'
import { signableOf } from './prepared.ts'
import { refusal } from './refusal.ts'
import { signedText } from './signed-text.ts'
import type { LocalSigningBatch, PreparedCredential, Signed, SigningKey } from './signer.ts'

/** So many badges are signed before other work gets its turn: some three milliseconds. */
const badgesPerTurn = 64

export interface BatchInput {
  key: SigningKey
  request: Omit<ProofRequest, 'sign'> & { sign(bytes: Uint8Array): Uint8Array }
  canonicalizer: Canonicalizer
  guard: Guard
}

/** A batch for one key and one instant; see `SigningBatch`. */
export const signingBatch = ({ key, request, canonicalizer, guard }: BatchInput): LocalSigningBatch => {
  const isDue = guard.begin()
  let failed: unknown

  const signAll = async (
    credentials: readonly CheckedCredential[],
    prepared: readonly (PreparedCredential | undefined)[],
  ): Promise<Signed[]> => {
    const signed: Signed[] = []
    for (const [n, credential] of credentials.entries()) {
      const { document } = credential
      const signable = signableOf(prepared[n], credential)
      const now = addProofNow(document, request, canonicalizer, signable)
      const { text, sha256, tail } = now ?? { ...signedText(await addProof(document, request, canonicalizer)), tail: undefined }
      if (isDue()) await guard.verify({ key, created: request.created, credential, text, sha256 })
      signed.push(signable === undefined || tail === undefined ? { text, sha256 } : { text, sha256, tail })
      if (signed.length % badgesPerTurn === 0) await nextTurn()
    }
    return signed
  }

  return {
    sign: async (credentials, _records, prepared = []) => {
      if (failed !== undefined) throw failed
      try {
        return await signAll(credentials, prepared)
      } catch (error) {
        failed = refusal(error)
        throw failed
      }
    },
  }
}
