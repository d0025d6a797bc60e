import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json.ts'
import { plainBy } from '../proof/badges.ts'
import { ed25519Signer, signed } from '../proof/signers.ts'
import { canonicalizer, verify } from '../proof/world.ts'
import { v2 } from './tables.ts'

const signer = await ed25519Signer(1)
const id = 'https://example.org/credentials/1'
const end = '2026-04-02T00:00:00Z'
const dateTime = 'http://www.w3.org/2001/XMLSchema#dateTime'
const validUntil = 'https://www.w3.org/2018/credentials#validUntil'

/** Expired; its subject refers to it, so that a second node with its id can be made without changing the graph. */
const expired = await signed(
  plainBy(signer.did, {
    '@context': [v2, { about: { '@id': 'https://example.org/#about', '@type': '@id' } }],
    id,
    validUntil: end,
    credentialSubject: { id: 'did:example:subject', about: { id } },
  }),
  signer,
)
const { validUntil: _, ...timeless } = expired
const about = (expired['@context'] as JsonObject[])[1] as JsonObject
const subject = (member: JsonObject): JsonObject => ({ id: 'did:example:subject', about: member })

const rewritten: [string, JsonObject][] = [
  ['under another name', { ...timeless, '@context': [v2, { ...about, until: { '@id': validUntil, '@type': dateTime } }], until: end }],
  [
    'under a name with a prefix',
    {
      ...timeless,
      '@context': [v2, { ...about, c: 'https://www.w3.org/2018/credentials#', until: { '@id': 'c:validUntil', '@type': dateTime } }],
      until: end,
    },
  ],
  ['as a full IRI', { ...timeless, [validUntil]: { '@value': end, '@type': dateTime } }],
  [
    'by way of a vocabulary',
    {
      ...timeless,
      '@context': [v2, { ...about, '@vocab': 'https://www.w3.org/2018/credentials#valid' }],
      Until: { '@value': end, '@type': dateTime },
    },
  ],
  ['in a nest', { ...timeless, '@context': [v2, { ...about, more: '@nest' }], more: { validUntil: end } }],
  [
    'on a second node with the id of the credential',
    {
      ...timeless,
      '@context': [v2, { ...about, until: { '@id': validUntil, '@type': dateTime } }],
      credentialSubject: subject({ id, until: end }),
    },
  ],
  [
    'on a second node of the same type',
    { ...timeless, credentialSubject: subject({ id, type: ['VerifiableCredential'], validUntil: end }) },
  ],
]

const statements = ({ proof: __, ...document }: JsonObject): Promise<string> => canonicalizer.canonicalize(document)

describe('T2: an expired plain credential stays expired, however its end is written', () => {
  test('as it was signed it is authentic and expired', async () => {
    const answer = await verify(expired)
    expect(answer.verdict).toBe('invalid')
    expect(answer.checks.filter(({ status }) => status === 'failed').map(({ code }) => code)).toEqual(['validity.expired'])
  })
  test.each(rewritten)('the end %s: the same statements, and never valid', async (_, document) => {
    expect(await statements(document)).toBe(await statements(expired))
    expect((await verify(document)).verdict).not.toBe('valid')
  })
})
