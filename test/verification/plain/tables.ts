import type { Json, JsonObject } from '../../../src/json.ts'

export const v1 = 'https://www.w3.org/2018/credentials/v1'
export const v2 = 'https://www.w3.org/ns/credentials/v2'

/** Members to replace in a document; `undefined` takes one away. */
export type Members = Record<string, Json | undefined>

export const sample = (): JsonObject => ({
  '@context': [v2],
  id: 'urn:uuid:5a5e8c8e-2b1f-4c3c-9f36-1f6f2a1f6f10',
  type: ['VerifiableCredential'],
  issuer: 'did:key:z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj',
  validFrom: '2026-04-01T00:00:00Z',
  credentialSubject: { id: 'did:example:subject' },
})

/** The sample with members replaced; `undefined` takes a member away. */
export const withMembers = (members: Members, document = sample()): JsonObject => {
  const copy: JsonObject = { ...document }
  for (const [member, value] of Object.entries(members)) {
    if (value === undefined) delete copy[member]
    else copy[member] = value
  }
  return copy
}

/** What VC-API section 3 asks an issuer to accept, as changes of the sample. */
export const accepted: [string, Members][] = [
  ['the sample itself', {}],
  ['extra types as URL or term, in any order', { type: ['https://example.org/#Other', 'VerifiableCredential', 'Another'] }],
  ['an inline context', { '@context': [v2, { Example: 'https://example.org/#Example' }] }],
  ['an inline context in the nested form', { '@context': [v2, { '@context': { Example: 'https://example.org/#Example' } }] }],
  ['no id', { id: undefined }],
  ['no validFrom', { validFrom: undefined }],
  ['a subject with one claim and no id', { credentialSubject: { alumniOf: 'a school' } }],
  ['several subjects', { credentialSubject: [{ id: 'did:example:a' }, { id: 'did:example:b' }] }],
  ['a validFrom far in the future', { validFrom: '2999-01-01T00:00:00Z' }],
  ['milliseconds and an offset', { validFrom: '2026-04-01T00:00:00.123-06:00' }],
  ['an issuer object', { issuer: { id: 'did:example:issuer', name: 'A name' } }],
  ['a name and description as text', { name: 'A', description: 'B' }],
  ['a language object', { name: { '@value': 'A', '@language': 'en', '@direction': 'ltr' } }],
  [
    'several language objects',
    {
      description: [
        { '@value': 'A', '@language': 'en' },
        { '@value': 'B', '@language': 'ja' },
      ],
    },
  ],
  ['a language object as name of the issuer', { issuer: { id: 'did:example:i', name: { '@value': 'A', '@language': 'en' } } }],
  ['one evidence', { evidence: { type: 'Evidence' } }],
  ['several evidence', { evidence: [{ type: ['Evidence'] }, { id: 'https://example.org/e', type: 'Other' }] }],
  ['terms of use without id', { termsOfUse: [{ type: 'Policy' }] }],
  ['refresh services', { refreshService: [{ type: 'Refresh', id: 'https://example.org/r' }] }],
  ['a schema', { credentialSchema: { id: 'https://example.org/s', type: 'JsonSchema' } }],
  ['a status without id, of a URL type', { credentialStatus: { type: 'https://example.org/#Status' } }],
]

/** What it asks an issuer to refuse: values of one member, and where the problem is. */
export const refused: Record<string, { path: string; values: (Json | undefined)[] }> = {
  '@context': {
    path: '/@context',
    values: [
      undefined,
      4,
      true,
      null,
      {},
      v2,
      [],
      ['https://www.w3.org/ns/did/v1', v2],
      ['https://example.org/v1'],
      [v2, 4],
      [v2, null],
      [v2, true],
      [v2, []],
      [v2, 'https ://example.org/v1'],
      [v2, 'no-url'],
      [v2, 'https://example.org/unknown'],
      [v2, { Term: 'https ://not-a-url#Term' }],
      [v2, { Term: 'no-url' }],
    ],
  },
  type: {
    path: '/type',
    values: [
      undefined,
      4,
      null,
      true,
      'VerifiableCredential',
      {},
      [],
      ['VerifiableCredential', 2],
      ['VerifiableCredential', null],
      ['Other'],
      ['VerifiableCredential', 'a b'],
    ],
  },
  issuer: {
    path: '/issuer',
    values: [undefined, null, true, 4, ['did:example:i'], 'no-url', 'did:example:a b', {}, { id: null }, { id: 'no-url' }, { name: 'x' }],
  },
  credentialSubject: {
    path: '/credentialSubject',
    values: [
      undefined,
      null,
      true,
      4,
      'did:example:s',
      [],
      {},
      [{ id: 'did:example:s' }, {}],
      [{ id: 'did:example:s' }, 'x'],
      { id: 'no-url' },
      { id: null },
      { id: ['did:example:a', 'did:example:b'] },
    ],
  },
  id: {
    path: '/id',
    values: [null, ['urn:a:b'], 4, 'no-url', 'https://example.org/a b', 'javascript:alert(1)', 'data:text/plain,x', 'file:///etc/passwd'],
  },
  validFrom: {
    path: '/validFrom',
    values: [
      'Wed, 01 Apr 2026 00:00:00 GMT',
      '2026-02-30T00:00:00Z',
      '2026-04-01T00:00:00',
      '2026-04-01',
      '',
      4,
      null,
      '2026-04-01T00:00:00+15:00',
      '2026-13-01T00:00:00Z',
      ' 2026-04-01T00:00:00Z',
    ],
  },
  validUntil: { path: '/validUntil', values: ['2026-03-31T23:59:59Z', 'tomorrow'] },
  name: {
    path: '/name',
    values: [
      4,
      { '@value': 4 },
      { '@language': 'en' },
      { '@value': 'A', '@language': 'en', url: 'https://example.org' },
      { '@value': 'A', '@type': 'x:y' },
      [{ '@value': 'A' }, 4],
    ],
  },
  description: { path: '/description', values: [true, { value: 'A' }] },
  relatedResource: {
    path: '/relatedResource',
    values: [
      'x',
      [],
      ['https://example.org/a'],
      [{ digestSRI: 'sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ=' }],
      [{ id: v2 }],
      [{ id: v2, digestSRI: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
      [{ id: v2, digestSRI: 'sha256-59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734' }],
      [{ id: v2, digestMultibase: `u${Buffer.alloc(32).toString('base64url')}` }],
      [{ id: 'https://example.org/a', digestMultibase: 'uZTQ0MjM1NiAgcmVwb3J0cc5jZWxhdGVkLXJlc291cmNlLmpzb24K' }],
      [
        { id: 'https://example.org/a', digestMultibase: `u${Buffer.alloc(32).toString('base64url')}` },
        { id: 'https://example.org/a', digestMultibase: `u${Buffer.alloc(32).toString('base64url')}` },
      ],
    ],
  },
}

/** Members that hold one object or several, each with a type. */
export const extensions = ['credentialStatus', 'termsOfUse', 'evidence', 'refreshService', 'credentialSchema']
/** Values that none of them may have. */
export const broken: Json[] = [
  'https://example.org/a',
  4,
  null,
  [],
  {},
  { id: 'https://example.org/a' },
  { id: 'https://example.org/a', type: 2 },
  { id: 'no-url', type: 'Type' },
  { id: 'https://example.org/a b', type: 'Type' },
  { id: null, type: 'Type' },
]
