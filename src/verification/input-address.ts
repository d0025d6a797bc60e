import { type InputOrigin, type InputResult, refuse } from './input-result.ts'
import { inputLimits } from './limits.ts'

/** Whether a text is meant as an address: it begins with a scheme. */
export const looksLikeAddress = (text: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)

/**
 * Takes a text as the address of a page or document. Only `http:` and `https:`; without user name; without the characters that the URL
 * parser would quietly drop or turn round, since a person and the parser would then read two different addresses.
 */
export const readAddress = (text: string, from: InputOrigin = 'text'): InputResult => {
  if (text.length > inputLimits.maxUrlCharacters)
    return refuse('input.address_refused', `The address is longer than ${inputLimits.maxUrlCharacters} characters.`)
  if (/^did:/i.test(text)) return refuse('input.no_credential', 'This is the identifier of an issuer or holder, not a credential.')
  if (!/^https?:\/\//i.test(text)) return refuse('input.address_refused', 'Only addresses that begin with https:// are read.')
  if (/[\s\\\p{Cc}]/u.test(text)) return refuse('input.address_refused', 'The address holds spaces, backslashes or control characters.')
  if (!URL.canParse(text)) return refuse('input.address_refused', 'The address is not well formed.')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return refuse('input.address_refused', 'The address holds a user name.')
  url.hash = ''
  return { kind: 'url', url: url.href, from }
}
