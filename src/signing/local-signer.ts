import { createHash, type KeyObject, randomBytes } from 'node:crypto'
import { ServiceError } from '../errors.ts'
import type { CheckedCredential } from '../openbadges/types.ts'
import type { Canonicalizer } from '../proof/canonicalizer.ts'
import { addProof } from '../proof/data-integrity.ts'
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

  return {
    sign: async (key: SigningKey, credential: CheckedCredential, created: Date): Promise<Signed> => {
      const secret = await privateKey(key.kid)
      const text = await addProof(
        credential.document,
        {
          verificationMethod: key.verificationMethod,
          created: `${created.toISOString().slice(0, 19)}Z`,
          sign: (bytes) => signEd25519(secret, bytes),
        },
        canonicalizer,
      )
      return { text, sha256: createHash('sha256').update(text).digest('hex') }
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
