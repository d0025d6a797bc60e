import type { Text } from './text.ts'

/**
 * The check digit of a 法人番号, 1 to 9 and never 0 (DOMAIN section 4). Pn is the n-th base digit from the right, Qn is 1 for odd and
 * 2 for even n; the sum of the products is reduced once, not product by product.
 *
 * @param base - the 12 base digits, as text
 */
export const corporateNumberCheckDigit = (base: string): number =>
  9 - ([...base].reverse().reduce((sum, digit, i) => sum + Number(digit) * (i % 2 === 0 ? 1 : 2), 0) % 9)

/** The 13-digit number of a 12-digit base (会社法人等番号). */
export const corporateNumberOf = (base: string): string => `${corporateNumberCheckDigit(base)}${base}`

export type CorporateNumberChange = 'full_width' | 'spaces' | 'hyphens'

export type CorporateNumberReading =
  | { ok: true; number: string; changes: CorporateNumberChange[] }
  | { ok: false; problem: 'empty' }
  /** Excel wrote `3.99990E+12`: the lower digits are lost for good */
  | { ok: false; problem: 'exponent' }
  | { ok: false; problem: 'characters' }
  /** `suggestion`: the 13-digit form when there are 12 digits */
  | { ok: false; problem: 'length'; digits: number; suggestion?: string }
  | { ok: false; problem: 'check_digit'; number: string; expected: number }

/** Half-width digits without spaces and hyphens, and what was changed to get there. */
export const cleanCorporateNumber = (raw: string): { text: string; changes: CorporateNumberChange[] } => {
  const changes: CorporateNumberChange[] = []
  const step = (text: string, change: CorporateNumberChange, next: string): string => {
    if (next !== text) changes.push(change)
    return next
  }
  const trimmed = raw.trim()
  const halfWidth = step(
    trimmed,
    'full_width',
    trimmed.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)),
  )
  const unspaced = step(halfWidth, 'spaces', halfWidth.replace(/[\s\u3000]+/g, ''))
  const text = /e\+/i.test(unspaced) ? unspaced : step(unspaced, 'hyphens', unspaced.replace(/[-\u2010-\u2015\u2212\u30FC\uFF70]/g, ''))
  return { text, changes }
}

/**
 * Reads a 法人番号 as somebody typed it. A number that is read is right in form only: exactly the slips 0↔9 and 09↔90 pass the check
 * digit, so show the registered name back (see {@link corporateNumberAssurance}).
 */
export const readCorporateNumber = (raw: string): CorporateNumberReading => {
  const { text, changes } = cleanCorporateNumber(raw)
  if (text === '') return { ok: false, problem: 'empty' }
  if (/^\d+(\.\d+)?e\+?\d+$/i.test(text)) return { ok: false, problem: 'exponent' }
  if (!/^\d+$/.test(text)) return { ok: false, problem: 'characters' }
  if (text.length === 12) return { ok: false, problem: 'length', digits: 12, suggestion: corporateNumberOf(text) }
  if (text.length !== 13) return { ok: false, problem: 'length', digits: text.length }
  const expected = corporateNumberCheckDigit(text.slice(1))
  if (Number(text[0]) !== expected) return { ok: false, problem: 'check_digit', number: text, expected }
  return { ok: true, number: text, changes }
}

/** Demo numbers: their base starts `9999`, which no registry office has. They are refused outside demo mode (DOMAIN section 3). */
export const isDemoCorporateNumber = (number: string): boolean => /^\d9999\d{8}$/.test(number)

export type CorporateNumberAssurance =
  | { level: 'format_only'; text: Text }
  | { level: 'registry_matched'; registeredName: string; text: Text }

/**
 * What may be said about a number with a right check digit: 形式のみ確認, unless a copy of the registry holds it.
 *
 * @param registeredName - the name that the registry copy has for the number, if there is one
 */
export const corporateNumberAssurance = (registeredName: string | undefined): CorporateNumberAssurance =>
  registeredName === undefined
    ? {
        level: 'format_only',
        text: { ja: '形式のみ確認（実在は確認していません）', en: 'Format checked only; not matched with the register' },
      }
    : {
        level: 'registry_matched',
        registeredName,
        text: { ja: `登録名：${registeredName}`, en: `Registered as ${registeredName}` },
      }
