import { createPublicKey } from 'node:crypto'
import { referenceCanonicalizer } from '../src/proof/canonicalize.ts'
import type { ContextRegistry } from '../src/proof/contexts.ts'
import { ed25519PrivateKey, ed25519PublicBytes } from '../src/proof/ed25519.ts'
import { encodeMultikey } from '../src/proof/multikey.ts'
import { shapeCanonicalizer } from '../src/proof/shape/shape-canonicalizer.ts'
import type { KeyDirectory } from '../src/signing/key-file.ts'
import { localSigner } from '../src/signing/local-signer.ts'
import type { LocalSigner, SigningKey } from '../src/signing/signer.ts'
import { did } from './badges.ts'

export const created = new Date('2026-10-08T02:03:04Z')

/** The service's own signer over a key that lives in memory. */
export const benchSigner = (contexts: ContextRegistry) => {
  const seed = Buffer.alloc(32, 7)
  const privateKey = ed25519PrivateKey(seed)
  const kid = encodeMultikey({ type: 'Ed25519', bytes: ed25519PublicBytes(privateKey) })
  const key: SigningKey = { kid, verificationMethod: `${did}#${kid}` }
  const keys: KeyDirectory = {
    kids: () => [kid],
    readSeed: async () => seed,
    writeSeed: () => Promise.reject(new Error('The benchmark makes no keys.')),
  }
  const reference = referenceCanonicalizer(contexts)
  const signer: LocalSigner = localSigner(keys, reference, {
    compiled: shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' }),
  })
  return { signer, key, seed, privateKey, publicKey: createPublicKey(privateKey) }
}
