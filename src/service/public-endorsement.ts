import { findCredential } from '../store/credentials.ts'
import type { SignedEndorsement } from '../store/endorsements.ts'
import type { Deps } from './deps.ts'
import { credentialUrl } from './urls.ts'

/**
 * Whether everybody may read an endorsement: those about definitions, employers and operators always, the one about a badge only while the holder shows the
 * badge, since it names the badge and the holder's employer.
 */
export const isPublicEndorsement = async (deps: Pick<Deps, 'db' | 'publicUrl'>, endorsement: SignedEndorsement): Promise<boolean> => {
  if (endorsement.target.type !== 'credential') return true
  const credential = await findCredential(deps.db, endorsedBadge(deps, endorsement))
  return credential !== undefined && credential.state !== 'reserved' && credential.visibility !== 'private'
}

/** Our id of the badge that a confirmation is about. */
export const endorsedBadge = (deps: Pick<Deps, 'publicUrl'>, endorsement: SignedEndorsement): string =>
  endorsement.target.id.slice(credentialUrl(deps.publicUrl, '').length)
