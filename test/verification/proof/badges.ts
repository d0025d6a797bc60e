import type { JsonObject } from '../../../src/json.ts'
import { sampleBadge } from '../../proof/sample-badge.ts'

/** A badge by a did:key, without status: nothing about it needs the network. */
export const badgeBy = (issuer: string, members: JsonObject = {}): JsonObject => {
  const { credentialStatus: _, ...badge } = sampleBadge()
  return { ...badge, issuer: { ...(badge['issuer'] as JsonObject), id: issuer }, ...members }
}

/** The same badge as VC Data Model 1.1 writes it, under one of the Open Badges contexts. */
export const olderBadgeBy = (issuer: string, openBadgesContext: string, endings: string[]): JsonObject => {
  const { validFrom, ...badge } = badgeBy(issuer)
  return {
    ...badge,
    '@context': ['https://www.w3.org/2018/credentials/v1', openBadgesContext, ...endings],
    issuanceDate: validFrom as string,
  }
}

/** A credential that is no badge. */
export const plainBy = (issuer: string, members: JsonObject = {}): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  id: 'urn:uuid:7d3e0b1c-52e6-4f2b-8a61-3a1f0b1f2c3d',
  type: ['VerifiableCredential'],
  issuer,
  validFrom: '2026-04-01T00:00:00Z',
  credentialSubject: { id: 'urn:uuid:0d0a7dfe-8a04-4f2e-9c3a-3f6f0f5f2b10' },
  ...members,
})
