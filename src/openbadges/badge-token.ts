import type { JsonObject } from '../json.ts'
import type { UnsignedCredential } from './types.ts'

const seconds = (dateTime: unknown): number => Math.floor(Date.parse(String(dateTime)) / 1000)

/**
 * The payload of a badge as VC-JWT: the credential itself and, beside it, the claims that repeat it: `iss`, `jti`, `nbf`, `sub` where the subject
 * has an id, `exp` where the badge ends (Open Badges 3.0, sections 8.2.2 and 8.2.4).
 */
export const badgeTokenPayload = (document: Readonly<UnsignedCredential>): JsonObject => {
  const issuer = document['issuer'] as string | { id: string }
  const subject = document['credentialSubject'] as { id?: string } | undefined
  return {
    ...document,
    iss: typeof issuer === 'string' ? issuer : issuer.id,
    jti: document.id,
    nbf: seconds(document['validFrom']),
    ...(subject?.id === undefined ? {} : { sub: subject.id }),
    ...(document['validUntil'] === undefined ? {} : { exp: seconds(document['validUntil']) }),
  }
}
