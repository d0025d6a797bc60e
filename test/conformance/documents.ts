import { gzipSync } from 'node:zlib'
import type { Json, JsonObject } from '../../src/json.ts'
import type { Input } from './desk.ts'
import { ecKey, edKey, type Members, withMembers } from './sign.ts'

/** One thing handed in, and what the documents say about it: a verdict, with the code of the deciding line where they name the reason. */
export type Case = readonly [title: string, input: () => Promise<Input> | Input, expected: string]

export const V2 = 'https://www.w3.org/ns/credentials/v2'
export const V1 = 'https://www.w3.org/2018/credentials/v1'
const ob = 'https://purl.imsglobal.org/spec/ob/v3p0/'
export const OB = `${ob}context-3.0.3.json`
export const OB0 = `${ob}context.json`
export const OB1 = `${ob}context-3.0.1.json`
export const OB2 = `${ob}context-3.0.2.json`
export const EXT = `${ob}extensions.json`
export const ED2020 = 'https://w3id.org/security/suites/ed25519-2020/v1'
export const DI1 = 'https://w3id.org/security/data-integrity/v1'
export const DI2 = 'https://w3id.org/security/data-integrity/v2'

export const issuer = edKey(11)
export const stranger = edKey(12)
export const endorser = edKey(13)
export const p256 = ecKey('P-256')
export const p384 = ecKey('P-384')

/** A badge of few words by a did:key; members replaced, `undefined` taken away. */
export const badge = (members: Members = {}, by = issuer.did): JsonObject =>
  withMembers(
    {
      '@context': [V2, OB],
      id: 'https://badges.example.net/badges/1',
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      issuer: { id: by, type: ['Profile'], name: 'Example Corp' },
      validFrom: '2026-04-01T00:00:00Z',
      name: 'Teamwork Badge',
      credentialSubject: {
        id: 'did:example:ebfeb1f712ebc6f1c276e12ec21',
        type: ['AchievementSubject'],
        achievement: {
          id: 'https://example.com/achievements/teamwork',
          type: ['Achievement'],
          criteria: { narrative: 'Nominated by their peers.' },
          description: 'Collaborates within a group.',
          name: 'Teamwork',
        },
      },
    },
    members,
  )

/** The badge with members of its subject replaced; of its achievement. */
export const subject = (members: Members): JsonObject => {
  const document = badge()
  return { ...document, credentialSubject: withMembers(document['credentialSubject'] as JsonObject, members) }
}
export const achievement = (members: Members): JsonObject =>
  subject({ achievement: withMembers((badge()['credentialSubject'] as JsonObject)['achievement'] as JsonObject, members) })

/** The same badge as VC Data Model 1.1 writes it. */
export const older = (openBadges: string, endings: string[], members: Members = {}): JsonObject =>
  badge({ '@context': [V1, openBadges, ...endings], validFrom: undefined, issuanceDate: '2026-04-01T00:00:00Z', ...members })

/** A credential that is no badge. */
export const plain = (members: Members = {}, by = issuer.did): JsonObject =>
  withMembers(
    {
      '@context': [V2],
      id: 'urn:uuid:7d3e0b1c-52e6-4f2b-8a61-3a1f0b1f2c3d',
      type: ['VerifiableCredential'],
      issuer: by,
      validFrom: '2026-04-01T00:00:00Z',
      credentialSubject: { id: 'did:example:subject' },
    },
    members,
  )

/** A statement of somebody about a badge. */
export const endorsement = (members: Members = {}, by = endorser.did): JsonObject =>
  withMembers(
    {
      '@context': [V2, OB],
      id: 'https://endorser.example.net/endorsements/1',
      type: ['VerifiableCredential', 'EndorsementCredential'],
      name: 'Endorsement',
      issuer: { id: by, type: ['Profile'], name: 'Endorser' },
      validFrom: '2026-04-02T00:00:00Z',
      credentialSubject: {
        id: 'https://badges.example.net/badges/1',
        type: ['EndorsementSubject'],
        endorsementComment: 'Works well.',
      },
    },
    members,
  )

export const listUrl = 'https://lists.example.net/status/1'

/** Bits as a Bitstring Status List carries them: `size` bits an entry, most significant first. */
export const bits = (set: Record<number, number>, options: { entries?: number; size?: number } = {}): string => {
  const { entries = 131_072, size = 1 } = options
  const bytes = Buffer.alloc(Math.ceil((entries * size) / 8))
  for (const [index, value] of Object.entries(set))
    for (let bit = 0; bit < size; bit++) {
      const position = Number(index) * size + bit
      if ((value >> (size - 1 - bit)) & 1) bytes[position >> 3] = (bytes[position >> 3] as number) | (0x80 >> (position & 7))
    }
  return `u${gzipSync(bytes).toString('base64url')}`
}

export const list = (members: Members = {}, subjectMembers: Members = {}, by = issuer.did): JsonObject =>
  withMembers(
    {
      '@context': [V2],
      id: listUrl,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: by,
      validFrom: '2026-04-01T00:00:00Z',
      credentialSubject: withMembers(
        { id: `${listUrl}#list`, type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList: bits({}) },
        subjectMembers,
      ),
    },
    members,
  )

export const entry = (members: Members = {}): JsonObject =>
  withMembers(
    { type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '77', statusListCredential: listUrl },
    members,
  )

/** A case whose document is made and signed in one go. */
export const ofDocument = (title: string, make: () => Promise<JsonObject> | JsonObject, expected: string, web: Input['web'] = {}): Case => [
  title,
  async () => ({ credential: await make(), web }),
  expected,
]

export const json = (value: Json): string => JSON.stringify(value)
