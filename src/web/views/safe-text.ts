import type { Json } from '../../json.ts'

/** More than any honest field of a badge; keeps a page readable. */
const longestTextCharacters = 2_000

/** Control characters but line feed and tab; marks that turn the direction of the text around them (Unicode TR 36, 2.5). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
const unprintable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** A text of a stranger's document, made printable; undefined where the member is no text or empty. Escaping is the template's part. */
export const printable = (value: Json | undefined): string | undefined => {
  if (typeof value !== 'string') return undefined
  const text = value.replace(unprintable, '').trim()
  if (text === '') return undefined
  return text.length > longestTextCharacters ? `${[...text].slice(0, longestTextCharacters).join('')}…` : text
}

/** An address that a page may link to: https only (SECURITY T12). */
export const webLink = (value: Json | undefined): string | undefined => {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined
  const url = new URL(value)
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined
}
