import type { Actor } from '../domain/actor.ts'
import { permit } from '../domain/permit.ts'
import { makeShareLink, openShareLink, type ShareableField, type ShareLink, withdrawShareLink } from '../domain/share-link.ts'
import { ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findCredential } from '../store/credentials.ts'
import { findOrganisationBySlug } from '../store/organisations.ts'
import { findParticipant } from '../store/participants.ts'
import {
  findShareLink,
  findShareLinkBySecret,
  insertOpening,
  insertShareLink,
  listShareLinks,
  setShareLinkWithdrawn,
} from '../store/share-links.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { logOwnSharing } from './record-provision.ts'
import { digestOf, newSecret } from './secrets.ts'

export interface MakeShareLink {
  participantId: string
  credentialIds: string[]
  /** in the learner's words, or the short name of an employer of the register */
  recipient: { text: string } | { employerSlug: string }
  fields: ShareableField[]
  days: number
  maxViews: number
}

const DAY = 86_400_000

/**
 * The learner makes a link for one reader: which badges, which fields, how long, how often. Only the digest of its secret is kept. That the learner
 * provided it stands among the records of provision (DOMAIN section 13).
 *
 * @returns the link, and its address, which is shown once
 * @throws ServiceError `forbidden`, `invalid_input`, `organisation_not_found`
 */
export const createShareLink = async (deps: Deps, actor: Actor, command: MakeShareLink): Promise<{ link: ShareLink; url: string }> => {
  permit(actor, 'share_link.make', { participantId: command.participantId })
  const participant = await findParticipant(deps.db, command.participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', 'There is no such participant.')
  const owners = new Map<string, string>()
  for (const id of command.credentialIds) {
    const credential = await findCredential(deps.db, id)
    if (credential !== undefined && credential.state !== 'reserved') owners.set(id, credential.participantId)
  }
  const employer = 'employerSlug' in command.recipient ? await findOrganisationBySlug(deps.db, command.recipient.employerSlug) : undefined
  if ('employerSlug' in command.recipient && employer?.kind !== 'employer')
    throw new ServiceError('organisation_not_found', `There is no employer ${command.recipient.employerSlug}.`)
  const now = deps.now()
  const link = makeShareLink(
    {
      id: newId(),
      participantId: participant.id,
      credentialIds: command.credentialIds,
      recipient: employer === undefined ? { text: 'text' in command.recipient ? command.recipient.text : '' } : { employerId: employer.id },
      fields: command.fields,
      createdAt: now,
      expiresAt: new Date(now.getTime() + command.days * DAY),
      maxViews: command.maxViews,
      isDemo: participant.isDemo,
    },
    { participantId: participant.id },
    owners,
  )
  const secret = newSecret('sh')
  await inTransaction(deps, async (deps) => {
    await insertShareLink(deps.db, link, digestOf(secret))
    await logOwnSharing(deps, actor, {
      participantId: participant.id,
      recipientName: employer?.name.ja ?? ('text' in link.recipient ? link.recipient.text : ''),
      items: ['badge', ...link.fields],
      isDemo: link.isDemo,
    })
    await audit(deps, actor, 'share_link.made', `share-link:${link.id}`, {
      badges: link.credentialIds.length,
      fields: link.fields.join(' '),
    })
  })
  return { link, url: `${deps.publicUrl}/share?k=${secret}` }
}

/** The links of a learner with their log of openings. @throws ServiceError `forbidden` */
export const listOwnShareLinks = async (deps: Deps, actor: Actor, participantId: string): Promise<ShareLink[]> => {
  permit(actor, 'share_link.make', { participantId })
  return listShareLinks(deps.db, { participantId })
}

/**
 * The learner takes a link back: it opens nothing from now on.
 *
 * @throws ServiceError `forbidden`, `not_found`, `conflict` when it was withdrawn before
 */
export const withdrawLink = async (deps: Deps, actor: Actor, id: string): Promise<void> => {
  const link = await findShareLink(deps.db, id)
  if (link === undefined) throw new ServiceError('not_found', 'There is no such link.')
  permit(actor, 'share_link.withdraw', { participantId: link.participantId })
  const now = deps.now()
  withdrawShareLink(link, { participantId: link.participantId }, now)
  await inTransaction(deps, async (deps) => {
    await setShareLinkWithdrawn(deps.db, link.id, now)
    await audit(deps, actor, 'share_link.withdrawn', `share-link:${link.id}`)
  })
}

/**
 * Opens a link for its reader and writes that into its log, which the learner sees. Of several readers at the last allowed opening one gets in.
 *
 * @returns the link; undefined alike for unknown, expired, used up and withdrawn ones
 */
export const openLink = async (deps: Deps, secret: string): Promise<ShareLink | undefined> => {
  const secretSha256 = digestOf(secret)
  return openAgainUntilFirst(deps, { kind: 'public' }, () => findShareLinkBySecret(deps.db, secretSha256))
}

/** The same for a reader who is signed in as the one for whom the link was made. */
export const openKnownLink = (deps: Deps, actor: Actor, link: Pick<ShareLink, 'id'>): Promise<ShareLink | undefined> =>
  openAgainUntilFirst(deps, actor, () => findShareLink(deps.db, link.id))

const openAgainUntilFirst = async (
  deps: Deps,
  actor: Actor,
  find: () => Promise<ShareLink | undefined>,
): Promise<ShareLink | undefined> => {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const link = await find()
    if (link === undefined) return undefined
    const now = deps.now()
    let opened: ShareLink
    try {
      opened = openShareLink(link, now)
    } catch (error) {
      if (error instanceof ServiceError) return undefined
      throw error
    }
    const isFirst = await inTransaction(deps, async (deps) => {
      if (!(await insertOpening(deps.db, link.id, opened.opened.length, now))) return false
      await audit(deps, actor, 'share_link.opened', `share-link:${link.id}`)
      return true
    })
    if (isFirst) return opened
  }
  throw new ServiceError('overloaded', 'Too many readers opened this link at the same moment. Please try again.', { retryAfterSeconds: 1 })
}
