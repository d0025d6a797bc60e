import type { Text } from '../../domain/text.ts'
import { ServiceError } from '../../errors.ts'
import { versionOfDigest } from '../../service/badge-digests.ts'
import { endorsedBadge } from '../../service/public-endorsement.ts'
import { readBadgePage } from '../../store/read-models/badge-page.ts'
import type { SignedEndorsement } from '../../store/read-models/endorsements.ts'
import { findAchievement, findOrganisation, findOrganisationBySlug } from '../../store/read-models/registers.ts'
import type { EndorsementFinding } from '../views/endorsement-page-view.ts'
import type { WebDeps } from '../web-deps.ts'

/**
 * Verifies an endorsement as anybody would, and finds what it is about; for a confirmation also the signed version of the badge that its digest belongs to.
 *
 * @param secret - the holder's secret, by which links to a private badge work
 */
export const endorsementFinding = async (
  web: WebDeps,
  endorsement: SignedEndorsement,
  secret: string | undefined,
): Promise<EndorsementFinding> => {
  const verification = await web.verifying.stored(endorsement.document.text)
  const signer = await findOrganisation(web.deps.db, endorsement.issuerOrgId)
  if (signer === undefined) throw new ServiceError('organisation_not_found', 'The organisation that signed this endorsement is gone.')
  const path = endorsement.target.id.slice(web.deps.publicUrl.length)
  const finding = { endorsement, verification, signer }
  const query = secret === undefined ? '' : `?k=${encodeURIComponent(secret)}`
  if (endorsement.target.type !== 'credential') return { ...finding, about: { name: await nameOf(web, endorsement, path), url: path } }
  const record = await readBadgePage(web.deps.db, endorsedBadge(web.deps, endorsement))
  if (record === undefined) throw new ServiceError('credential_not_found', 'The badge that this endorsement is about is gone.')
  const version =
    endorsement.targetDigest === undefined ? undefined : await versionOfDigest(web.deps, record.credential, endorsement.targetDigest)
  return {
    ...finding,
    about: { name: { ja: record.achievement.name }, url: `${path}${query}` },
    bound:
      version === undefined
        ? { kind: 'none' }
        : { kind: version.isCurrent ? 'current' : 'earlier', url: `${path}/versions/${version.sha256}${query}` },
  }
}

const nameOf = async (web: WebDeps, endorsement: SignedEndorsement, path: string): Promise<Text> => {
  if (endorsement.target.type === 'achievement') {
    const achievement = await findAchievement(web.deps.db, path)
    return { ja: achievement?.name ?? path }
  }
  const organisation = await findOrganisationBySlug(web.deps.db, path.split('/').at(-1) ?? '')
  return organisation?.name ?? { ja: path }
}
