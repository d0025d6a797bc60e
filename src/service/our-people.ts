import type { Achievement } from '../domain/achievement.ts'
import type { Actor } from '../domain/actor.ts'
import { inForceOn } from '../domain/consent.ts'
import type { IssuedCredential } from '../domain/credential.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { badgeName } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { type Promised, promisesDue } from '../domain/promise.ts'
import { refuseActor } from '../domain/refusal.ts'
import { type ShareLink, shareLinkStateAt } from '../domain/share-link.ts'
import { ServiceError } from '../errors.ts'
import { findAchievement } from '../store/achievements.ts'
import { listConsentsTo } from '../store/consents.ts'
import { findCredential, listCredentialsOfParticipant } from '../store/credentials.ts'
import { listDeclarations } from '../store/declarations.ts'
import { listEmployedAt } from '../store/employments.ts'
import { listOutcomes } from '../store/outcomes.ts'
import { findParticipant } from '../store/participants.ts'
import { findShareLink, listShareLinks } from '../store/share-links.ts'
import type { Deps } from './deps.ts'
import { openKnownLink } from './share-links.ts'

export interface PresentedBadge {
  credential: IssuedCredential
  achievement: Achievement
}

/** A link that a learner made for this employer and that still opens. */
export interface PresentedLink {
  link: ShareLink
  /** only where the learner chose to show it */
  name?: string
  badges: PresentedBadge[]
}

/** A person whose badges this employer may see, and why. */
export interface OwnPerson {
  participantId: string
  name?: string
  by: 'share_link' | 'consent'
  /** works or worked there, as far as is known */
  employed: boolean
  badges: PresentedBadge[]
}

/** The employer for which somebody is signed in. @throws ServiceError `forbidden` */
export const ownEmployer = (actor: Actor): string => {
  const own = 'role' in actor && actor.role === 'employer' ? actor.organisationId : undefined
  if (own === undefined) return refuseActor('This account belongs to no employer.')
  permit(actor, 'participant.read', { presentedToEmployerIds: [own] })
  return own
}

const badgeOf = async (deps: Deps, id: string): Promise<PresentedBadge | undefined> => {
  const credential = await findCredential(deps.db, id)
  const achievement = credential && (await findAchievement(deps.db, credential.achievementId))
  if (credential === undefined || credential.state === 'reserved' || achievement === undefined) return undefined
  return { credential, achievement }
}

/**
 * What learners present to the actor's firm now, the newest first. What is withdrawn or over is not there any more: it was the learner's to show
 * (PRODUCT section 5, number 15).
 *
 * @throws ServiceError `forbidden`
 */
export const listPresented = async (deps: Deps, actor: Actor): Promise<PresentedLink[]> => {
  const employerId = ownEmployer(actor)
  const now = deps.now()
  const open = (await listShareLinks(deps.db, { employerId })).filter((link) => shareLinkStateAt(link, now) === 'open')
  return Promise.all(
    open.map(async (link) => {
      const participant = link.fields.includes('name') ? await findParticipant(deps.db, link.participantId) : undefined
      const badges = await Promise.all(link.credentialIds.map((id) => badgeOf(deps, id)))
      return {
        link,
        ...(participant === undefined ? {} : { name: badgeName(participant) }),
        badges: badges.filter((badge) => badge !== undefined),
      }
    }),
  )
}

/**
 * Opens what was presented, as the link itself would: the learner sees it in the log.
 *
 * @throws ServiceError `not_found`, alike for links to somebody else and links that are over
 */
export const openPresented = async (deps: Deps, actor: Actor, id: string): Promise<ShareLink> => {
  const employerId = ownEmployer(actor)
  const link = await findShareLink(deps.db, id)
  const isOurs = link !== undefined && 'employerId' in link.recipient && link.recipient.employerId === employerId
  const opened = isOurs ? await openKnownLink(deps, actor, link) : undefined
  if (opened === undefined) throw new ServiceError('not_found', 'Nothing is presented to you by this link any more.')
  return opened
}

/**
 * The people whose badges the actor's firm may see: by a share link that is open, or by a consent in force that names the firm (DOMAIN section 10). One entry
 * for each person.
 *
 * @throws ServiceError `forbidden`
 */
export const listOwnPeople = async (deps: Deps, actor: Actor): Promise<OwnPerson[]> => {
  const employerId = ownEmployer(actor)
  const today = jstDay(deps.now())
  const people = new Map<string, Omit<OwnPerson, 'employed'>>()
  for (const consent of await listConsentsTo(deps.db, 'provision_to_employer', employerId)) {
    if (!inForceOn(consent, today) || people.has(consent.participantId)) continue
    const participant = await findParticipant(deps.db, consent.participantId)
    if (participant === undefined) continue
    const badges = await Promise.all(
      (await listCredentialsOfParticipant(deps.db, participant.id))
        .filter(({ completionId, claim }) => completionId !== undefined && claim !== 'declined')
        .map(({ id }) => badgeOf(deps, id)),
    )
    people.set(participant.id, {
      participantId: participant.id,
      ...(consent.items.includes('name') ? { name: badgeName(participant) } : {}),
      by: 'consent',
      badges: badges.filter((badge) => badge !== undefined),
    })
  }
  for (const { link, name, badges } of await listPresented(deps, actor)) {
    const known = people.get(link.participantId)
    const shown = name ?? known?.name
    people.set(link.participantId, {
      participantId: link.participantId,
      ...(shown === undefined ? {} : { name: shown }),
      by: known?.by ?? 'share_link',
      badges: [
        ...(known?.badges ?? []),
        ...badges.filter(({ credential }) => known?.badges.some((other) => other.credential.id === credential.id) !== true),
      ],
    })
  }
  const employed = await listEmployedAt(deps.db, employerId, [...people.keys()])
  return [...people.values()].map((person) => ({ ...person, employed: employed.has(person.participantId) }))
}

/** Promises of the actor's firm to people whose badges it may see, which no recorded outcome keeps yet. @throws ServiceError `forbidden` */
export const listPromisesDue = async (
  deps: Deps,
  actor: Actor,
): Promise<{ person: OwnPerson; promised: Promised; badge: PresentedBadge }[]> => {
  const employerId = ownEmployer(actor)
  const people = await listOwnPeople(deps, actor)
  const today = jstDay(deps.now())
  const standing = people.flatMap((person) =>
    person.badges
      .filter(
        ({ credential }) => credential.state === 'issued' && (credential.validUntilOn === undefined || credential.validUntilOn >= today),
      )
      .map((badge) => ({ person, badge })),
  )
  const due = promisesDue(
    {
      declarations: await listDeclarations(deps.db, { employerId }),
      badges: standing.map(({ person, badge: { credential, achievement } }) => ({
        credentialId: credential.id,
        participantId: person.participantId,
        achievementId: `${deps.publicUrl}${achievement.id}`,
        awardedOn: credential.awardedOn,
      })),
      outcomes: await listOutcomes(deps.db, { employerId }),
    },
    today,
  )
  return due.flatMap((promised) => {
    const found = standing.find(({ badge }) => badge.credential.id === promised.badge.credentialId)
    return found === undefined ? [] : [{ person: found.person, badge: found.badge, promised }]
  })
}
