import { hash, randomInt } from 'node:crypto'
import { ServiceError } from '../errors.ts'
import type { CheckedCredential } from '../openbadges/types.ts'
import type { Canonicalizer } from '../proof/canonicalizer.ts'
import { proofOptions, verifyEddsaRdfc, withoutProof } from '../proof/data-integrity.ts'
import { refuseDisputedOrder } from '../proof/disputed-order.ts'
import { ed25519PublicKey } from '../proof/ed25519.ts'
import { decodeMultikey } from '../proof/multikey.ts'
import { sha256 } from '../proof/sha256.ts'
import type { SigningKey } from './signer.ts'

/** One badge in so many is verified by the reference path, besides the first: it costs some two hundred signatures' time. */
const defaultOneIn = 10_000

export interface GuardOptions {
  /** `defaultOneIn` unless told */
  oneIn?: number
  /** a whole number from 0 to below its argument; the system's random numbers unless told */
  random?: (below: number) => number
}

/** What was signed, as the guard looks at it. */
export interface GuardedBadge {
  key: SigningKey
  /** as it stands in the proof */
  created: string
  credential: CheckedCredential
  /** the signed text that is about to be handed out */
  text: string
  /** of the text, in hexadecimal: under it the text is stored and served */
  sha256: string
}

/**
 * Watches over the compiled path (PERFORMANCE.md, "Guard"): the first badge of each batch, and one at a random place in each further
 * `oneIn`, are verified by the reference path before they leave the signer.
 */
export interface Guard {
  /** Begins a batch; @returns a question to be asked once for each badge in turn: is this one due? */
  begin(): () => boolean
  /**
   * Verifies one signed badge: the text holds the checked document and the proof that was asked for, no verifier can order its lines
   * differently, and its signature fits the public key, all by the reference path.
   *
   * @throws ServiceError `signing_guard` when not; then nothing of what was signed with it may be handed out
   */
  verify(badge: GuardedBadge): Promise<void>
  /** badges verified so far, and how many of them were wrong */
  counts(): { verified: number; wrong: number }
}

export const signingGuard = (reference: Canonicalizer, { oneIn = defaultOneIn, random = randomInt }: GuardOptions = {}): Guard => {
  const counts = { verified: 0, wrong: 0 }
  const strict: Canonicalizer = {
    ...reference,
    digest: async (document) => {
      const nquads = await reference.canonicalize(document)
      refuseDisputedOrder(nquads)
      return sha256(nquads)
    },
  }
  return {
    begin: () => {
      let place = 0
      let due = 0
      return () => {
        const isDue = place === due
        // Badges 1 to oneIn are the first stretch, the next as many the second; each has one that is due.
        if (place % oneIn === 0) due = place + 1 + random(oneIn)
        place++
        return isDue
      }
    },
    verify: async (badge) => {
      counts.verified++
      const fault = await faultOf(badge, strict)
      if (fault === undefined) return
      counts.wrong++
      throw new ServiceError('signing_guard', `The reference path does not confirm the badge ${badge.credential.document.id}: ${fault}.`)
    },
    counts: () => ({ ...counts }),
  }
}

const faultOf = async (
  { key, created, credential, text, sha256: digest }: GuardedBadge,
  reference: Canonicalizer,
): Promise<string | undefined> => {
  try {
    const signed = JSON.parse(text)
    const { proofValue: _, ...proof } = signed.proof
    if (JSON.stringify(withoutProof(signed)) !== JSON.stringify(credential.document)) return 'the text is not that of the document'
    const asked = proofOptions({ verificationMethod: key.verificationMethod, created })
    if (JSON.stringify(proof) !== JSON.stringify(asked)) return 'the proof is not the one that was asked for'
    if (hash('sha256', text, 'hex') !== digest) return 'the digest is not that of the text'
    const publicKey = ed25519PublicKey(decodeMultikey(key.kid).bytes)
    const fits = await verifyEddsaRdfc(withoutProof(signed), signed.proof, publicKey, reference)
    return fits ? undefined : 'the signature does not fit'
  } catch (cause) {
    return `it cannot be verified (${cause instanceof Error ? cause.message : String(cause)})`
  }
}
