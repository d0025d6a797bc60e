import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json.ts'
import { type PresentationOptions, verifyPresentation } from '../../../src/verification/verify-presentation.ts'
import { badgeBy, plainBy } from '../proof/badges.ts'
import { ed25519Signer, proofOver, signed, signedPresentation } from '../proof/signers.ts'
import { changed, deciding, newWorld, type World } from '../proof/world.ts'
import { token, tokenSigner } from './tokens.ts'

const vcdm2 = 'https://www.w3.org/ns/credentials/v2'
const issuer = await ed25519Signer(1)
const holder = await ed25519Signer(2)
const stranger = await ed25519Signer(3)
const ec = await tokenSigner('ES256')

const badge = await signed(badgeBy(issuer.did), issuer)
const plain = await signed(plainBy(issuer.did), issuer)
const asked: PresentationOptions = { challenge: 'c1', domain: 'd1' }

const presentation = (members: JsonObject = {}): JsonObject => ({
  '@context': [vcdm2],
  type: ['VerifiablePresentation'],
  holder: holder.did,
  verifiableCredential: [badge],
  ...members,
})

const outcomeOf = async (document: JsonObject | string, options: PresentationOptions = {}, world: World = newWorld()): Promise<string> =>
  deciding(await verifyPresentation(document, options, world.deps))

/** By hand, for presentations that the library would refuse to sign. */
const byHand = async (members: JsonObject = {}, proofMembers: JsonObject = {}, signer = holder): Promise<JsonObject> => {
  const document = presentation(members)
  return {
    ...document,
    proof: await proofOver(document, signer, { proofPurpose: 'authentication', challenge: 'c1', domain: 'd1', ...proofMembers }),
  }
}

describe('VC-API section 7: presentations with embedded proofs', async () => {
  const good = await signedPresentation(presentation(), holder, asked as { challenge: string; domain: string })

  test('one that the reference library signed is valid, with each credential in it', async () => {
    const verification = await verifyPresentation(good, asked, newWorld().deps)
    expect(verification.verdict).toBe('valid')
    expect(verification.kind).toBe('presentation')
    expect(verification.contained?.map(({ verdict, kind }) => `${kind} ${verdict}`)).toEqual(['open-badge-3 valid'])
    expect(verification.checks.find(({ id }) => id === 'issuer')?.code).toBe('holder.confirmed')
  })

  test.each<[string, PresentationOptions, string]>([
    ['nothing asked', {}, 'valid'],
    ['the challenge alone', { challenge: 'c1' }, 'valid'],
    ['the domain alone', { domain: 'd1' }, 'valid'],
    ['another challenge', { challenge: 'c2', domain: 'd1' }, 'invalid proof.challenge_wrong'],
    ['another domain', { challenge: 'c1', domain: 'd2' }, 'invalid proof.domain_wrong'],
    ['an empty challenge', { challenge: '' }, 'invalid proof.challenge_wrong'],
  ])('%s', async (_name, options, expected) => {
    expect(await outcomeOf(good, options)).toBe(expected)
  })

  test.each<[string, JsonObject, string]>([
    ['no credential', { verifiableCredential: [] }, 'valid'],
    ['two credentials', { verifiableCredential: [badge, plain] }, 'valid'],
    ['a single object', { verifiableCredential: plain }, 'valid'],
    ['a holder as an object', { holder: { id: holder.did } }, 'valid'],
    ['another holder', { holder: stranger.did }, 'invalid holder.not_confirmed'],
    ['a holder that is no URL', { holder: 'me' }, 'invalid'],
    ['a credential that was altered', { verifiableCredential: [changed(badge, ['name'], 'x')] }, 'invalid'],
    ['a credential that has no proof', { verifiableCredential: [badgeBy(issuer.did)] }, 'invalid conformance.presentation_malformed'],
    ['a credential as text', { verifiableCredential: ['ey.J.x'] }, 'invalid conformance.presentation_malformed'],
    [
      'one good and one altered credential',
      { verifiableCredential: [badge, changed(plain, ['validFrom'], '2026-03-01T00:00:00Z')] },
      'invalid',
    ],
    ['a type that lacks VerifiablePresentation', { type: ['Presentation'] }, 'invalid conformance.presentation_malformed'],
    ['a type as text', { type: 'VerifiablePresentation' }, 'valid'],
  ])('%s', async (_name, members, expected) => {
    const document = await byHand(members).catch(() => ({ ...good, ...members }))
    expect(await outcomeOf(document, asked)).toMatch(new RegExp(`^${expected}$|^${expected} `))
  })

  test('without a holder any key may have signed', async () => {
    const { holder: _, ...nobody } = presentation()
    const document = { ...nobody, proof: await proofOver(nobody, stranger, { proofPurpose: 'authentication', challenge: 'c1' }) }
    expect(await outcomeOf(document, { challenge: 'c1' })).toBe('valid')
  })

  test.each<[string, Json | undefined, string]>([
    ['contexts in another order', ['https://w3id.org/security/multikey/v1', vcdm2], 'invalid conformance.presentation_malformed'],
    ['a context that is not held', [vcdm2, 'https://trap.example/context.json'], 'unverifiable conformance.context_not_held'],
    ['a context that is a number', [vcdm2, 5], 'invalid conformance.presentation_malformed'],
    ['no context', undefined, 'invalid conformance.presentation_malformed'],
  ])('%s', async (_name, context, expected) => {
    const world = newWorld()
    expect(await outcomeOf(changed(good, ['@context'], context), asked, world)).toBe(expected)
    expect(world.fetched).toEqual([])
  })

  test.each<[string, JsonObject, string]>([
    ['the purpose assertionMethod', { proofPurpose: 'assertionMethod' }, 'invalid proof.purpose_wrong'],
    ['another challenge', { challenge: 'c2' }, 'invalid proof.challenge_wrong'],
    ['no proof at all', {}, 'invalid proof.missing'],
  ])('a presentation with %s is refused', async (name, proofMembers, expected) => {
    const document = name === 'no proof at all' ? presentation() : await byHand({}, proofMembers)
    expect(await outcomeOf(document, asked)).toBe(expected)
  })

  test('a presentation that was altered is refused, and nothing in it is looked at', async () => {
    const verification = await verifyPresentation({ ...good, id: 'urn:uuid:1' }, asked, newWorld().deps)
    expect(deciding(verification)).toBe('invalid proof.altered')
    expect(verification.contained).toEqual([])
  })

  test('the verdict is that of the worst credential', async () => {
    const unreachable = await signed(badgeBy('did:web:nowhere.example'), issuer, 'eddsa-rdfc-2022', 'did:web:nowhere.example#k')
    const verification = await verifyPresentation(await byHand({ verifiableCredential: [badge, unreachable] }), asked, newWorld().deps)
    expect(verification.verdict).toBe('unverifiable')
    expect(verification.contained?.map(({ verdict }) => verdict)).toEqual(['valid', 'unverifiable'])
  })
})

describe('VC-API section 8: presentations as JWT', async () => {
  const credential = await token(plainBy(ec.did), ec, { typ: 'vc+jwt', cty: 'vc' })
  const enveloped = { '@context': vcdm2, type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${credential}` }
  const typed: JsonObject = { typ: 'vp+jwt', cty: 'vp' }
  const vp = (members: JsonObject = {}): JsonObject => ({
    '@context': [vcdm2],
    type: 'VerifiablePresentation',
    holder: ec.did,
    verifiableCredential: [enveloped],
    ...members,
  })
  const envelope = (text: string): JsonObject => ({
    '@context': vcdm2,
    type: 'EnvelopedVerifiablePresentation',
    id: `data:application/vp+jwt,${text}`,
  })

  test('a presentation with an enveloped credential is valid, enveloped or bare', async () => {
    const text = await token(vp({ nonce: 'c1', aud: 'd1' }), ec, typed)
    expect(await outcomeOf(text, asked)).toBe('valid')
    expect(await outcomeOf(envelope(text), asked)).toBe('valid')
  })

  test.each<[string, JsonObject, JsonObject, string]>([
    ['another nonce', { nonce: 'c2', aud: 'd1' }, typed, 'invalid proof.challenge_wrong'],
    ['no nonce', { aud: 'd1' }, typed, 'invalid proof.challenge_wrong'],
    ['another audience', { nonce: 'c1', aud: 'd2' }, typed, 'invalid proof.domain_wrong'],
    ['several audiences', { nonce: 'c1', aud: ['d0', 'd1'] }, typed, 'valid'],
    ['iss of somebody else', { nonce: 'c1', aud: 'd1', iss: 'did:web:other.example' }, typed, 'invalid proof.jwt_claim_differs'],
    ['exp in the past', { nonce: 'c1', aud: 'd1', exp: 1_700_000_000 }, typed, 'invalid validity.expired'],
    ['the type of a credential', { nonce: 'c1', aud: 'd1' }, { typ: 'vc+jwt' }, 'invalid proof.jwt_header_refused'],
    ['a vp claim under its own type', { nonce: 'c1', aud: 'd1', vp: {} }, typed, 'invalid proof.jwt_form_wrong'],
    ['jku', { nonce: 'c1', aud: 'd1' }, { ...typed, jku: 'https://trap.example/' }, 'invalid proof.jwt_header_refused'],
    [
      'an altered credential',
      { nonce: 'c1', aud: 'd1', verifiableCredential: [{ ...enveloped, id: enveloped.id.slice(0, -2) }] },
      typed,
      'invalid',
    ],
  ])('%s', async (_name, members, header, expected) => {
    const world = newWorld()
    expect(await outcomeOf(await token(vp(members), ec, header), asked, world)).toMatch(new RegExp(`^${expected}`))
    expect(world.fetched).toEqual([])
  })

  test('the older form with a vp claim is read with a warning', async () => {
    const text = await token({ iss: ec.did, nonce: 'c1', aud: 'd1', vp: vp() }, ec, { typ: 'JWT' })
    const verification = await verifyPresentation(text, asked, newWorld().deps)
    expect(verification.verdict).toBe('valid')
    expect(verification.warnings.map(({ code }) => code)).toContain('proof.jwt_older_form')
  })

  test('another key than the holder’s is refused', async () => {
    const other = await tokenSigner('ES256')
    expect(await outcomeOf(await token(vp({ nonce: 'c1', aud: 'd1' }), other, { ...typed, kid: ec.kid }), asked)).toBe(
      'invalid proof.altered',
    )
    expect(await outcomeOf(await token(vp({ nonce: 'c1', aud: 'd1' }), other, typed), asked)).toBe('invalid holder.not_confirmed')
  })
})
