import { remembered } from './remembered.ts'

/** Schemes that lead to script, inline data or local files; no identifier in a credential uses them (SECURITY (b), step 6). */
const refusedSchemes = new Set(['javascript', 'vbscript', 'data', 'file', 'blob', 'about'])

/** An absolute URI or IRI without white space and without the characters that RFC 3987 excludes. A URL parser alone would let spaces pass. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it must exclude
const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u001f\u007f-\u009f]+$/

/**
 * Whether a value is a URL in the sense of VC Data Model 2.0, section 4.4: one string, an absolute URI of a scheme that identifies
 * (DIDs and URNs are URLs; script, data and file schemes are not accepted).
 */
export const isUrl = (value: unknown): value is string => typeof value === 'string' && absolute.test(value) && identifies(value)

/** Whether an absolute URI is of a scheme that identifies, with a host where one is needed. */
const identifies = (uri: string): boolean => {
  if (uri.startsWith('did:') || uri.startsWith('urn:')) return true
  const scheme = uri.slice(0, uri.indexOf(':')).toLowerCase()
  if (refusedSchemes.has(scheme)) return false
  return (scheme !== 'http' && scheme !== 'https') || hasHost(originOf.exec(uri)?.[0] ?? '')
}

/** Scheme and authority. What comes after them can make no URL of these schemes unreadable (URL Standard, "basic URL parser"). */
const originOf = /^https?:\/\/[^/?#]+/i
const hasHost = remembered((origin: string): boolean => URL.canParse(origin))
