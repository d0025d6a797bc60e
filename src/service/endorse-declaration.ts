import type { Actor } from '../domain/actor.ts'
import { type Declaration, wasDeclaredOn } from '../domain/declaration.ts'
import { type Day, jstDay } from '../domain/japanese-date.ts'
import type { Organisation } from '../domain/organisation.ts'
import { conditionsNote, recognitionLine } from '../domain/recognition.ts'
import { ServiceError } from '../errors.ts'
import { listStandingOnBasis, type SignedEndorsement } from '../store/endorsements.ts'
import { findOrganisation } from '../store/organisations.ts'
import type { Deps } from './deps.ts'
import { endorse } from './endorse.ts'
import { declarationUrl, employerUrl } from './urls.ts'
import { withdrawEndorsement, withdrawEndorsementsOf } from './withdraw-endorsement.ts'

/** The publication is permitted and recorded by the use case that publishes; what is signed here only repeats it. */
const publisher: Actor = { kind: 'system', reason: 'declaration' }

/**
 * Signs what a published declaration says: the secretariat's word that the employer is declared, and the employer's word for each badge that it counts.
 * Validity is the declaration's. Call it after the publication, also of a renewal; the same declaration again signs nothing new, and what another
 * content of the same declaration no longer says is withdrawn.
 *
 * @returns the endorsements that stand on the declaration; none for one that is not in force today
 * @throws ServiceError `organisation_not_found`, `credential_refused`, and the signer's own
 */
export const endorseDeclaration = async (deps: Deps, declaration: Declaration): Promise<SignedEndorsement[]> => {
  const published = inForce(declaration, jstDay(deps.now()))
  if (published === undefined) return []
  const employer = await findOrganisation(deps.db, declaration.employerId)
  if (employer === undefined) throw new ServiceError('organisation_not_found', `There is no employer ${declaration.employerId}.`)
  const declared = await endorse(deps, publisher, {
    statement: {
      kind: 'declared',
      employerId: employerUrl(deps.publicUrl, employer.slug),
      corporateNumber: declaration.corporateNumber,
      declaredOn: published.on,
      untilOn: published.until,
    },
    targetType: 'employer',
    basisId: declaration.id,
    validFromOn: published.on,
    validUntilOn: published.until,
    isDemo: declaration.isDemo,
  })
  const standing = [declared, ...(await endorseRecognitions(deps, declaration, employer, published))]
  const said = new Set(standing.map(({ id }) => id))
  for (const { id } of await listStandingOnBasis(deps.db, declaration.id))
    if (!said.has(id))
      await withdrawEndorsement(deps, publisher, { id, reason: { code: 'SUPERSEDED', text: '宣言の内容が変わりました。' } })
  return standing
}

/**
 * Withdraws every endorsement that rests on a declaration. Call it when the declaration is withdrawn, and for the former version when a renewal is
 * published.
 *
 * @returns the ids of what was withdrawn
 */
export const withdrawDeclarationEndorsements = (
  deps: Deps,
  declarationId: string,
  reason: { code: string; text: string },
): Promise<string[]> => withdrawEndorsementsOf(deps, publisher, { basisId: declarationId, reason })

const inForce = (declaration: Declaration, day: Day): { on: Day; until: Day } | undefined =>
  declaration.state === 'published' && wasDeclaredOn(declaration, day)
    ? { on: declaration.publishedOn, until: declaration.validUntil }
    : undefined

/** One endorsement for each badge, with everything that the employer counts it for. */
const endorseRecognitions = async (
  deps: Deps,
  declaration: Declaration,
  employer: Organisation,
  published: { on: Day; until: Day },
): Promise<SignedEndorsement[]> => {
  const achievements = [...new Set(declaration.badgeRecognitions.flatMap((recognition) => recognition.achievements))]
  const endorsements: SignedEndorsement[] = []
  for (const achievementId of achievements) {
    const lines = declaration.badgeRecognitions
      .filter((recognition) => recognition.achievements.includes(achievementId))
      .map(recognitionLine)
    endorsements.push(
      await endorse(deps, publisher, {
        statement: {
          kind: 'recognition',
          achievementId,
          text: [...lines, conditionsNote].join('\n\n'),
          declarationUrl: declarationUrl(deps.publicUrl, declaration.id),
        },
        targetType: 'achievement',
        employerId: employer.id,
        basisId: declaration.id,
        validFromOn: published.on,
        validUntilOn: published.until,
        isDemo: declaration.isDemo,
      }),
    )
  }
  return endorsements
}
