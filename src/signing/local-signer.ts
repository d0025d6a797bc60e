import { createHash, type KeyObject, randomBytes } from 'node:crypto'
import { ServiceError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import type { CheckedCredential } from '../openbadges/types.ts'
import { CanonicalizationError, type Canonicalizer } from '../proof/canonicalizer.ts'
import { addJcsProof } from '../proof/create-jcs-proof.ts'
import { addProof, type ProofRequest } from '../proof/data-integrity.ts'
import { ed25519PrivateKey, ed25519PublicBytes, signEd25519 } from '../proof/ed25519.ts'
import { decodeMultikey, encodeMultikey } from '../proof/multikey.ts'
import type { KeyDirectory } from './key-file.ts'
import type { Signed, Signer, SigningKey } from './signer.ts'

/**
 * A signer in the process of the service: private keys from encrypted files, opened once and cached as key objects (importing a key costs more than
 * signing with it).
 */
export const localSigner = (keys: KeyDirectory, canonicalizer: Canonicalizer): Signer => {
  const opened = new Map<string, Promise<KeyObject>>()

  const open = async (kid: string): Promise<KeyObject> => {
    const key = ed25519PrivateKey(await keys.readSeed(kid))
    if (encodeMultikey({ type: 'Ed25519', bytes: ed25519PublicBytes(key) }) !== kid)
      throw new ServiceError('key_file_damaged', `The key file of ${kid} holds another key than it says.`)
    return key
  }
  const privateKey = (kid: string): Promise<KeyObject> => {
    const known = opened.get(kid)
    if (known !== undefined) return known
    const key = open(kid)
    opened.set(kid, key)
    key.catch(() => opened.delete(kid))
    return key
  }

  const request = async (key: SigningKey, created: Date): Promise<ProofRequest> => {
    const secret = await privateKey(key.kid)
    return {
      verificationMethod: key.verificationMethod,
      created: `${created.toISOString().slice(0, 19)}Z`,
      sign: (bytes) => signEd25519(secret, bytes),
    }
  }

  return {
    sign: async (key: SigningKey, credential: CheckedCredential, created: Date): Promise<Signed> =>
      signed(await addProof(credential.document, await request(key, created), canonicalizer)),
    signPlain: async (key, credential, created, securing) => {
      try {
        // Both sign JSON; terms that no context defines are refused all the same.
        if (securing !== 'eddsa-rdfc-2022') await canonicalizer.digest(credential.document)
        if (securing === 'jose') return signed(await envelope(credential.document, key, await privateKey(key.kid)))
        if (securing === 'eddsa-jcs-2022') return signed(await addJcsProof(credential.document, await request(key, created)))
        return signed(await addProof(credential.document, await request(key, created), canonicalizer))
      } catch (error) {
        if (!(error instanceof CanonicalizationError)) throw error
        throw new ServiceError('credential_refused', error.message, {
          cause: error,
          problems: [{ path: '', message: error.message, code: 'DM-30' }],
        })
      }
    },
    createKey: async (label, now) => {
      const seed = randomBytes(32)
      const kid = encodeMultikey({ type: 'Ed25519', bytes: ed25519PublicBytes(ed25519PrivateKey(seed)) })
      await keys.writeSeed({ label, kid, publicKeyMultibase: kid, seed, now })
      return { kid, publicKeyMultibase: kid }
    },
    publicJwk: (publicKeyMultibase) => ({
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from(decodeMultikey(publicKeyMultibase).bytes).toString('base64url'),
      alg: 'EdDSA',
      use: 'sig',
    }),
    unlock: async (kid) => {
      await privateKey(kid)
    },
  }
}

const signed = (text: string): Signed => ({ text, sha256: createHash('sha256').update(text).digest('hex') })

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An enveloped credential: the compact JWS of the document in a `data:` URL (VC-JOSE-COSE; VC-API section 8). */
const envelope = async (document: Readonly<JsonObject>, key: SigningKey, secret: KeyObject): Promise<string> => {
  const input = `${segment({ alg: 'EdDSA', typ: 'vc+jwt', cty: 'vc', kid: key.verificationMethod })}.${segment(document)}`
  const signature = Buffer.from(signEd25519(secret, Buffer.from(input, 'ascii'))).toString('base64url')
  return JSON.stringify({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: `data:application/vc+jwt,${input}.${signature}`,
    type: 'EnvelopedVerifiableCredential',
  })
}
