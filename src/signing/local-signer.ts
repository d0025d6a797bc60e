import { type KeyObject, randomBytes } from 'node:crypto'
import { ServiceError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import type { CheckedCredential } from '../openbadges/types.ts'
import type { Canonicalizer } from '../proof/canonicalizer.ts'
import { addJcsProof } from '../proof/create-jcs-proof.ts'
import { addProof } from '../proof/data-integrity.ts'
import { ed25519PrivateKey, ed25519PublicBytes, signEd25519 } from '../proof/ed25519.ts'
import { encodeMultikey } from '../proof/multikey.ts'
import type { ShapeCanonicalizer } from '../proof/shape/shape-canonicalizer.ts'
import { signJws } from '../proof/sign-jws.ts'
import { signTreeHead } from '../proof/tree-head.ts'
import { type BatchInput, signingBatch } from './batch.ts'
import { type GuardOptions, signingGuard } from './guard.ts'
import type { KeyDirectory, KeyPurpose } from './key-file.ts'
import { prepare } from './prepared.ts'
import { publicJwk } from './public-jwk.ts'
import { refusal } from './refusal.ts'
import { signToken } from './sign-token.ts'
import { signedText } from './signed-text.ts'
import type { LocalSigner, Signed, SigningKey } from './signer.ts'

export interface LocalSignerOptions {
  /** the compiled path over the same contexts, with the reference path as its fallback; without it everything is signed by the reference path */
  compiled?: ShapeCanonicalizer
  guard?: GuardOptions
}

/**
 * A signer in the process of the service: private keys from encrypted files, opened once and cached as key objects (importing a key costs more than
 * signing with it).
 *
 * Badges, endorsements and status lists take the compiled path, watched by the guard. What an issuing instance of the VC-API signs is of any
 * kind, seldom twice the same, and takes the reference path.
 */
export const localSigner = (
  keys: KeyDirectory,
  reference: Canonicalizer,
  { compiled, guard: watch }: LocalSignerOptions = {},
): LocalSigner => {
  const canonicalizer = compiled ?? reference
  const guard = signingGuard(reference, watch)
  // Badges that are signed one by one are a batch that lasts as long as the process.
  const isSingleDue = guard.begin()
  const opened = new Map<string, Promise<KeyObject>>()

  const open = async (kid: string, purpose: KeyPurpose): Promise<KeyObject> => {
    const key = ed25519PrivateKey(await keys.readSeed(kid, purpose))
    if (encodeMultikey({ type: 'Ed25519', bytes: ed25519PublicBytes(key) }) !== kid)
      throw new ServiceError('key_file_damaged', `The key file of ${kid} holds another key than it says.`)
    return key
  }
  const privateKey = (kid: string, purpose: KeyPurpose = 'assertionMethod'): Promise<KeyObject> => {
    const name = `${purpose} ${kid}`
    const known = opened.get(name)
    if (known !== undefined) return known
    const key = open(kid, purpose)
    opened.set(name, key)
    key.catch(() => opened.delete(name))
    return key
  }

  const request = async (key: SigningKey, created: Date): Promise<BatchInput['request']> => {
    const secret = await privateKey(key.kid)
    return {
      verificationMethod: key.verificationMethod,
      created: `${created.toISOString().slice(0, 19)}Z`,
      sign: (bytes) => signEd25519(secret, bytes),
    }
  }

  return {
    sign: async (key: SigningKey, credential: CheckedCredential, created: Date): Promise<Signed> => {
      const asked = await request(key, created)
      try {
        const signed = signedText(await addProof(credential.document, asked, canonicalizer))
        if (isSingleDue()) await guard.verify({ key, created: asked.created, credential, ...signed })
        return signed
      } catch (error) {
        throw refusal(error)
      }
    },
    openBatch: async (key, created) => signingBatch({ key, request: await request(key, created), canonicalizer, guard }),
    prepare: (credential) => prepare(credential, canonicalizer),
    signPlain: async (key, credential, created, securing) => {
      try {
        // Both sign JSON; terms that no context defines are refused all the same.
        if (securing !== 'eddsa-rdfc-2022') await reference.digest(credential.document)
        if (securing === 'jose') return signedText(envelope(credential.document, key, await privateKey(key.kid)))
        if (securing === 'eddsa-jcs-2022') return signedText(await addJcsProof(credential.document, await request(key, created)))
        return signedText(await addProof(credential.document, await request(key, created), reference))
      } catch (error) {
        throw refusal(error)
      }
    },
    signToken: async (key, credential) => {
      try {
        // A token signs JSON; terms that no context defines are refused all the same.
        await reference.digest(credential.document)
        return signedText(signToken(credential, key, await privateKey(key.kid)))
      } catch (error) {
        throw refusal(error)
      }
    },
    signTreeHead: async (kid, head) => signTreeHead(head, { publicKeyMultibase: kid, secret: await privateKey(kid, 'log') }),
    createKey: async (label, now, purpose = 'assertionMethod') => {
      const seed = randomBytes(32)
      const kid = encodeMultikey({ type: 'Ed25519', bytes: ed25519PublicBytes(ed25519PrivateKey(seed)) })
      await keys.writeSeed({ label, kid, publicKeyMultibase: kid, seed, now, purpose })
      return { kid, publicKeyMultibase: kid }
    },
    publicJwk,
    unlock: async (kid, purpose) => {
      await privateKey(kid, purpose)
    },
    counts: () => ({ ...(compiled === undefined ? {} : { shapes: compiled.counts() }), guard: guard.counts() }),
  }
}

/** An enveloped credential: the compact JWS of the document in a `data:` URL (VC-JOSE-COSE; VC-API section 8). */
const envelope = (document: Readonly<JsonObject>, key: SigningKey, secret: KeyObject): string => {
  const token = signJws({ typ: 'vc+jwt', cty: 'vc', kid: key.verificationMethod }, document, 'EdDSA', secret)
  return JSON.stringify({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: `data:application/vc+jwt,${token}`,
    type: 'EnvelopedVerifiableCredential',
  })
}
