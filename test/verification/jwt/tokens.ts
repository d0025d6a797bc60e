import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import type { Json, JsonObject } from '../../../src/json.ts'
import { badgeBy } from '../proof/badges.ts'

export type Algorithm = 'RS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA'

/** A key pair of the independent JOSE library. */
export interface TokenSigner {
  alg: Algorithm
  privateKey: CryptoKey
  jwk: JsonObject
  /** `did:jwk` of the key, and the name of the key in it */
  did: string
  kid: string
}

export const tokenSigner = async (alg: Algorithm): Promise<TokenSigner> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true, ...(alg === 'RS256' ? { modulusLength: 2_048 } : {}) })
  const jwk = (await exportJWK(publicKey)) as JsonObject
  const did = `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`
  return { alg, privateKey, jwk, did, kid: `${did}#0` }
}

export const segment = (value: Json | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A compact JWS over the payload, signed by the library. */
export const token = (payload: JsonObject, signer: TokenSigner, header: JsonObject = {}): Promise<string> => {
  const members = { alg: signer.alg, kid: signer.kid, ...header }
  const present = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader(present as { alg: string })
    .sign(signer.privateKey, { crit: { [String(present['crit'] ?? 'x')]: true } })
}

export const seconds = (date: string): number => Math.floor(new Date(date).getTime() / 1_000)

/** The claims that a badge's token must carry (JW-2). */
export const claimsOf = (badge: JsonObject): JsonObject => {
  const issuer = badge['issuer'] as JsonObject
  const subject = badge['credentialSubject'] as JsonObject
  const begins = (badge['validFrom'] ?? badge['issuanceDate']) as string
  const ends = (badge['validUntil'] ?? badge['expirationDate']) as string | undefined
  return {
    iss: issuer['id'] as Json,
    jti: badge['id'] as Json,
    nbf: seconds(begins),
    ...(subject['id'] === undefined ? {} : { sub: subject['id'] }),
    ...(ends === undefined ? {} : { exp: seconds(ends) }),
  }
}

/** The payload of a badge's token: the badge itself with its claims. */
export const payloadOf = (badge: JsonObject): JsonObject => ({ ...badge, ...claimsOf(badge) })

export const badgePayload = (issuer: string, members: JsonObject = {}): JsonObject => payloadOf(badgeBy(issuer, members))
