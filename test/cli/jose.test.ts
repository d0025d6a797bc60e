import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { compactVerify, exportJWK, importJWK, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runJose } from '../../src/cli/jose.ts'
import type { Json, JsonObject } from '../../src/json.ts'
import { projectRoot } from '../../src/project-root.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { type Algorithm, segment, type TokenSigner, token, tokenSigner } from '../verification/jwt/tokens.ts'

/** The suite's documents name this context, which maps every word by `@vocab`; it is held on an interoperability instance only. */
const examples = 'https://www.w3.org/ns/credentials/examples/v2'
const issuer = 'https://example.issuer/vc-jose-cose'

const credential: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2', examples],
  id: 'http://university.example/credentials/1872',
  type: ['VerifiableCredential', 'ExampleAlumniCredential'],
  issuer,
  validFrom: '2010-01-01T19:23:24Z',
  credentialSchema: { id: 'https://example.org/examples/degree.json', type: 'JsonSchema' },
  credentialSubject: { id: 'did:example:123', degree: { type: 'BachelorDegree', name: 'Bachelor of Science and Arts' } },
}
const envelope = (id: string): JsonObject => ({
  '@context': 'https://www.w3.org/ns/credentials/v2',
  type: 'EnvelopedVerifiableCredential',
  id,
})
const presentation: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2', examples],
  id: 'urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5',
  type: ['VerifiablePresentation'],
  holder: issuer,
  verifiableCredential: [
    envelope('data:application/vc+jwt,yJhbGciOiJFUzI1NiJ9.e30.c2ln'),
    envelope('data:application/vc+sd-jwt,eyJhbGciOiJFUzI1NiJ9.e30.c2ln ~WyJhIl0~'),
    envelope('data:application/vc+cose;base64,0oRYV6Q='),
  ],
}

let directory: string
const contexts = loadContexts()
const signers = new Map<Algorithm, TokenSigner>()
const secrets = new Map<Algorithm, JWK>()

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'akashi-jose-'))
  for (const alg of ['EdDSA', 'ES256', 'ES384', 'ES512', 'RS256'] as const) {
    const signer = await tokenSigner(alg)
    signers.set(alg, signer)
    secrets.set(alg, await exportJWK(signer.privateKey))
    write(`key-${alg}.json`, keyFile(alg))
  }
})
afterAll(() => rmSync(directory, { recursive: true }))

const signerOf = (alg: Algorithm) => signers.get(alg) as TokenSigner
const keyFile = (alg: Algorithm, members: JsonObject = {}): JsonObject => ({
  id: `${issuer}#key-${alg}`,
  type: 'JsonWebKey',
  controller: issuer,
  publicKeyJwk: { ...signerOf(alg).jwk, alg, kid: 'a-name-of-its-own' },
  secretKeyJwk: { ...(secrets.get(alg) as JsonObject), alg, kid: 'a-name-of-its-own' },
  ...members,
})
const write = (name: string, content: Json | string): string => {
  const path = join(directory, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const keyPath = (alg: Algorithm): string => join(directory, `key-${alg}.json`)

const issue = (document: Json | string, feature = 'credential_jose', alg: Algorithm = 'ES256', registry = contexts) =>
  runJose('issue', { input: write('input.json', document), key: keyPath(alg), feature }, registry)
const verify = (text: string, feature = 'credential_jose', alg: Algorithm = 'ES256') =>
  runJose('verify', { input: write('input.txt', text), key: keyPath(alg), feature }, contexts)
const typed = (payload: JsonObject, header: JsonObject = {}, alg: Algorithm = 'ES256', holds = 'vc'): Promise<string> =>
  token(payload, signerOf(alg), { typ: `${holds}+jwt`, cty: holds, kid: 'a-name-of-its-own', ...header })

describe('jose issue', () => {
  test.each(['EdDSA', 'ES256', 'ES384', 'ES512', 'RS256'] as const)('a token by %s is one that the JOSE library verifies', async (alg) => {
    const { result, data } = await issue(credential, 'credential_jose', alg)
    expect({ result, data: data.split('.').length }).toEqual({ result: 'success', data: 3 })
    const { payload, protectedHeader } = await compactVerify(data, await importJWK(signerOf(alg).jwk as JWK, alg))
    expect(protectedHeader).toEqual({ alg, typ: 'vc+jwt', cty: 'vc', kid: `${issuer}#key-${alg}` })
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(credential)
    expect((await verify(`${data}\n`, 'credential_jose', alg)).result).toBe('success')
  })

  test('a presentation holds credentials of every securing form, judged by their shape', async () => {
    const { result, data } = await issue(presentation, 'presentation_jose', 'ES512')
    expect(result).toBe('success')
    expect((await verify(data, 'presentation_jose', 'ES512')).result).toBe('success')
  })

  const { credentialSubject: _subject, ...withoutSubject } = credential
  const refusedCredentials: [string, Json | string][] = [
    ['a member that no context defines by name', { ...credential, badExtension: { huh: 'what?' } }],
    ['a vc claim', { ...credential, vc: 'oops' }],
    ['a vp claim', { ...credential, vp: 'nooo' }],
    ['an iss claim of somebody else', { ...credential, iss: 'https://somebody.example' }],
    ['no subject', withoutSubject],
    ['a date that does not exist', { ...credential, validFrom: '2010-02-30T00:00:00Z' }],
    ['a type that is no list', { ...credential, type: 'VerifiableCredential' }],
    ['a presentation where a credential is asked for', presentation],
    ['a member twice', '{"id":"urn:a","id":"urn:b"}'],
    ['a list', '[]'],
    ['no JSON', 'eyJ'],
  ]
  test.each(refusedCredentials)('refuses %s', async (_name, document) => {
    expect((await issue(document)).result).toBe('failure')
  })

  test('a claim of JWT beside the document is kept', async () => {
    const { result, data } = await issue({ ...credential, iss: issuer, jti: credential['id'] as string, iat: 1_700_000_000 })
    expect(result).toBe('success')
    expect(JSON.parse(Buffer.from(data.split('.')[1] as string, 'base64url').toString())).toMatchObject({ iat: 1_700_000_000, iss: issuer })
  })

  test('every optional member is signed, whether the context of the examples is held here or not', async () => {
    const full: JsonObject = {
      ...credential,
      validUntil: '2027-01-01T00:00:00Z',
      credentialStatus: {
        id: 'https://example.edu/status/3#94567',
        type: 'StatusList2021Entry',
        statusPurpose: 'revocation',
        statusListIndex: '94567',
      },
      evidence: [
        {
          id: 'https://example.edu/evidence/1',
          type: ['DocumentVerification'],
          verifier: 'https://example.edu/issuers/14',
          subjectPresence: 'Physical',
        },
      ],
      termsOfUse: [{ id: 'https://example.edu/terms/1', type: 'https://example.org/examples/terms/v1' }],
      refreshService: { id: 'https://example.edu/refresh/3732', type: 'ManualRefreshService2018' },
    }
    const text = JSON.stringify({ '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } })
    const sha256 = createHash('sha256').update(text).digest('hex')
    const list = write('contexts.json', [{ url: examples, file: write('examples.jsonld', text), sha256 }])
    const withExamples = loadContexts({ extraContextsFile: list })
    for (const registry of [contexts, withExamples])
      expect((await issue(full, 'credential_jose', 'ES384', registry)).result).toBe('success')
    // it maps this word, and still does not define it by name
    expect((await issue({ ...full, badExtension: 1 }, 'credential_jose', 'ES384', withExamples)).result).toBe('failure')
  })

  test('a term that a context defines by name is no unknown member, also an inline one', async () => {
    const own = {
      ...credential,
      '@context': ['https://www.w3.org/ns/credentials/v2', { ownTerm: 'https://example.org/own' }],
      ownTerm: 'x',
    }
    expect((await issue({ ...own, type: ['VerifiableCredential'], credentialSubject: { id: 'did:example:1' } })).result).toBe('success')
  })

  test('where every context is held, a term at any depth has to be defined', async () => {
    const deep: JsonObject = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      issuer,
      credentialSubject: { id: 'did:example:1' },
    }
    expect((await issue(deep)).result).toBe('success')
    expect((await issue({ ...deep, credentialSubject: { id: 'did:example:1', nobodyDefines: 'this' } })).result).toBe('failure')
  })

  const refusedContained: [string, Json][] = [
    ['a credential without envelope', credential],
    ['a text', 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln'],
    ['an envelope whose id is no data: URL', envelope('not-a-credential')],
    ['an envelope of an unknown media type', envelope('data:text/plain,x')],
    ['an envelope of another type', { ...envelope('data:application/vc+jwt,a.b.c'), type: 'VerifiableCredential' }],
    ['an envelope with further members', { ...envelope('data:application/vc+jwt,a.b.c'), name: 'unsigned' }],
    ['an envelope of another context', { ...envelope('data:application/vc+jwt,a.b.c'), '@context': examples }],
  ]
  test.each(refusedContained)('refuses a presentation that contains %s', async (_name, contained) => {
    expect((await issue({ ...presentation, verifiableCredential: [contained] }, 'presentation_jose')).result).toBe('failure')
  })

  const badKeys: [string, (key: JsonObject) => Json][] = [
    ['without the private half', ({ secretKeyJwk: _, ...key }) => key],
    ['whose halves do not belong together', (key) => ({ ...key, secretKeyJwk: secrets.get('ES384') as JsonObject })],
    ['of another type', (key) => ({ ...key, type: 'Multikey' })],
    ['whose public half carries the private one', (key) => ({ ...key, publicKeyJwk: key['secretKeyJwk'] as Json })],
    ['that says another algorithm', (key) => ({ ...key, publicKeyJwk: { ...(key['publicKeyJwk'] as JsonObject), alg: 'ES384' } })],
  ]
  test.each(badKeys)('refuses a key %s', async (_name, spoil) => {
    const key = write('bad-key.json', spoil(keyFile('ES256')))
    const input = write('input.json', credential)
    expect((await runJose('issue', { input, key, feature: 'credential_jose' }, contexts)).result).toBe('failure')
  })
})

describe('jose verify', () => {
  test('gives back the document without the claims of the token', async () => {
    const { result, data } = await verify(await typed({ ...credential, iss: issuer, jti: credential['id'] as Json }))
    expect(result).toBe('success')
    expect(JSON.parse(data)).toEqual(credential)
  })

  test('a past exp and a textual iat do not matter to the securing mechanism', async () => {
    const payload = { ...presentation, exp: 1_734_397_450, iat: '2010-01-01T19:23:24Z', iss: issuer }
    expect((await verify(await typed(payload, {}, 'ES384', 'vp'), 'presentation_jose', 'ES384')).result).toBe('success')
  })

  const refused: [string, () => Promise<string>][] = [
    ['an unsecured document', async () => JSON.stringify(credential)],
    ['alg none', async () => `${segment({ alg: 'none', typ: 'vc+jwt' })}.${segment(credential)}.`],
    ['another typ', () => typed(credential, { typ: 'bad+typ' })],
    ['the typ of a presentation', () => typed(credential, { typ: 'vp+jwt' })],
    ['no typ', () => typed(credential, { typ: null })],
    ['another cty', () => typed(credential, { cty: 'bad+cty' })],
    ['vc and vp claims', () => typed({ ...credential, vc: 'oops', vp: 'nooo' })],
    ['an iss that is not the issuer', () => typed({ ...credential, iss: 'https://somebody.example' })],
    ['a member that no context defines by name', () => typed({ ...credential, badExtension: 1 })],
    ['a token of another algorithm', () => typed(credential, {}, 'EdDSA')],
    ['crit', () => typed(credential, { crit: ['x'], x: 1 })],
    ['the key of somebody else in the header', () => typed(credential, { jwk: signerOf('EdDSA').jwk })],
    [
      'a signature over something else',
      async () => {
        const [header, , signature] = (await typed(credential)).split('.')
        return [header, segment({ ...credential, validFrom: '2011-01-01T19:23:24Z' }), signature].join('.')
      },
    ],
  ]
  test.each(refused)('refuses %s', async (_name, make) => {
    expect((await verify(await make())).result).toBe('failure')
  })

  test('the key of the header is fine when it is the one that is given', async () => {
    expect((await verify(await typed(credential, { jwk: signerOf('ES256').jwk }))).result).toBe('success')
  })

  test('a presentation with something that is no credential is refused', async () => {
    const bad = { ...presentation, verifiableCredential: [envelope('not-a-credential')] }
    expect((await verify(await typed(bad, {}, 'EdDSA', 'vp'), 'presentation_jose', 'EdDSA')).result).toBe('failure')
  })
})

test.each(['credential_sdjwt', 'presentation_cose', '__proto__'])(
  'the feature %s is not offered and answered with indeterminate',
  async (feature) => {
    expect((await issue(credential, feature)).result).toBe('indeterminate')
    expect((await verify('x', feature)).result).toBe('indeterminate')
  },
)

describe('the command', () => {
  const run = promisify(execFile)
  const akashi = (...args: string[]) =>
    run(process.execPath, ['--import', 'tsx', join(projectRoot, 'src/cli/akashi.ts'), 'jose', ...args], { cwd: projectRoot }).then(
      () => 0,
      (error: { code: number }) => error.code,
    )
  const output = () => JSON.parse(readFileSync(join(directory, 'output.json'), 'utf8')) as { result: string; data: string }
  const files = (input: string) => [
    '--input',
    input,
    '--key',
    keyPath('ES256'),
    '--feature',
    'credential_jose',
    '--output',
    join(directory, 'output.json'),
  ]

  test('writes the output file and ends with 0 for success, 1 for failure', { timeout: 120_000 }, async () => {
    expect(await akashi('issue', ...files(write('credential.json', credential)))).toBe(0)
    expect(output().result).toBe('success')
    // the suite names a folder where it has no input
    expect(await akashi('verify', ...files(directory))).toBe(1)
    expect(output().result).toBe('failure')
  })
})
