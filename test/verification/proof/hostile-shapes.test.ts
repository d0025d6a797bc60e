import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isJsonObject, type Json, type JsonObject } from '../../../src/json.ts'
import { verifyJwt } from '../../../src/verification/verify-jwt.ts'
import { verifyPresentation } from '../../../src/verification/verify-presentation.ts'
import { badgePayload, segment, token, tokenSigner } from '../jwt/tokens.ts'
import { badgeBy, plainBy } from './badges.ts'
import { ed25519Signer, signed, signedPresentation } from './signers.ts'
import { newWorld, verify } from './world.ts'

/*
 * The bars of SECURITY (c): whatever is put in whatever place, the verifier answers, and what is not the document that was signed is not
 * valid. Every place of a good document is replaced by values that no reader expects there.
 */

const signer = await ed25519Signer(1)
const did = 'did:web:issuer.example'
const keyId = `${did}#key-1`
const didDocument: JsonObject = {
  id: did,
  verificationMethod: [{ id: keyId, type: 'Multikey', controller: did, publicKeyMultibase: signer.multibase }],
  assertionMethod: [keyId],
}
const address = 'https://issuer.example/.well-known/did.json'

const strange: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    ' ',
    '\u0000',
    '#',
    'did:',
    'did:web:',
    'did:key:z',
    'https://',
    'https://[',
    'urn:x',
    'z',
    'u',
  ),
  fc.constantFrom<Json>(
    [],
    {},
    [[]],
    [null],
    [{}],
    { id: null },
    { id: {} },
    { '@id': 'x' },
    { '@value': 1 },
    { toJSON: 1 },
    'data:,',
    '_:b0',
  ),
  fc.string({ maxLength: 40 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
)

type Way = (string | number)[]
const places = (value: Json, way: Way = []): Way[] => {
  const inside = Array.isArray(value) ? [...value.entries()] : isJsonObject(value) ? Object.entries(value) : []
  return [...(way.length === 0 ? [] : [way]), ...inside.flatMap(([step, item]) => places(item, [...way, step]))]
}

const replaced = (document: JsonObject, at: number, value: Json): JsonObject => {
  const copy = structuredClone(document)
  const ways = places(copy)
  const way = ways[at % ways.length] as Way
  const parent = way.slice(0, -1).reduce<Json>((node, step) => (node as Record<string | number, Json>)[step] as Json, copy)
  ;(parent as Record<string | number, Json>)[way.at(-1) as string] = value
  return copy
}

const anywhere = fc.nat(400)
const runs = { numRuns: 150, seed: 20260403 }

describe('no shape makes the verifier throw, and nothing but the signed document is valid', async () => {
  const documents: [string, JsonObject][] = [
    ['a badge', await signed(badgeBy(signer.did), signer)],
    ['a plain credential', await signed(plainBy(signer.did), signer)],
  ]
  test.each(documents)('a value in any place of %s', async (_name, document) => {
    await fc.assert(
      fc.asyncProperty(anywhere, strange, async (at, value) => {
        const changed = replaced(document, at, value)
        const { verdict } = await verify(changed)
        if (verdict === 'valid') expect(isDeepStrictEqual(changed, document)).toBe(true)
      }),
      runs,
    )
  })

  test('a value in any place of a presentation', async () => {
    const presentation = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiablePresentation'],
      holder: signer.did,
      verifiableCredential: [await signed(plainBy(signer.did), signer)],
    }
    const document = await signedPresentation(presentation, signer, { challenge: 'c', domain: 'd' })
    await fc.assert(
      fc.asyncProperty(anywhere, strange, async (at, value) => {
        const changed = replaced(document, at, value)
        const { verdict } = await verifyPresentation(changed, { challenge: 'c', domain: 'd' }, newWorld().deps)
        if (verdict === 'valid') expect(isDeepStrictEqual(changed, document)).toBe(true)
      }),
      runs,
    )
  })

  test('a value in any place of the issuer’s DID document', async () => {
    const badge = await signed(badgeBy(did), signer, 'eddsa-rdfc-2022', keyId)
    expect((await verify(badge, newWorld({ web: { [address]: didDocument } }))).verdict).toBe('valid')
    await fc.assert(
      fc.asyncProperty(anywhere, strange, async (at, value) => {
        const changed = replaced(didDocument, at, value)
        const { verdict } = await verify(badge, newWorld({ web: { [address]: changed } }))
        if (verdict === 'valid') expect(isDeepStrictEqual(changed, didDocument)).toBe(true)
      }),
      runs,
    )
  })

  test('a value in any place of a token’s header and payload, under its old signature and under a new one', async () => {
    const ec = await tokenSigner('ES256')
    const payload = badgePayload(ec.did)
    const [, , signature] = (await token(payload, ec)).split('.')
    const whole: JsonObject = { header: { alg: 'ES256', kid: ec.kid, typ: 'JWT', jwk: ec.jwk }, payload }
    await fc.assert(
      fc.asyncProperty(anywhere, strange, async (at, value) => {
        const { header, payload: changed } = replaced(whole, at, value)
        const { verdict } = await verifyJwt(`${segment(header as Json)}.${segment(changed as Json)}.${signature}`, newWorld().deps)
        expect(verdict).not.toBe('valid')
        if (!isJsonObject(changed)) return
        await verifyJwt(await token(changed, ec), newWorld().deps)
      }),
      runs,
    )
  })

  test('any text as a token', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 200 }), async (text) => {
        expect((await verifyJwt(text, newWorld().deps)).verdict).not.toBe('valid')
      }),
      runs,
    )
  })
})
