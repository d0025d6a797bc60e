import { randomBytes } from 'node:crypto'
import type { Actor } from '../domain/actor.ts'
import { closeSecretLinks, findOpenSecretLink, insertSecretLink, useUpSecretLink } from '../store/secret-links.ts'
import type { Deps } from './deps.ts'
import { digestOf } from './secrets.ts'

/**
 * What a link may be made for. The subject is the one that `domain/permissions.ts` names in `links`; the record is the target's `recordId`.
 */
export type LinkSubject =
  | 'application'
  | 'nomination'
  | 'nomination_learner'
  | 'outcome'
  | 'follow_up'
  | 'employer_survey'
  | 'sign_in'
  | 'share'
  | 'address'

const DAY = 86_400_000

/**
 * Makes a secret link to one record for someone without an account. Only the digest of the secret is kept; call it in the transaction of the deed
 * that the link serves.
 *
 * @returns the secret (192 random bits, `lk_…`) to be put into the query `k` of a page, and the instant after which it opens nothing
 */
export const createSecretLink = async (
  deps: Deps,
  link: { subject: LinkSubject; recordId: string; days: number },
): Promise<{ secret: string; expiresAt: Date }> => {
  const secret = `lk_${randomBytes(24).toString('base64url')}`
  const now = deps.now()
  const expiresAt = new Date(now.getTime() + link.days * DAY)
  await insertSecretLink(deps.db, { ...link, secretSha256: digestOf(secret), createdAt: now, expiresAt })
  return { secret, expiresAt }
}

/** Who comes by this secret: the actor of one record. Undefined alike for unknown, closed and expired secrets. */
export const actorBySecretLink = async (
  deps: Deps,
  secret: string,
): Promise<{ actor: Actor & { kind: 'link' }; expiresAt: Date } | undefined> => {
  const link = await findOpenSecretLink(deps.db, digestOf(secret), deps.now())
  return link && { actor: { kind: 'link', subject: link.subject, id: link.recordId }, expiresAt: link.expiresAt }
}

/** Closes all links of a kind to a record, when what they were for is done or withdrawn. */
export const closeLinksTo = (deps: Deps, subject: LinkSubject, recordId: string): Promise<number> =>
  closeSecretLinks(deps.db, subject, recordId, deps.now())

/** Uses up a single-use link; true for exactly one of several callers. */
export const useUpLink = (deps: Deps, secret: string): Promise<boolean> => useUpSecretLink(deps.db, digestOf(secret), deps.now())
