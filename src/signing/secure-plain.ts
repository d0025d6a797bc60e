import canonicalizeJson from 'canonicalize'
import { ServiceError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { VCDM_2 } from '../openbadges/contexts.ts'
import type { CheckedPlainCredential } from '../openbadges/plain-credential.ts'
import type { CheckedCredential } from '../openbadges/types.ts'
import { encodeBase64url } from '../proof/base64url.ts'
import { CanonicalizationError, type Canonicalizer } from '../proof/canonicalizer.ts'
import { addProof, proofOptions, proofValueOf } from '../proof/data-integrity.ts'
import { sha256 } from '../proof/sha256.ts'

/** What a document is secured with; the private key stays behind `sign`. */
export interface Securing {
  how: 'eddsa-rdfc-2022' | 'eddsa-jcs-2022' | 'jose'
  /** `did:key:z6Mk…#z6Mk…` */
  verificationMethod: string
  created: Date
  /** Ed25519 over the bytes */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
  canonicalizer: Canonicalizer
}

/**
 * Secures a checked credential of an issuing instance: Data Integrity `eddsa-rdfc-2022` or `eddsa-jcs-2022`, or as JWT in an envelope
 * (VC-API, sections 3 and 8). Whatever the securing, a document with an undefined term is refused: data that no context explains is lost.
 *
 * @returns the text to store and serve
 * @throws ServiceError `credential_refused` when the document has no canonical form, `overloaded` when that could not be found out
 */
export const securePlain = async (credential: CheckedPlainCredential | CheckedCredential, securing: Securing): Promise<string> => {
  const document = credential.document as JsonObject
  try {
    switch (securing.how) {
      case 'eddsa-rdfc-2022':
        return await addProof(document, { ...securing, created: wholeSecond(securing.created) }, securing.canonicalizer)
      case 'eddsa-jcs-2022':
        return await secureByJcs(document, securing)
      case 'jose':
        return await secureByJwt(document, securing)
    }
  } catch (error) {
    throw error instanceof CanonicalizationError ? refusal(error) : error
  }
}

const refusal = (error: CanonicalizationError): ServiceError => {
  if (error.failure === 'too_slow' || error.failure === 'overloaded')
    return new ServiceError('overloaded', 'The document could not be examined in time.', { cause: error, retryAfterSeconds: 5 })
  return new ServiceError('credential_refused', 'The credential has no canonical form; nothing was signed.', {
    cause: error,
    problems: [{ path: '', message: error.message, code: error.failure }],
  })
}

const wholeSecond = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`

/** Data Integrity EdDSA Cryptosuites 1.0, section 3.3: the proof carries the contexts of the document. */
const secureByJcs = async (document: JsonObject, securing: Securing): Promise<string> => {
  await securing.canonicalizer.canonicalize(document)
  const { verificationMethod, created } = securing
  const proof: JsonObject = {
    '@context': document['@context'] ?? [],
    ...proofOptions({ verificationMethod, created: wholeSecond(created) }),
    cryptosuite: 'eddsa-jcs-2022',
  }
  const hashData = Buffer.concat([sha256(canonicalText(proof)), sha256(canonicalText(document))])
  return JSON.stringify({ ...document, proof: { ...proof, proofValue: proofValueOf(await securing.sign(hashData)) } })
}

const canonicalText = (value: JsonObject): string => {
  const text = canonicalizeJson(value)
  if (text === undefined) throw new CanonicalizationError('malformed', 'The document has no canonical JSON form (RFC 8785).')
  return text
}

/** Securing Verifiable Credentials using JOSE and COSE, section 3.1: the payload is the document itself. */
const secureByJwt = async (document: JsonObject, securing: Securing): Promise<string> => {
  await securing.canonicalizer.canonicalize(document)
  const header = { alg: 'EdDSA', typ: 'vc+jwt', cty: 'vc', kid: securing.verificationMethod }
  const input = [header, document].map((part) => encodeBase64url(Buffer.from(JSON.stringify(part)))).join('.')
  const signature = encodeBase64url(await securing.sign(Buffer.from(input, 'ascii')))
  return JSON.stringify({
    '@context': VCDM_2,
    id: `data:application/vc+jwt,${input}.${signature}`,
    type: 'EnvelopedVerifiableCredential',
  })
}
