import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { specDir } from '../../support/spec-dir.ts'
import { newWorld, outcome } from './world.ts'

describe.runIf(specDir !== undefined)('DI-3: the test vector of the Implementation Guide', () => {
  const vector = (): JsonObject => JSON.parse(readFileSync(join(specDir as string, 'vectors', 'proof-vector-2.json'), 'utf8'))
  const verificationMethod = (): string => (vector()['proof'] as JsonObject)['verificationMethod'] as string

  /** The issuer's profile, which lists the key that the vector names only in its fragment. */
  const world = () => {
    const [issuer, publicKeyMultibase] = verificationMethod().split('#') as [string, string]
    const method = { id: verificationMethod(), type: 'Multikey', controller: issuer, publicKeyMultibase }
    const profile = { id: issuer, type: ['Profile'], verificationMethod: [method], assertionMethod: [method.id] }
    return newWorld({ web: { [issuer]: profile } })
  }

  test('verifies once its issuer publishes the key, and not with one character changed', async () => {
    expect(await outcome(vector(), world())).toBe('valid')
    expect(await outcome({ ...vector(), name: 'x' }, world())).toBe('invalid proof.altered')
  })

  test('proves nothing about its issuer while the key stands in the fragment alone', async () => {
    expect(await outcome(vector())).toBe('unverifiable proof.key_unreachable')
  })
})
