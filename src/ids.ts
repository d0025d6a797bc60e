import { randomFillSync } from 'node:crypto'

/** Crockford's base 32 in lower case: no i, l, o, u, so that an id can be read aloud and typed. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Random bytes are fetched some thousands at a time: fetching is what costs. Each is used once. */
const pool = Buffer.alloc(4096)
let used = pool.length
const codes = Buffer.from(ALPHABET, 'latin1')

const base32 = (characters: number): string => {
  if (used + characters > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const from = used
  used += characters
  for (let n = from; n < used; n += 1) pool[n] = codes[(pool[n] as number) & 31] as number
  return pool.toString('latin1', from, used)
}

/** A new unguessable id of 130 random bits, 26 characters (SECURITY T26, ASVS 11.5.1: at least 128 bits from a CSPRNG). */
export const newId = (): string => base32(26)

/** A short number of 60 random bits, 12 characters, printed beside a QR code for typing; it never stands in a URL. */
export const newShortId = (): string => base32(12)

/** Undoes what people do to a short number when they type it: spaces, hyphens, capitals, O for 0, I and L for 1. */
export const readShortId = (typed: string): string | undefined => {
  const text = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-‐‑–—−ー]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1')
  return /^[0-9a-hjkmnp-tv-z]{12}$/.test(text) ? text : undefined
}

/** Prints a short number in groups of four: `vebm-j4q1-5j8v`. */
export const formatShortId = (shortId: string): string => shortId.replace(/(.{4})(?=.)/g, '$1-')
