import { remembered } from './remembered.ts'

/** Schemes that lead to script, inline data or local files; no identifier in a credential uses them (SECURITY (b), step 6). */
const refusedSchemes = new Set(['javascript', 'vbscript', 'data', 'file', 'blob', 'about'])

/** An absolute URI or IRI without white space and without the characters that RFC 3987 excludes. A URL parser alone would let spaces pass. */
const absolute = /^([A-Za-z][A-Za-z0-9+.-]*):[^\s<>"{}|\\^`\p{Cc}]+$/u

/**
 * Whether a value is a URL in the sense of VC Data Model 2.0, section 4.4: one string, an absolute URI of a scheme that identifies
 * (DIDs and URNs are URLs; script, data and file schemes are not accepted).
 */
export const isUrl = (value: unknown): value is string => typeof value === 'string' && isUrlText(value)

const isUrlText = remembered((value: string): boolean => {
  const scheme = absolute.exec(value)?.[1]?.toLowerCase()
  if (scheme === undefined || refusedSchemes.has(scheme)) return false
  if (scheme === 'http' || scheme === 'https') return hasHost(originOf.exec(value)?.[0] ?? '')
  return true
})

/** Scheme and authority. What comes after them can make no URL of these schemes unreadable (URL Standard, "basic URL parser"). */
const originOf = /^https?:\/\/[^/?#]+/i
const hasHost = remembered((origin: string): boolean => URL.canParse(origin))
