import type { IssuedCredential } from '../domain/credential.ts'
import { sriOfSha256 } from '../openbadges/endorsement.ts'
import { listCredentialVersions } from '../store/credential-versions.ts'
import type { Deps } from './deps.ts'

/** One signed version of a badge. */
export interface BadgeVersion {
  /** SHA-256 of the signed bytes, hex */
  sha256: string
  /** the same as it stands in `relatedResource` (Subresource Integrity) */
  digestSRI: string
  isCurrent: boolean
}

/** Every version that was signed under a badge's id, the first one first. */
export const badgeVersions = async (deps: Pick<Deps, 'db'>, credential: IssuedCredential): Promise<BadgeVersion[]> => [
  ...(await listCredentialVersions(deps.db, credential.id)).map((sha256) => ({ sha256, digestSRI: sriOfSha256(sha256), isCurrent: false })),
  { sha256: credential.document.sha256, digestSRI: sriOfSha256(credential.document.sha256), isCurrent: true },
]

/** The signed version that a digest belongs to; undefined where it belongs to none: then the endorsement is about something else. */
export const versionOfDigest = async (
  deps: Pick<Deps, 'db'>,
  credential: IssuedCredential,
  digestSRI: string,
): Promise<BadgeVersion | undefined> => (await badgeVersions(deps, credential)).find((version) => version.digestSRI === digestSRI)
