import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CheckedPlainCredential } from '../../src/openbadges/plain-credential.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { CanonicalizationError, type CanonicalizationFailure, type Canonicalizer } from '../../src/proof/canonicalizer.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { decodeMultikey } from '../../src/proof/multikey.ts'
import type { KeyDirectory } from '../../src/signing/key-file.ts'
import { openKeyDirectory } from '../../src/signing/key-file.ts'
import { localSigner } from '../../src/signing/local-signer.ts'
import { testCost } from '../support/world.ts'

const canonicalizer = referenceCanonicalizer(loadContexts())
const now = new Date('2026-11-23T01:24:00Z')
let directory: string
let keys: KeyDirectory
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'akashi-keys-'))
  keys = openKeyDirectory(directory, Buffer.from('a passphrase for tests'), testCost)
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const plain = {
  document: { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'], unknown: 1 },
} as unknown as CheckedPlainCredential
const refusing = (failure: CanonicalizationFailure): Canonicalizer => {
  const refuse = async (): Promise<never> => {
    throw new CanonicalizationError(failure, 'as the test wants it')
  }
  return { canonicalize: refuse, digest: refuse }
}

describe.each(['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'jose'] as const)('signing with %s', (securing) => {
  test.each([
    ['overloaded', 'overloaded'],
    ['too_slow', 'overloaded'],
    ['undefined_term', 'credential_refused'],
    ['malformed', 'credential_refused'],
  ] as const)('%s is told as %s: want of room says nothing about the credential', async (failure, code) => {
    const { kid } = await localSigner(keys, canonicalizer).createKey('council', now)
    const key = { kid, verificationMethod: `did:key:${kid}#${kid}` }
    const signing = localSigner(keys, refusing(failure)).signPlain(key, plain, now, securing)
    await expect(signing).rejects.toMatchObject({ code, retryAfterSeconds: code === 'overloaded' ? 2 : undefined })
  })
})

describe('the signer of this process', () => {
  test('makes another key each time, names it by its public half, and finds it again after a restart', async () => {
    const signer = localSigner(keys, canonicalizer)
    const [one, two] = [await signer.createKey('council', now), await signer.createKey('council', now)]
    expect(one.kid).toMatch(/^z6Mk/)
    expect(one.kid).not.toBe(two.kid)
    expect(readdirSync(directory).sort()).toEqual([one, two].map(({ kid }) => `council-2026-${kid.slice(-10)}.key.json`).sort())
    const again = localSigner(openKeyDirectory(directory, Buffer.from('a passphrase for tests'), testCost), canonicalizer)
    await expect(again.unlock(one.kid)).resolves.toBeUndefined()
  })

  test('publishes the public half as a JWK and nothing of the private one', async () => {
    const signer = localSigner(keys, canonicalizer)
    const { publicKeyMultibase } = await signer.createKey('council', now)
    const jwk = signer.publicJwk(publicKeyMultibase)
    expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kty', 'use', 'x'])
    expect(Buffer.from(jwk.x, 'base64url')).toEqual(Buffer.from(decodeMultikey(publicKeyMultibase).bytes))
  })

  test('refuses a key that it does not have, and one whose file holds another', async () => {
    const signer = localSigner(keys, canonicalizer)
    const [one, two] = [await signer.createKey('council', now), await signer.createKey('council', now)]
    await expect(signer.unlock('z6MkNone')).rejects.toMatchObject({ code: 'key_missing' })
    const exchanged = localSigner({ ...keys, readSeed: () => keys.readSeed(two.kid) }, canonicalizer)
    await expect(exchanged.unlock(one.kid)).rejects.toMatchObject({ code: 'key_file_damaged' })
  })
})
