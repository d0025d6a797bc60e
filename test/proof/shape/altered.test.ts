import { expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { referenceCanonicalizer } from '../../../src/proof/canonicalize.ts'
import { CanonicalizationError } from '../../../src/proof/canonicalizer.ts'
import { loadContexts } from '../../../src/proof/contexts.ts'
import { addProof, verifyEddsaRdfc, withoutProof } from '../../../src/proof/data-integrity.ts'
import { ed25519PrivateKey, ed25519PublicBytes, ed25519PublicKey, signEd25519 } from '../../../src/proof/ed25519.ts'
import { shapeCanonicalizer } from '../../../src/proof/shape/shape-canonicalizer.ts'
import { sampleBadge } from '../sample-badge.ts'

const contexts = loadContexts()
const compiled = shapeCanonicalizer(contexts, referenceCanonicalizer(contexts), { compileAt: 'first_sight' })
const key = ed25519PrivateKey(new Uint8Array(32).fill(9))
const publicKey = ed25519PublicKey(ed25519PublicBytes(key))
const request = {
  verificationMethod: 'did:web:badges.example#key-1',
  created: '2026-04-01T00:00:00Z',
  sign: (bytes: Uint8Array) => signEd25519(key, bytes),
}
const sign = async (document: JsonObject) => JSON.parse(await addProof(document, request, compiled)) as JsonObject

const accepts = async (badge: JsonObject): Promise<boolean> => {
  try {
    return await verifyEddsaRdfc(withoutProof(badge), badge['proof'] as JsonObject, publicKey, compiled)
  } catch (error) {
    if (error instanceof CanonicalizationError) return false
    throw error
  }
}

/** Copies of the value, in each of which one text or one member name differs. */
function* changes(value: Json, change: (text: string) => string): Generator<[string, Json]> {
  if (typeof value === 'string') yield ['', change(value)]
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const [path, changed] of changes(item, change)) yield [`/${index}${path}`, value.with(index, changed)]
  } else if (typeof value === 'object' && value !== null) {
    for (const [member, inner] of Object.entries(value)) {
      for (const [path, changed] of changes(inner, change)) yield [`/${member}${path}`, { ...value, [member]: changed }]
    }
  }
}

test.each<[string, (text: string) => string]>([
  ['one character longer', (text) => `${text}x`],
  ['one character shorter', (text) => text.slice(0, -1)],
  ['with a blank at its end', (text) => `${text} `],
  ['another text of the document', (text) => (text === 'データ活用基礎' ? '修了課題' : 'データ活用基礎')],
])('with every text of a signed badge %s, one after the other, the fast verifier refuses each', async (_, change) => {
  // Signed twice, so that the shapes of badge and proof are compiled before anything is verified.
  await sign(sampleBadge())
  const badge = await sign(sampleBadge())
  expect(await accepts(badge)).toBe(true)
  let refused = 0
  for (const [path, altered] of changes(badge, change)) {
    expect(await accepts(altered as JsonObject), path).toBe(false)
    refused++
  }
  expect(refused).toBeGreaterThan(40)
  expect(compiled.counts().filled).toBeGreaterThan(refused / 2)
})
