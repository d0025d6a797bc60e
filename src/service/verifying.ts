import { ServiceError } from '../errors.ts'
import { findCredentialByShortId } from '../store/credentials.ts'
import type { VerifierDeps } from '../verification/deps.ts'
import type { InputSource } from '../verification/input.ts'
import type { PictureRoom } from '../verification/input-image.ts'
import { looksLikeJwt } from '../verification/input-jwt.ts'
import { makeSavedProof, writeSavedProof } from '../verification/saved-proof.ts'
import type { Verification } from '../verification/verdict.ts'
import { verifyDocument } from '../verification/verify-document.ts'
import { type InputVerification, verifyInput } from '../verification/verify-input.ts'
import type { Deps } from './deps.ts'
import { credentialUrl } from './urls.ts'

/** How the rest of the service verifies: the same verifier for our own badges and for strangers'. */
export interface Verifying {
  verifier: VerifierDeps
  /** @throws ServiceError `overloaded` */
  input(source: InputSource, options?: { recipient?: { id?: string; email?: string } }): Promise<InputVerification>
  /**
   * Verifies a credential and keeps everything that the verdict rests on, as one file.
   *
   * @param text - JSON or compact JWT
   * @throws ServiceError `invalid_input` for anything else
   */
  proofOf(text: string): Promise<{ file: string; verification: Verification }>
  /** verifies a badge of ours from its stored text */
  stored(text: string): Promise<Verification>
}

const noCredential = (): ServiceError =>
  new ServiceError('invalid_input', 'The text holds no credential that can be read.', {
    problems: [{ path: 'text', message: 'a credential, as JSON or JWT' }],
  })

export const verifying = (deps: Deps, verifier: VerifierDeps, room: PictureRoom): Verifying => ({
  verifier,
  input: (source, options = {}) =>
    verifyInput(
      source,
      {
        verifier,
        room,
        isOurs: (url) => URL.canParse(url) && new URL(url).origin === new URL(deps.publicUrl).origin,
        addressOf: async (shortId) => {
          const credential = await findCredentialByShortId(deps.db, shortId)
          // The number of a private badge must not tell that it exists.
          return credential === undefined || credential.visibility === 'private' ? undefined : credentialUrl(deps.publicUrl, credential.id)
        },
      },
      options,
    ),
  proofOf: async (text) => {
    if (!/^\s*\{/.test(text) && !looksLikeJwt(text.trim())) throw noCredential()
    const { saved, verification } = await makeSavedProof(text, verifier)
    if (verification.verdict === 'bad-request') throw noCredential()
    return { file: writeSavedProof(saved), verification }
  },
  stored: (text) => verifyDocument(JSON.parse(text), newestIs(text, deps, verifier)),
})

/** A stored badge is the newest version of itself: also while it is private, and nobody can fetch it at its refresh service. */
const newestIs = (text: string, deps: Deps, verifier: VerifierDeps): VerifierDeps => {
  const { id } = JSON.parse(text) as { id?: unknown }
  if (typeof id !== 'string' || !id.startsWith(credentialUrl(deps.publicUrl, ''))) return verifier
  return {
    ...verifier,
    local: async (url) =>
      url === `${id}/refresh` ? { mediaType: 'application/vc', bytes: new TextEncoder().encode(text) } : verifier.local(url),
  }
}
