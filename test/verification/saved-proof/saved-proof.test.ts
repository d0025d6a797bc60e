import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import type { VerifierDeps } from '../../../src/verification/deps.ts'
import {
  makeSavedProof,
  readSavedProof,
  type SavedProof,
  verifySavedProof,
  writeSavedProof,
} from '../../../src/verification/saved-proof.ts'
import * as ob2 from '../ob2/ob2-world.ts'
import { badgeBy } from '../proof/badges.ts'
import { ed25519Signer, type Signer, signed } from '../proof/signers.ts'
import { deciding, newWorld, type Web } from '../proof/world.ts'
import { entryOf, listBy, listUrl } from '../status/lists.ts'

const did = 'did:web:issuer.example'
const didUrl = 'https://issuer.example/.well-known/did.json'
const honest = await ed25519Signer(1)
const forger = await ed25519Signer(2)

const didDocument = (signer: Signer): JsonObject => {
  const id = `${did}#${signer.multibase}`
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [{ id, type: 'Multikey', controller: did, publicKeyMultibase: signer.multibase }],
    assertionMethod: [id],
  }
}
const sign = (document: JsonObject, signer: Signer): Promise<JsonObject> =>
  signed(document, signer, 'eddsa-rdfc-2022', `${did}#${signer.multibase}`)
const webOf = async (signer: Signer, set: number[] = []): Promise<Web> => ({
  [didUrl]: didDocument(signer),
  [listUrl]: await sign(listBy(did, { set }), signer),
})
const badgeOf = async (signer: Signer, members: JsonObject = {}): Promise<string> =>
  JSON.stringify(await sign(badgeBy(did, { credentialStatus: entryOf(), ...members }), signer))

/** A verifier without any network, later than the proof was saved. */
const later = (web?: Web): VerifierDeps & { fetched: string[] } => {
  const world = newWorld({ now: '2030-01-01T00:00:00Z', ...(web === undefined ? {} : { web }) })
  return { ...world.deps, fetched: world.fetched }
}

const save = async (text: string, web: Web) => (await makeSavedProof(text, newWorld({ web }).deps)).saved
const again = (saved: SavedProof): SavedProof => readSavedProof(writeSavedProof(saved)) as SavedProof
const withDocument = (saved: SavedProof, url: string, content: JsonObject): SavedProof => ({
  ...saved,
  documents: saved.documents.map((document) => (document.url === url ? { ...document, text: JSON.stringify(content) } : document)),
})

const forged = await save(await badgeOf(forger), await webOf(forger))

describe('a saved proof verifies again without any network', () => {
  test('a good badge: the same verdict, years later, as of the instant at which it was saved', async () => {
    const text = await badgeOf(honest, { validUntil: '2027-01-01T00:00:00Z' })
    const saved = await save(text, await webOf(honest))
    expect(saved.verdict).toBe('valid')
    expect(saved.credential).toBe(text)
    expect(saved.documents.map(({ url }) => url).sort()).toEqual([didUrl, listUrl])
    const deps = later()
    const answer = await verifySavedProof(again(saved), deps, 'file')
    expect(deciding(answer.verification)).toBe('valid')
    expect(answer).toMatchObject({ agrees: true, savedAt: new Date('2026-05-01T00:00:00Z'), statusAsOf: new Date('2026-04-01T00:00:00Z') })
    expect(answer.verification.warnings.map(({ code }) => code)).toEqual(['saved.keys_from_file'])
    expect(deps.fetched).toEqual([])
  })
  test('a revoked badge stays revoked', async () => {
    const saved = again(await save(await badgeOf(honest), await webOf(honest, [94567])))
    expect(deciding((await verifySavedProof(saved, later(), 'file')).verification)).toBe('invalid status.revoked')
  })
  test('a badge by a did:key needs no document, and so no warning', async () => {
    const saved = again(await save(JSON.stringify(await signed(badgeBy(honest.did), honest)), {}))
    const { verification } = await verifySavedProof(saved, later(), 'file')
    expect(verification).toMatchObject({ verdict: 'valid', warnings: [] })
  })
  test('an Open Badge 2.0 is saved with the documents of its issuer', async () => {
    const saved = again(await save(JSON.stringify(ob2.assertion()), ob2.website(ob2.newRsaKey().pem)))
    expect(deciding((await verifySavedProof(saved, later(), 'file')).verification)).toBe('valid')
  })
})

describe('a saved proof says nothing that its documents do not', () => {
  test('an altered credential is invalid, whatever verdict the file states', async () => {
    const saved = await save(await badgeOf(honest), await webOf(honest))
    const altered = { ...saved, credential: saved.credential.replace('データ活用基礎', '博士') }
    const answer = await verifySavedProof(again(altered), later(), 'file')
    expect(answer.verification.verdict).toBe('invalid')
    expect(answer.agrees).toBe(false)
  })
  test('a changed verdict is seen and not believed', async () => {
    const saved = await save(await badgeOf(honest), await webOf(honest, [94567]))
    const answer = await verifySavedProof(again({ ...saved, verdict: 'valid' }), later(), 'file')
    expect(answer).toMatchObject({ agrees: false, verification: { verdict: 'invalid' } })
  })
  test('an altered status list leaves the status undecided', async () => {
    const saved = await save(await badgeOf(honest), await webOf(honest, [94567]))
    const clean = withDocument(saved, listUrl, listBy(did))
    expect(deciding((await verifySavedProof(again(clean), later(), 'file')).verification)).toBe('unverifiable status.list_not_verified')
  })
  test('a missing document leaves it undecided', async () => {
    const saved = await save(await badgeOf(honest), await webOf(honest))
    const without = (url: string): SavedProof => ({ ...saved, documents: saved.documents.filter((document) => document.url !== url) })
    expect((await verifySavedProof(again(without(listUrl)), later(), 'file')).verification.verdict).toBe('unverifiable')
    expect((await verifySavedProof(again(without(didUrl)), later(), 'file')).verification.verdict).toBe('unverifiable')
  })
  test('an instant in the future is a bad request', async () => {
    const saved = await save(await badgeOf(honest), await webOf(honest))
    const answer = await verifySavedProof({ ...saved, savedAt: new Date('2031-01-01T00:00:00Z') }, later(), 'file')
    expect(answer).toMatchObject({ agrees: false, verification: { verdict: 'bad-request' } })
  })
})

describe("a stranger's file proves nothing about a key that its issuer does not have", () => {
  test('keys of the forger in the file are not taken when they have to be confirmed', async () => {
    expect(deciding((await verifySavedProof(again(forged), later(await webOf(honest)), 'confirmed')).verification)).toBe(
      'invalid proof.key_not_found',
    )
    expect((await verifySavedProof(again(forged), later(), 'confirmed')).verification.verdict).toBe('unverifiable')
  })
  test('nor when the key document dresses up as a signed list', async () => {
    const dressed = withDocument(forged, didUrl, {
      ...didDocument(forger),
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      proof: { type: 'DataIntegrityProof', created: '2026-04-01T00:00:00Z' },
    })
    expect((await verifySavedProof(again(dressed), later(await webOf(honest)), 'confirmed')).verification.verdict).toBe('invalid')
  })
  test('an honest file is confirmed: keys from the issuer of today, the status as it was', async () => {
    const saved = await save(await badgeOf(honest), await webOf(honest))
    const today = later({ [didUrl]: didDocument(honest) })
    const answer = await verifySavedProof(again(saved), today, 'confirmed')
    expect(deciding(answer.verification)).toBe('valid')
    expect(answer.verification.warnings).toEqual([])
    expect(new Set(today.fetched)).toEqual(new Set([didUrl]))
  })
  test('an unsigned list of revoked badges in a file is not believed', async () => {
    const url = 'https://issuer.example/revocations'
    const contexts = [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
    ]
    const text = await badgeOf(honest, { '@context': contexts, credentialStatus: { id: url, type: '1EdTechRevocationList' } })
    const list = (revokedCredential: JsonObject[]): JsonObject => ({ id: url, issuer: did, revokedCredential })
    const web = { [didUrl]: didDocument(honest), [url]: list([]) }
    const saved = again(await save(text, web))
    const id = (JSON.parse(text) as JsonObject)['id'] as string
    const today = later({ ...web, [url]: list([{ id }]) })
    expect(deciding((await verifySavedProof(saved, today, 'confirmed')).verification)).toBe('invalid status.revoked')
  })
})

describe('reading the file', () => {
  test('what is no such file is not read', async () => {
    const text = writeSavedProof(await save(await badgeOf(honest), await webOf(honest)))
    expect(readSavedProof(text)).toBeDefined()
    const of = (change: JsonObject): string => JSON.stringify({ ...(JSON.parse(text) as JsonObject), ...change })
    for (const broken of [
      '',
      '[]',
      '{}',
      of({ version: 2 }),
      of({ savedAt: 'yesterday' }),
      of({ savedAt: '2026-05-01T00:00:00' }),
      of({ credential: {} }),
      of({ verdict: 'good' }),
      of({ documents: [{ url: 'x' }] }),
    ])
      expect(readSavedProof(broken)).toBeUndefined()
  })
})
