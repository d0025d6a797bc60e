/** Where things stand under the public URL. INTERFACES "Public HTTP": these addresses are in signed badges and never change. */

export const credentialUrl = (publicUrl: string, id: string): string => `${publicUrl}/badges/${id}`

/** @param achievementId - `/achievements/{slug}` or `/achievements/{slug}/v/{n}` */
export const achievementUrl = (publicUrl: string, achievementId: string): string => `${publicUrl}${achievementId}`

export const issuerUrl = (publicUrl: string, slug: string): string => `${publicUrl}/issuers/${slug}`

export const employerUrl = (publicUrl: string, slug: string): string => `${publicUrl}/employers/${slug}`

export const statusListUrl = (publicUrl: string, listId: string): string => `${publicUrl}/status/${listId}`

/**
 * The did:web identifier of an issuer under this public URL (did:web method, "Method-specific identifier").
 *
 * @param slug - undefined for the council, whose document stands at `/.well-known/did.json`
 */
export const webDid = (publicUrl: string, slug: string | undefined): string => {
  const url = new URL(publicUrl)
  const path = url.pathname.split('/').filter((part) => part !== '')
  const parts = [encodeURIComponent(url.host), ...path, ...(slug === undefined ? [] : ['issuers', slug])]
  return `did:web:${parts.join(':')}`
}

export const endorsementUrl = (publicUrl: string, id: string): string => `${publicUrl}/endorsements/${id}`

export const declarationUrl = (publicUrl: string, id: string): string => `${publicUrl}/declarations/${id}`

/** Where the newest version of a badge is fetched (`refreshService`). */
export const refreshUrl = (publicUrl: string, credentialId: string): string => `${credentialUrl(publicUrl, credentialId)}/refresh`

/** A signed version of a badge, for good. @param sha256 - of the signed bytes, hex */
export const credentialVersionUrl = (publicUrl: string, credentialId: string, sha256: string): string =>
  `${credentialUrl(publicUrl, credentialId)}/versions/${sha256}`
