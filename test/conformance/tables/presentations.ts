import { sign as nodeSign } from 'node:crypto'
import type { Json, JsonObject } from '../../../src/json.ts'
import { badge, type Case, entry, issuer, list, listUrl, p256, plain, stranger, V1, V2 } from '../documents.ts'
import { type Key, type Members, proofOver, seal, withMembers } from '../sign.ts'

const holder = stranger
const presentation = (members: Members = {}): JsonObject =>
  withMembers({ '@context': [V2], type: ['VerifiablePresentation'], holder: holder.did }, members)
const shown = async (members: Members = {}, proof: Members = {}, key: Key = holder): Promise<JsonObject> => {
  const document = presentation(members)
  return {
    ...document,
    proof: await proofOver(document, key, { proofPurpose: 'authentication', challenge: 'c-1', domain: 'd.example', ...proof }),
  }
}
const of = (title: string, make: () => Promise<JsonObject>, expected: string, options?: JsonObject, web = {}): Case => [
  title,
  async () => ({ presentation: await make(), ...(options === undefined ? {} : { options }), web }),
  expected,
]
const both = { challenge: 'c-1', domain: 'd.example' }
const good = () => seal(badge(), issuer)

const part = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = (header: JsonObject, payload: JsonObject, key: Key): string => {
  const input = `${part(header)}.${part(payload)}`
  const hash = { Ed25519: null, 'P-256': 'sha256', 'P-384': 'sha384' }[key.curve]
  return `${input}.${nodeSign(hash, Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
const vpJwt = (members: Members = {}, claims: Members = {}, header: Members = {}, key: Key = holder): JsonObject => ({
  '@context': [V2],
  type: 'EnvelopedVerifiablePresentation',
  id: `data:application/vp+jwt,${jwt(
    withMembers({ alg: key.curve === 'Ed25519' ? 'EdDSA' : 'ES256', kid: key.vm, typ: 'vp+jwt' }, header),
    withMembers({ ...presentation({ holder: key.did, ...members }), nonce: 'c-1', aud: 'd.example' }, claims),
    key,
  )}`,
})
const vcJwt = (document: JsonObject, key: Key): JsonObject => ({
  '@context': [V2],
  type: 'EnvelopedVerifiableCredential',
  id: `data:application/vc+jwt,${jwt({ alg: 'EdDSA', kid: key.vm, typ: 'vc+jwt' }, document, key)}`,
})

export const presentations: Case[] = [
  of('no credential', () => shown(), 'valid', both),
  of('a badge', async () => shown({ verifiableCredential: [await good()] }), 'valid', both),
  of('a badge, not in a list', async () => shown({ verifiableCredential: await good() }), 'valid', both),
  of(
    'a badge and a plain credential',
    async () => shown({ verifiableCredential: [await good(), await seal(plain(), issuer)] }),
    'valid',
    both,
  ),
  of('an enveloped credential', () => shown({ verifiableCredential: [vcJwt(plain(), issuer)] }), 'valid', both),
  of('an altered badge', async () => shown({ verifiableCredential: [{ ...(await good()), name: 'x' }] }), 'invalid', both),
  of('an unsigned badge', () => shown({ verifiableCredential: [badge()] }), 'invalid', both),
  of('a badge as text', async () => shown({ verifiableCredential: [JSON.stringify(await good())] }), 'invalid', both),
  of(
    'an expired badge',
    async () => shown({ verifiableCredential: [await seal(badge({ validUntil: '2026-04-02T00:00:00Z' }), issuer)] }),
    'invalid',
    both,
  ),
  of(
    'a revoked badge',
    async () => shown({ verifiableCredential: [await seal(badge({ credentialStatus: entry() }), issuer)] }),
    'unverifiable',
    both,
  ),
  of(
    'a badge whose list is there',
    async () => shown({ verifiableCredential: [await seal(badge({ credentialStatus: entry() }), issuer)] }),
    'valid',
    both,
    { [listUrl]: await seal(list(), issuer) },
  ),
  of(
    'a good badge and one by a stranger',
    async () => shown({ verifiableCredential: [await good(), await seal(badge(), stranger)] }),
    'invalid',
    both,
  ),
  of('altered', async () => ({ ...(await shown()), id: 'urn:uuid:1' }), 'invalid proof.altered', both),
  of(
    'a credential exchanged for another good one',
    async () => ({
      ...(await shown({ verifiableCredential: [await good()] })),
      verifiableCredential: [await seal(badge({ name: 'Other' }), issuer)],
    }),
    'invalid proof.altered',
    both,
  ),
  of('a credential added', async () => ({ ...(await shown()), verifiableCredential: [await good()] }), 'invalid proof.altered', both),
  of('purpose assertionMethod', () => shown({}, { proofPurpose: 'assertionMethod' }), 'invalid proof.purpose_wrong', both),
  of('without proof', async () => presentation(), 'invalid proof.missing', both),
  of('another challenge', () => shown({}, { challenge: 'c-2' }), 'invalid proof.challenge_wrong', both),
  of('no challenge', () => shown({}, { challenge: undefined }), 'invalid proof.challenge_wrong', both),
  of('another domain', () => shown({}, { domain: 'e.example' }), 'invalid proof.domain_wrong', both),
  of('challenge alone: the domain is not compared', () => shown(), 'valid', { challenge: 'c-1' }),
  of('nothing asked: nothing compared', () => shown(), 'valid'),
  of('a domain that is no host name', () => shown({}, { domain: 'any text' }), 'valid', { challenge: 'c-1', domain: 'any text' }),
  of('the challenge as a number', () => shown({}, { challenge: 4 }), 'invalid', { challenge: '4' }),
  of('signed by another than the holder', () => shown({}, {}, issuer), 'invalid holder.not_confirmed', both),
  of('no holder', () => shown({ holder: undefined }), 'valid', both),
  of('the holder as an object', () => shown({ holder: { id: holder.did } }), 'valid', both),
  of('the holder as a word', () => shown({ holder: 'me' }), 'invalid', both),
  of('the holder as a list', () => shown({ holder: [holder.did] }), 'invalid', both),
  of('type as a text', () => shown({ type: 'VerifiablePresentation' }), 'valid', both),
  of('no type', () => shown({ type: undefined }), 'invalid', both),
  of('another type', () => shown({ type: ['Other'] }), 'invalid', both),
  of('1.1', () => shown({ '@context': [V1, 'https://w3id.org/security/data-integrity/v2'] }), 'valid', both),
  of('another first context', () => shown({ '@context': ['https://www.w3.org/ns/did/v1', V2] }), 'invalid', both),
  of('a context that is not held', () => shown({ '@context': [V2, 'https://evil.example/context.json'] }), 'unverifiable', both),
  of('a context that is a number', () => shown({ '@context': [V2, 4] }), 'invalid', both),
  of('a context that is no URL', () => shown({ '@context': [V2, 'context'] }), 'invalid', both),
  of('an undefined term', () => shown({ extra: 'x' }), 'invalid', both),
  of('created in the future', () => shown({}, { created: '2026-06-01T00:00:00Z' }), 'invalid proof.created_in_future', both),
  of('expired', () => shown({}, { expires: '2026-04-02T00:00:00Z' }), 'invalid proof.expired', both),
  of('by P-256', () => shown({ holder: p256.did }, {}, p256), 'valid', both),
  of(
    'twenty-one credentials',
    async () => {
      const one = await seal(plain(), issuer)
      return shown({ verifiableCredential: Array.from({ length: 21 }, () => one) })
    },
    'bad-request',
    both,
  ),
  of('a presentation inside', async () => shown({ verifiableCredential: [await shown()] }), 'invalid', both),
  of('a token', async () => vpJwt(), 'valid', both),
  of('a token with a credential', async () => vpJwt({ verifiableCredential: [vcJwt(plain(), issuer)] }), 'valid', both),
  of('a token: another nonce', async () => vpJwt({}, { nonce: 'c-2' }), 'invalid proof.challenge_wrong', both),
  of('a token: no nonce', async () => vpJwt({}, { nonce: undefined }), 'invalid proof.challenge_wrong', both),
  of('a token: another aud', async () => vpJwt({}, { aud: 'e.example' }), 'invalid proof.domain_wrong', both),
  of('a token: expired', async () => vpJwt({}, { exp: 1_000 }), 'invalid validity.expired', both),
  of('a token: iss of another', async () => vpJwt({}, { iss: issuer.did }), 'invalid proof.jwt_claim_differs', both),
  of('a token: a vp claim under vp+jwt', async () => vpJwt({}, { vp: presentation() }), 'invalid proof.jwt_form_wrong', both),
  of(
    'a token: the older form by ES256',
    async () => ({
      '@context': [V2],
      type: 'EnvelopedVerifiablePresentation',
      id: `data:application/vp+jwt,${jwt({ alg: 'ES256', kid: p256.vm, typ: 'JWT' }, { vp: presentation({ holder: p256.did }), iss: p256.did, nonce: 'c-1', aud: 'd.example' }, p256)}`,
    }),
    'valid',
    both,
  ),
  of('a token: the holder is somebody else', async () => vpJwt({ holder: issuer.did }), 'invalid', both),
  of('a token: vc+jwt', async () => vpJwt({}, {}, { typ: 'vc+jwt' }), 'invalid', both),
  of('an envelope of the other kind', async () => ({ ...vpJwt(), type: 'EnvelopedVerifiableCredential' }), 'invalid', both),
  of('an envelope without data:', async () => ({ ...vpJwt(), id: 'https://example.com/' }), 'invalid', both),
  of('an unknown option', () => shown(), 'bad-request', { ...both, now: '2026-04-01T00:00:00Z' }),
  ['a credential sent as presentation', async () => ({ presentation: await good() }), 'invalid'],
  [
    'a presentation sent as credential',
    async () => ({ presentation: (await shown()) as Json, options: { challenge: 4 } as JsonObject }),
    'bad-request',
  ],
]
