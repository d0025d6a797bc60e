import type { VerifyOptions } from './checks/context.ts'
import type { VerifierDeps } from './deps.ts'
import type { InputSource } from './input.ts'
import { savedProofLimits } from './limits.ts'
import { readSavedProof, type SavedProof, type SavedProofVerification, verifySavedProof } from './saved-proof.ts'

/** What a saved proof of verification says, beside the verification of its credential as things stand now. */
export interface SavedFinding extends SavedProofVerification {
  saved: SavedProof
}

const mark = 'AkashiSavedProof'

/** The saved proof that an input is; `undefined` for everything else. Looks at nothing that is no text of JSON with the proof's type in it. */
export const savedProofIn = (source: InputSource): SavedProof | undefined => {
  const input = 'bytes' in source ? source.bytes : source.text
  if (input.length > savedProofLimits.maxTextBytes) return undefined
  const holdsMark =
    typeof input === 'string' ? input.includes(mark) : Buffer.from(input.buffer, input.byteOffset, input.byteLength).includes(mark)
  return holdsMark ? readSavedProof(input) : undefined
}

/** Makes the verification of a stranger's saved proof again: keys and profiles are confirmed where they stand, status lists come from the file. */
export const judgeSavedProof = async (saved: SavedProof, deps: VerifierDeps, options: VerifyOptions): Promise<SavedFinding> => ({
  saved,
  ...(await verifySavedProof(saved, deps, 'confirmed', options)),
})
