import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { verifyDocument } from '../../../src/verification/verify-document.ts'
import { verifyJwt } from '../../../src/verification/verify-jwt.ts'
import { badgeBy, plainBy } from '../proof/badges.ts'
import { ed25519Signer, proofOver } from '../proof/signers.ts'
import { deciding, newWorld } from '../proof/world.ts'
import { badgePayload, type TokenSigner, token, tokenSigner } from './tokens.ts'

const ec = await tokenSigner('ES256')
const typed: JsonObject = { typ: 'vc+jwt', cty: 'vc' }
const outcomeOf = async (text: string): Promise<string> => deciding(await verifyJwt(text, newWorld().deps))
const signedPlain = (signer: TokenSigner, members: JsonObject = {}, header: JsonObject = typed): Promise<string> =>
  token(plainBy(signer.did, members), signer, header)

describe('VC-JOSE-COSE: the payload is the credential', () => {
  test.each(['EdDSA', 'ES256', 'ES384', 'ES512', 'RS256'] as const)('%s', async (alg) => {
    const signer = await tokenSigner(alg)
    expect(await outcomeOf(await signedPlain(signer))).toBe('valid')
    expect(await outcomeOf(await token(plainBy(signer.did), ec, { ...typed, kid: signer.kid, alg: ec.alg }))).toMatch(/^invalid/)
  })

  test.each<[string, JsonObject, string]>([
    ['no claims at all', {}, 'valid'],
    ['iss that equals the issuer', { iss: ec.did }, 'valid'],
    ['iss of somebody else', { iss: 'did:web:other.example' }, 'invalid proof.jwt_claim_differs'],
    ['jti that differs from the id', { jti: 'urn:uuid:1' }, 'invalid proof.jwt_claim_differs'],
    ['sub that differs from the subject', { sub: 'urn:uuid:1' }, 'invalid proof.jwt_claim_differs'],
    ['exp in the past', { exp: 1_700_000_000 }, 'invalid validity.expired'],
    ['nbf in the future', { nbf: 4_000_000_000 }, 'invalid validity.not_yet'],
    ['exp that is text', { exp: '4000000000' }, 'invalid proof.jwt_claim_differs'],
    ['a vc claim', { vc: {} }, 'invalid proof.jwt_form_wrong'],
    ['a vp claim', { vp: {} }, 'invalid proof.jwt_form_wrong'],
    ['an undefined term', { remark: 'x' }, 'invalid conformance.term_undefined'],
  ])('%s', async (_name, members, expected) => {
    expect(await outcomeOf(await signedPlain(ec, members))).toBe(expected)
  })

  test.each<[string, JsonObject, string]>([
    ['typ vp+jwt', { typ: 'vp+jwt' }, 'invalid proof.jwt_header_refused'],
    ['cty vp', { typ: 'vc+jwt', cty: 'vp' }, 'invalid proof.jwt_header_refused'],
    ['no typ', {}, 'valid'],
  ])('%s', async (_name, header, expected) => {
    expect(await outcomeOf(await signedPlain(ec, {}, header))).toBe(expected)
  })

  test('the older form with a vc claim is read with a warning', async () => {
    const text = await token({ iss: ec.did, vc: plainBy(ec.did) }, ec, { typ: 'JWT' })
    const verification = await verifyJwt(text, newWorld().deps)
    expect(verification.verdict).toBe('valid')
    expect(verification.warnings.map(({ code }) => code)).toEqual(['proof.jwt_older_form'])
  })

  test('JW-6 an embedded proof that does not verify is not passed over', async () => {
    const signer = await ed25519Signer(1)
    const badge = badgeBy(ec.did)
    const proof = await proofOver(badge, signer)
    expect(await outcomeOf(await token({ ...badgePayload(ec.did), proof }, ec))).toBe('valid')
    expect(await outcomeOf(await token({ ...badgePayload(ec.did), proof: { ...proof, created: '2026-04-01T00:00:01Z' } }, ec))).toBe(
      'invalid proof.altered',
    )
  })
})

describe('VC-API section 8: envelopes', async () => {
  const text = await signedPlain(ec)
  const envelope = (members: JsonObject = {}): JsonObject => ({
    '@context': 'https://www.w3.org/ns/credentials/v2',
    type: 'EnvelopedVerifiableCredential',
    id: `data:application/vc+jwt,${text}`,
    ...members,
  })
  const open = async (document: JsonObject): Promise<string> => deciding(await verifyDocument(document, newWorld().deps))

  test.each<[string, JsonObject]>([
    ['a context as text', {}],
    ['a context as a list', { '@context': ['https://www.w3.org/ns/credentials/v2'] }],
    ['a type as a list', { type: ['EnvelopedVerifiableCredential'] }],
    ['the general media type', { id: `data:application/jwt,${text}` }],
  ])('%s is opened', async (_name, members) => {
    expect(await open(envelope(members))).toBe('valid')
  })

  test('the credential inside is what is judged and returned', async () => {
    const verification = await verifyDocument(envelope(), newWorld().deps)
    expect(verification.document).toEqual(plainBy(ec.did))
  })

  test.each<[string, JsonObject, string]>([
    ['no context', { '@context': [] }, 'invalid conformance.envelope_malformed'],
    ['another context', { '@context': 'https://www.w3.org/2018/credentials/v1' }, 'invalid conformance.envelope_malformed'],
    ['a second type', { type: ['EnvelopedVerifiableCredential', 'VerifiableCredential'] }, 'invalid conformance.envelope_malformed'],
    ['the plain type', { type: 'VerifiableCredential' }, 'invalid conformance.rule_broken'],
    ['an id that is no data URL', { id: text }, 'invalid conformance.envelope_malformed'],
    ['a member beside the envelope', { name: 'x' }, 'invalid conformance.envelope_malformed'],
    ['the media type of a presentation', { id: `data:application/vp+jwt,${text}` }, 'invalid conformance.envelope_malformed'],
    ['a form that is not read here', { id: 'data:application/vc+cose;base64,AAAA' }, 'invalid conformance.envelope_malformed'],
    ['an SD-JWT', { id: `data:application/vc+sd-jwt,${text}~` }, 'unverifiable proof.envelope_type_unknown'],
    ['a token cut short', { id: `data:application/vc+jwt,${text.slice(0, -2)}` }, 'invalid proof.altered'],
  ])('%s is not', async (_name, members: { [member: string]: Json }, expected) => {
    expect(await open(envelope(members))).toBe(expected)
  })
})
