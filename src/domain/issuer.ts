import type { Text } from './text.ts'

/** Somebody in whose name credentials are signed here. */
export interface Issuer {
  id: string
  slug: string
  name: Text
  did: string
  method: 'web' | 'key'
  organisationId?: string
  /** status entries that the issuing instance adds: none, or of one purpose */
  statusPurpose: 'none' | 'revocation' | 'suspension'
  /** Data Integrity cryptosuite or JOSE, for issuing instances of the VC-API; badges are always eddsa-rdfc-2022 */
  securing: 'eddsa-rdfc-2022' | 'eddsa-jcs-2022' | 'jose'
  isDemo: boolean
}

/** The public part of one signing key, with the period in which it signs. A retired key stays in the DID document. */
export interface IssuerKey {
  kid: string
  issuerId: string
  /** Multikey, base58btc, `z6Mk…` */
  publicKeyMultibase: string
  state: 'active' | 'retired' | 'compromised'
  notBefore: Date
  notAfter?: Date
  compromisedSince?: Date
}
