import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { JsonObject } from '../../../src/json.ts'
import type { Web } from '../proof/world.ts'

export const host = 'https://badges.example.org'
export const issuerId = `${host}/issuer`
export const badgeClassId = `${host}/class`
export const assertionId = `${host}/assertions/1`
export const keyId = `${host}/key`
export const listId = `${host}/revoked`

const context = 'https://w3id.org/openbadges/v2'

export const newRsaKey = (bits = 2048): { privateKey: KeyObject; pem: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  return { privateKey, pem: publicKey.export({ type: 'spki', format: 'pem' }) as string }
}

export const issuerProfile = (members: JsonObject = {}): JsonObject => ({
  '@context': context,
  id: issuerId,
  type: 'Issuer',
  name: '見本大学（デモ）',
  url: host,
  email: 'badges@example.org',
  publicKey: keyId,
  ...members,
})

export const badgeClass = (members: JsonObject = {}): JsonObject => ({
  '@context': context,
  id: badgeClassId,
  type: 'BadgeClass',
  name: 'データ活用基礎',
  description: '講座の修了。',
  image: `${host}/class.png`,
  criteria: { narrative: '全6回に出席する。' },
  issuer: issuerId,
  ...members,
})

/** sha256("a@example.comKosher"), the worked example of the specification. */
const recipient = {
  type: 'email',
  hashed: true,
  salt: 'Kosher',
  identity: 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399',
}

export const assertion = (members: JsonObject = {}): JsonObject => ({
  '@context': context,
  id: assertionId,
  type: 'Assertion',
  recipient,
  badge: badgeClassId,
  verification: { type: 'hosted' },
  issuedOn: '2026-04-01T00:00:00Z',
  ...members,
})

export const keyDocument = (pem: string, members: JsonObject = {}): JsonObject => ({
  '@context': context,
  id: keyId,
  type: 'CryptographicKey',
  owner: issuerId,
  publicKeyPem: pem,
  ...members,
})

/** The issuer's website, with some documents replaced. */
export const website = (pem: string, more: Web = {}): Web => ({
  [issuerId]: issuerProfile(),
  [badgeClassId]: badgeClass(),
  [assertionId]: assertion(),
  [keyId]: keyDocument(pem),
  ...more,
})

/** A compact JWS over an assertion (RFC 7515), signed with RS256. */
export const jws = (payload: JsonObject, privateKey: KeyObject, header: JsonObject = { alg: 'RS256' }): string => {
  const input = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${input}.${createSign('sha256').update(input).sign(privateKey).toString('base64url')}`
}
