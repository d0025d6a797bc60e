import { createHash } from 'node:crypto'
import type { JsonObject } from '../json.ts'

/**
 * The form in which an e-mail address is hashed and compared. Open Badges leaves it open (DM-19); here: NFKC (full-width letters as they
 * come out of Japanese input methods become half-width), surrounding space removed, lower case. The rest stays as it is: no dots or
 * `+tags` are dropped, since two such addresses may be two people.
 */
export const foldEmail = (address: string): string => address.normalize('NFKC').trim().toLowerCase()

/**
 * An IdentityHash (Open Badges 3.0, B.7): the algorithm, `$`, and the hash of the UTF-8 bytes of the identifier with the salt **appended**.
 *
 * @param identifier - hashed exactly as given; fold an e-mail address first
 */
export const identityHash = (identifier: string, salt: string, algorithm: 'sha256' | 'md5' = 'sha256'): string =>
  `${algorithm}$${createHash(algorithm)
    .update(identifier + salt, 'utf8')
    .digest('hex')}`

/**
 * The recipient's e-mail address as a salted hash (B.1.12; DM-18). It can be guessed by whoever has a list of addresses (DM-20), so it
 * goes in only where a course asks for it.
 *
 * @param salt - at least 128 random bits of its own for every badge, as text
 */
export const hashedEmail = (address: string, salt: string): JsonObject => ({
  type: 'IdentityObject',
  identityType: 'emailAddress',
  hashed: true,
  identityHash: identityHash(foldEmail(address), salt),
  salt,
})

/** The name that the holder chose to show, in plain text (DOMAIN section 8). */
export const plainName = (name: string): JsonObject => ({ type: 'IdentityObject', identityType: 'name', hashed: false, identityHash: name })

const HASH = /^(sha256|md5)\$([0-9a-fA-F]+)$/

/** The forms in which a known value may have been hashed or written: as given, and for an address also folded. */
const formsOf = (identity: { type: string; value: string }): string[] =>
  identity.type === 'emailAddress' ? [identity.value, identity.value.trim(), foldEmail(identity.value)] : [identity.value]

/**
 * Whether an `identifier` of a badge stands for the known value (VF-5, Open Badges 3.0, 9.3).
 *
 * @returns `other_type` where the identifier is of another type than the known value, and so says nothing about it
 */
export const matchIdentity = (
  identifier: JsonObject,
  known: { type: string; value: string },
): 'match' | 'no_match' | 'other_type' | 'unreadable' => {
  if (identifier['identityType'] !== known.type) return 'other_type'
  const stated = identifier['identityHash']
  if (typeof stated !== 'string') return 'unreadable'
  if (identifier['hashed'] !== true) {
    const same = known.type === 'emailAddress' ? foldEmail(stated) === foldEmail(known.value) : stated === known.value
    return same ? 'match' : 'no_match'
  }
  const hash = HASH.exec(stated)
  if (hash === null) return 'unreadable'
  const algorithm = hash[1] === 'md5' ? 'md5' : 'sha256'
  const salt = typeof identifier['salt'] === 'string' ? identifier['salt'] : ''
  const wanted = stated.toLowerCase()
  return formsOf(known).some((form) => identityHash(form, salt, algorithm) === wanted) ? 'match' : 'no_match'
}
