import type { CheckedCredential } from '../openbadges/types.ts'
import type { Canonicalizer, SignableDocument, TextParts } from '../proof/canonicalizer.ts'
import { signableNow } from '../proof/data-integrity.ts'
import type { PreparedCredential } from './signer.ts'

/** What the signer keeps of a document that it will be asked to sign. Nobody else can make one, so no digest of anything else reaches the key. */
class Prepared implements PreparedCredential {
  readonly credential: CheckedCredential
  readonly parts: TextParts
  readonly #signable: SignableDocument

  constructor(credential: CheckedCredential, parts: TextParts, signable: SignableDocument) {
    this.credential = credential
    this.parts = parts
    this.#signable = signable
  }

  /** @returns `undefined` for what was not made here, or for another document */
  static signableOf(prepared: PreparedCredential | undefined, credential: CheckedCredential): SignableDocument | undefined {
    return prepared instanceof Prepared && prepared.credential === credential ? prepared.#signable : undefined
  }
}

/** @returns `undefined` for a document that is not like earlier ones */
export const prepare = (credential: CheckedCredential, canonicalizer: Canonicalizer): PreparedCredential | undefined => {
  const signable = signableNow(credential.document, canonicalizer)
  const parts = signable?.parts?.()
  return signable === undefined || parts === undefined ? undefined : new Prepared(credential, Object.freeze(parts), signable)
}

export const signableOf = Prepared.signableOf
