import type { Actor } from '../domain/actor.ts'
import type { StatusListEntry } from '../domain/credential.ts'
import { type EndorsementContent, type EndorsementTarget, endorsementKinds, reserveEndorsement } from '../domain/endorsement.ts'
import type { Issuer } from '../domain/issuer.ts'
import { type Day, jstDay } from '../domain/japanese-date.ts'
import type { Organisation } from '../domain/organisation.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { buildEndorsement, type EndorsementStatement, endorsementComment, endorsementTarget } from '../openbadges/endorsement.ts'
import { issuerProfile } from '../openbadges/profile.ts'
import { findCredential } from '../store/credentials.ts'
import {
  type EndorsementRecord,
  findStandingEndorsement,
  insertReservedEndorsement,
  markEndorsementRevoked,
  type SignedEndorsement,
} from '../store/endorsements.ts'
import { findOrganisation } from '../store/organisations.ts'
import { setBit } from '../store/status-lists.ts'
import { inTransaction, isUniqueViolation } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { versionOfDigest } from './badge-digests.ts'
import { issuingInstant } from './clock-guard.ts'
import { councilIssuer } from './council.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { employerIssuer } from './employer-issuer.ts'
import { reserveEntries } from './reserve-entry.ts'
import { signReservedEndorsement } from './sign-endorsement.ts'
import { credentialUrl, endorsementUrl, issuerUrl, statusListUrl } from './urls.ts'

export interface Endorse {
  statement: EndorsementStatement
  targetType: EndorsementTarget['type']
  /** the employer in whose name it is signed; absent where the council signs */
  employerId?: string
  /** the record that it rests on: a nomination, declaration, honour or course */
  basisId: string
  /** first JST day on which it holds; the instant of the signature where it is not given */
  validFromOn?: Day
  /** last JST day on which it holds */
  validUntilOn?: Day
  isDemo: boolean
}

/** Who signs, and with which key. */
interface Signatory {
  organisation: Organisation
  issuer: Issuer
}

/**
 * Signs an endorsement in the order of every badge: reserve, build, check, store what will be signed, sign, store the signed bytes (SECURITY (d)). The same
 * statement again gives the same endorsement; another statement of the same kind, signer, target and source record takes the place of the former one, whose
 * bit is set.
 *
 * @throws ServiceError `forbidden`; `conflict` for a signer or target that does not go with the kind; `organisation_not_found`; `credential_refused`
 */
export const endorse = async (deps: Deps, actor: Actor, command: Endorse): Promise<SignedEndorsement> => {
  // 1. The council signs for itself, an employer for itself.
  const { kind } = command.statement
  const { signer } = endorsementKinds[kind]
  if (signer === 'employer') permit(actor, 'endorsement.sign_for_employer', { ...optional('employerId', command.employerId) })
  else permit(actor, 'endorsement.sign_for_council')
  if (command.statement.kind === 'confirmation') await requireBadge(deps, command.statement)
  const signatory = await findSignatory(deps, command)

  // 2. Said before, in the same words? Then that is the endorsement.
  const key = { kind, issuerId: signatory.issuer.id, targetId: endorsementTarget(command.statement), basisId: command.basisId }
  const statement = JSON.stringify([command.statement, command.validFromOn ?? null, command.validUntilOn ?? null])
  const former = await findStandingEndorsement(deps.db, key)
  if (former?.statement === statement) return signReservedEndorsement(deps, former.id)
  // One that was begun and not signed is finished first, so that its withdrawal shows.
  const replaced = former === undefined ? undefined : await signReservedEndorsement(deps, former.id)

  // 3. Reserve id and status entry, check, and store what will be signed; 4. sign.
  try {
    return await signReservedEndorsement(deps, await reserve(deps, actor, signatory, command, statement, replaced))
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // Somebody else said it at the same moment.
    const theirs = await findStandingEndorsement(deps.db, key)
    if (theirs === undefined) throw error
    return signReservedEndorsement(deps, theirs.id)
  }
}

const optional = <N extends string, V>(name: N, value: V | undefined): { [name in N]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { [name in N]: V })

/** A confirmation is bound to bytes that were signed here under the badge's id, and to no others. */
const requireBadge = async (
  deps: Deps,
  { badgeId, badgeDigestSRI }: Extract<EndorsementStatement, { kind: 'confirmation' }>,
): Promise<void> => {
  const credential = await findCredential(deps.db, badgeId.slice(credentialUrl(deps.publicUrl, '').length))
  const isSigned = credential !== undefined && credential.state !== 'reserved' && credentialUrl(deps.publicUrl, credential.id) === badgeId
  if (isSigned && (await versionOfDigest(deps, credential, badgeDigestSRI)) !== undefined) return
  throw new ServiceError('invalid_input', `${badgeDigestSRI} is not the digest of any signed version of ${badgeId}.`, {
    problems: [{ path: '/badgeDigestSRI', message: 'must be the digest of a signed version of the badge' }],
  })
}

const findSignatory = async (deps: Deps, command: Endorse): Promise<Signatory> => {
  if (command.employerId === undefined) {
    const { council, issuer } = await councilIssuer(deps)
    return { organisation: council, issuer }
  }
  const employer = await findOrganisation(deps.db, command.employerId)
  if (employer === undefined || employer.kind !== 'employer')
    throw new ServiceError('organisation_not_found', `There is no employer ${command.employerId}.`)
  return { organisation: employer, issuer: await employerIssuer(deps, employer) }
}

const reserve = async (
  deps: Deps,
  actor: Actor,
  signatory: Signatory,
  command: Endorse,
  statement: string,
  replaced: EndorsementRecord | undefined,
): Promise<string> => {
  const id = newId()
  const now = issuingInstant(deps)
  const content: EndorsementContent = {
    id,
    kind: command.statement.kind,
    issuerOrgId: signatory.organisation.id,
    target: { type: command.targetType, id: endorsementTarget(command.statement) },
    ...(command.statement.kind === 'confirmation' ? { targetDigest: command.statement.badgeDigestSRI } : {}),
    text: { ja: endorsementComment(command.statement) },
    basisId: command.basisId,
    validFromOn: command.validFromOn ?? jstDay(now),
    ...optional('validUntilOn', command.validUntilOn),
    isDemo: command.isDemo,
  }
  const { kind } = signatory.organisation
  reserveEndorsement(content, kind)
  await inTransaction(deps, async (deps) => {
    if (replaced !== undefined) await replace(deps, replaced, id, now)
    const [entry] = await reserveEntries(deps, { issuerId: signatory.issuer.id, purpose: 'revocation', subjects: [`endorsement:${id}`] })
    if (entry === undefined) throw new Error('no status entry was reserved')
    const document = endorsementDocument(deps, signatory, command, id, entry, now)
    requireConforming(deps, document)
    const record = { ...content, issuerId: signatory.issuer.id, entry, statement, unsignedText: JSON.stringify(document) }
    await insertReservedEndorsement(deps.db, record, now)
    await audit(deps, actor, 'endorsement.reserved', `endorsement:${id}`, { kind: content.kind, target: content.target.id })
  })
  return id
}

const replace = async (deps: Deps, replaced: EndorsementRecord, by: string, now: Date): Promise<void> => {
  const reason = { code: 'SUPERSEDED', text: '新しい内容の裏書に置き換えました。' }
  if (!(await markEndorsementRevoked(deps.db, replaced.id, { reason, supersededBy: by }, now)))
    throw new ServiceError('conflict', `The endorsement ${replaced.id} was changed by somebody else; try again.`)
  await setBit(deps.db, replaced.entry, true, now)
}

const endorsementDocument = (
  deps: Pick<Deps, 'publicUrl'>,
  { issuer, organisation }: Signatory,
  command: Endorse,
  id: string,
  entry: StatusListEntry,
  now: Date,
) =>
  buildEndorsement({
    id: endorsementUrl(deps.publicUrl, id),
    issuer: issuerProfile({ did: issuer.did, organisation, url: issuerUrl(deps.publicUrl, issuer.slug) }),
    statement: command.statement,
    validFrom: command.validFromOn ?? now,
    ...optional('validUntilOn', command.validUntilOn),
    status: { listUrl: statusListUrl(deps.publicUrl, entry.listId), index: entry.index },
    isDemo: command.isDemo,
  })
