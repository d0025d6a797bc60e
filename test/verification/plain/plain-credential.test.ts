import { describe, expect, test } from 'vitest'
import { publishedDigests } from '../../../contexts/published-digests.ts'
import type { JsonObject } from '../../../src/json.ts'
import { examinePresentation } from '../../../src/openbadges/plain/presentation.ts'
import { checkPlainCredential, examinePlainCredential } from '../../../src/openbadges/plain-credential.ts'
import { accepted, broken, extensions, type Members, refused, sample, v1, v2, withMembers } from './tables.ts'

const example = 'https://www.w3.org/ns/credentials/examples/v2'
const heldContexts = new Set([v1, v2, example])

const olderSample = (): JsonObject => {
  const { validFrom, ...rest } = sample()
  return { ...rest, '@context': [v1], issuanceDate: validFrom as string }
}

const rules = (document: JsonObject, purpose: 'issue' | 'verify' = 'issue'): string[] =>
  examinePlainCredential(document, { heldContexts, purpose, publishedDigests }).map(({ rule, path }) => `${rule} ${path}`)

const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

describe('the table "accept" of VC-API section 3', () => {
  test.each(accepted)('%s is accepted', (_, members) => {
    expect(rules(withMembers(members))).toEqual([])
  })

  test('a held context after the base is accepted', () => {
    expect(rules(withMembers({ '@context': [v2, example] }))).toEqual([])
  })

  test('relatedResource with the digests of either published version of credentials/v2 is accepted', () => {
    const digests: JsonObject[] = [
      { digestSRI: 'sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ=' },
      { digestSRI: 'sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU' },
      { digestSRI: 'sha384-Ml/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU' },
      { digestSRI: 'sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg' },
      {
        digestMultibase: `u${Buffer.from('24a18c90e9856d526111f29376e302d970b2bd10182e33959995b0207d7043b9', 'hex').toString('base64url')}`,
      },
      {
        digestMultibase: `u${Buffer.from('122059955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734', 'hex').toString('base64url')}`,
      },
    ]
    for (const digest of digests) expect(rules(withMembers({ relatedResource: [{ id: v2, ...digest }] })), text(digest)).toEqual([])
  })
})

describe('the table "refuse" of VC-API section 3', () => {
  for (const [member, { path, values }] of Object.entries(refused)) {
    test.each(values.map((value) => [text(value), value] as const))(`${member} of %s is refused`, (_, value) => {
      const found = rules(withMembers({ [member]: value }))
      expect(found.length).toBeGreaterThan(0)
      expect(found.some((one) => one.split(' ')[1]?.startsWith(path))).toBe(true)
    })
  }

  for (const member of extensions)
    test.each(broken.map((value) => [text(value), value] as const))(`${member} of %s is refused`, (_, value) => {
      expect(rules(withMembers({ [member]: value })).some((one) => one.includes(`/${member}`))).toBe(true)
    })

  test('credentialSchema without id is refused', () => {
    expect(rules(withMembers({ credentialSchema: { type: 'JsonSchema' } }))).toEqual(['VCDM-credentialSchema /credentialSchema/id'])
  })

  const entry = {
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '94567',
    statusListCredential: 'https://example.org/list',
  }
  test('a complete BitstringStatusListEntry is accepted, also in a list', () => {
    expect(rules(withMembers({ credentialStatus: entry }))).toEqual([])
    expect(rules(withMembers({ credentialStatus: [entry, { ...entry, statusPurpose: 'suspension' }] }))).toEqual([])
  })
  test.each(['+5', '-1', ' 5', '5 ', '5.0', '1e3', '0x5', '05', '5a', '', '1234567890', 5, null])(
    'L6: a statusListIndex of %j is refused',
    (statusListIndex) => {
      expect(rules(withMembers({ credentialStatus: { ...entry, statusListIndex } }))).toContain(
        'VCDM-credentialStatus /credentialStatus/statusListIndex',
      )
    },
  )
  test.each([
    ['statusPurpose', undefined],
    ['statusListCredential', 'no-url'],
    ['statusListCredential', undefined],
    ['id', 'https://example.org/list'],
  ])('a BitstringStatusListEntry with %s of %s is refused', (member, value) => {
    expect(rules(withMembers({ credentialStatus: withMembers({ [member]: value }, entry) }))).toEqual([
      `VCDM-credentialStatus /credentialStatus/${member}`,
    ])
  })

  test('a context that is not held is told apart from one that is wrong', () => {
    expect(rules(withMembers({ '@context': [v2, 'https://example.org/unknown'] }))).toEqual(['VCDM-CONTEXT-NOT-HELD /@context/1'])
  })

  test('a credential that has a proof already is refused for issuing and accepted for verifying', () => {
    const proof = { type: 'DataIntegrityProof' }
    expect(rules(withMembers({ proof }))).toEqual(['VCDM-PROOF /proof'])
    expect(rules(withMembers({ proof }), 'verify')).toEqual([])
  })
})

describe('VC Data Model 1.1', () => {
  test('a credential with issuanceDate is accepted, and one without is refused', () => {
    expect(rules(olderSample())).toEqual([])
    expect(rules(withMembers({ issuanceDate: undefined }, olderSample()))).toEqual(['VCDM-DATE /issuanceDate'])
  })
  test('expirationDate is held to the same rules as validUntil', () => {
    expect(rules(withMembers({ expirationDate: '2027-04-01T00:00:00.000Z' }, olderSample()))).toEqual([])
    expect(rules(withMembers({ expirationDate: '2025-04-01T00:00:00Z' }, olderSample()))).toEqual(['VCDM-DATE /expirationDate'])
  })
})

describe('section 5: what differs when a stranger verifies', () => {
  test('a date without zone is accepted for verifying and refused for issuing', () => {
    const document = withMembers({ validFrom: '2026-04-01T00:00:00' })
    expect(rules(document, 'verify')).toEqual([])
    expect(rules(document, 'issue')).toEqual(['VCDM-DATE /validFrom'])
  })
})

describe('L3, L4: the JSON and the RDF of a plain credential tell the same story', () => {
  const credentials = 'https://www.w3.org/2018/credentials#'
  const hiding: [string, JsonObject][] = [
    ['renamed by an inline term', { '@context': [v2, { until: `${credentials}validUntil` }], until: '2020-01-01T00:00:00Z' }],
    [
      'renamed by a term with an object',
      { '@context': [v2, { until: { '@id': `${credentials}validUntil` } }], until: '2020-01-01T00:00:00Z' },
    ],
    ['renamed through a prefix', { '@context': [v2, { c: credentials, until: 'c:validUntil' }], until: '2020-01-01T00:00:00Z' }],
    [
      'renamed through a shorter prefix',
      { '@context': [v2, { c: 'https://www.w3.org/2018/', until: 'c:credentials#validUntil' }], until: '2020-01-01T00:00:00Z' },
    ],
    ['renamed through a prefix of the base context', { '@context': [v2, { until: 'cred:validUntil' }], until: '2020-01-01T00:00:00Z' }],
    [
      'renamed in a scoped context',
      {
        '@context': [v2, { Z: { '@id': 'https://example.org/#Z', '@context': { until: `${credentials}validUntil` } } }],
        type: ['VerifiableCredential', 'Z'],
        until: '2020-01-01T00:00:00Z',
      },
    ],
    ['completed by an inline vocabulary', { '@context': [v2, { '@vocab': `${credentials}valid` }], Until: '2020-01-01T00:00:00Z' }],
    ['completed by a shorter vocabulary', { '@context': [v2, { '@vocab': 'https://www.w3.org/2018/' }] }],
    ['written as a full IRI', { [`${credentials}validUntil`]: '2020-01-01T00:00:00Z' }],
    ['moved under an alias of @nest', { '@context': [v2, { more: '@nest' }], more: { validUntil: '2020-01-01T00:00:00Z' } }],
    ['moved under @nest', { '@nest': { validUntil: '2020-01-01T00:00:00Z' } }],
    [
      'moved to a second node with the same id',
      { credentialSubject: { id: 'did:example:subject', knows: { id: sample()['id'] as string, validUntil: '2020-01-01T00:00:00Z' } } },
    ],
    [
      'moved to a second node by a compact id',
      { '@context': [v2, { urn: 'https://example.org/' }], credentialSubject: { id: 'did:example:subject', knows: { id: 'urn:x' } } },
    ],
    [
      'moved to a second node while the document has a compact id',
      {
        '@context': [v2, { e: 'https://example.org/' }],
        id: 'e:1',
        credentialSubject: { id: 'did:example:subject', knows: { id: 'https://example.org/1', validUntil: '2020-01-01T00:00:00Z' } },
      },
    ],
    [
      'beside text in an index that the RDF does not have',
      {
        '@context': [v2, { note: { '@id': 'https://example.org/#note', '@container': '@index' } }],
        credentialSubject: { note: { 'unsigned text': 'a' } },
      },
    ],
    ['beside an @index', { credentialSubject: { id: 'did:example:s', '@index': 'unsigned text' } }],
    ['beside null', { credentialSubject: { id: 'did:example:s', nothing: null } }],
    [
      'with a context of its own below the top',
      { credentialSubject: { '@context': { a: 'https://example.org/#a' }, id: 'did:example:s' } },
    ],
    ['with an inline @base', { '@context': [v2, { '@base': 'https://example.org/' }] }],
    ['with an inline @import', { '@context': [v2, { '@import': 'https://example.org/' }] }],
  ]
  test.each(hiding)('a member %s is refused', (_, members) => {
    expect(rules({ ...sample(), ...members }, 'verify').length).toBeGreaterThan(0)
  })

  test('the same terms with harmless meanings are accepted', () => {
    const context = {
      until: 'https://example.org/#until',
      e: 'https://example.org/#',
      other: 'e:other',
      note: { '@id': 'e:note', '@container': '@set' },
    }
    expect(rules(withMembers({ '@context': [v2, context], until: 'a' }), 'verify')).toEqual([])
    const reference = { id: 'did:example:subject', about: { id: sample()['id'] as string } }
    expect(rules(withMembers({ credentialSubject: reference }), 'verify')).toEqual([])
  })

  test('an own key __proto__ is refused', () => {
    const document = JSON.parse(
      text(sample()).replace('"credentialSubject":{', '"credentialSubject":{"__proto__":{"a":"b"},'),
    ) as JsonObject
    expect(rules(document, 'verify')).toEqual(['VCDM-KEY /credentialSubject/__proto__'])
  })
})

test('what was checked for signing cannot be changed through the object that was checked', () => {
  const document = sample()
  const answer = checkPlainCredential(document, { heldContexts })
  document['issuer'] = 'did:example:other'
  expect(answer.ok && answer.credential.document['issuer']).toBe(sample()['issuer'])
})

describe('the shape of presentations (VC-API section 7)', () => {
  const presentation = (members: Members = {}): JsonObject => withMembers(members, { '@context': [v2], type: ['VerifiablePresentation'] })
  const secured = { ...sample(), proof: {} }
  const envelope = { '@context': v2, id: 'data:application/vc+jwt,a.b.c', type: 'EnvelopedVerifiableCredential' }
  const accepted: [string, Members][] = [
    ['without credentials', {}],
    ['type as text', { type: 'VerifiablePresentation' }],
    ['one credential', { verifiableCredential: secured }],
    ['several credentials, one enveloped', { verifiableCredential: [secured, envelope] }],
    ['a holder', { holder: 'did:example:h' }],
    ['a holder object', { holder: { id: 'did:example:h' } }],
    ['an id', { id: 'urn:uuid:1' }],
  ]
  test.each(accepted)('%s is accepted', (_, members) => {
    expect(examinePresentation(presentation(members), { heldContexts })).toEqual([])
  })
  const refused: [string, Members][] = [
    ['without @context', { '@context': undefined }],
    ['contexts in the wrong order', { '@context': [example, v2] }],
    ['a number as context', { '@context': [v2, 123192875] }],
    ['an unknown context', { '@context': [v2, 'https://example.com'] }],
    ['no type', { type: undefined }],
    ['another type', { type: ['Presentation'] }],
    ['a holder that is no URL', { holder: 'me' }],
    ['a holder object without id', { holder: { name: 'me' } }],
    ['a holder object with a bad id', { holder: { id: 'me' } }],
    ['an id that is no URL', { id: 'me' }],
    ['a credential as text', { verifiableCredential: ['https://example.org/c'] }],
    ['an unsecured credential', { verifiableCredential: [sample()] }],
    ['an envelope without its data', { verifiableCredential: { ...envelope, id: 'https://example.org/c' } }],
  ]
  test.each(refused)('%s is refused', (_, members) => {
    expect(examinePresentation(presentation(members), { heldContexts }).length).toBeGreaterThan(0)
  })
})
