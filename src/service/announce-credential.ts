import type { Actor } from '../domain/actor.ts'
import { undoWindowMilliseconds } from '../domain/credential-moves.ts'
import type { MailKind } from '../domain/mail.ts'
import { permit } from '../domain/permit.ts'
import { fullName } from '../domain/person-name.ts'
import { ServiceError } from '../errors.ts'
import { findAchievement } from '../store/achievements.ts'
import { findMailAddress, listAddressees } from '../store/addresses.ts'
import { listForLetters } from '../store/credentials.ts'
import { listMails, listToldEvents } from '../store/outbox.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { createHolderLink, createHolderLinks } from './holder.ts'
import { requireIssued } from './issue-credential.ts'
import { operatorOf } from './operator-of.ts'
import { postMail } from './post-mail.ts'

type HolderMail = Extract<MailKind, 'badge_issued' | 'badge_reminder' | 'badge_replaced'>

/** Whether the holder is going to hear of it; `no_address`: somebody has to hand over the link. */
export type Announced = 'posted' | 'posted_before' | 'no_address'

/**
 * Tells the holder that the badge is there, by a mail with the secret link to its page. The mail leaves the house when the time to undo is over.
 *
 * @throws ServiceError `credential_not_found`
 */
export const announceCredential = (
  deps: Deps,
  credentialId: string,
  kind: Extract<HolderMail, 'badge_issued' | 'badge_replaced'> = 'badge_issued',
): Promise<Announced> =>
  postToHolder(deps, credentialId, { kind, round: 'issued', notBefore: new Date(deps.now().getTime() + undoWindowMilliseconds) })

/**
 * Sends the holder a new link at once: the mail was lost, or the address was wrong. Links that were sent before go on working.
 *
 * @returns `no_address` when the holder has none that is in use
 * @throws ServiceError `credential_not_found`, `forbidden`, `conflict` for a badge that was answered with a refusal
 */
export const resendHolderLink = async (
  deps: Deps,
  actor: Actor,
  command: { credentialId: string; reminder?: boolean },
): Promise<Announced> => {
  const credential = await requireIssued(deps, command.credentialId)
  permit(actor, 'credential.issue', { operatorId: await operatorOf(deps, credential) })
  if (credential.claim === 'declined') throw new ServiceError('conflict', `The holder declined the badge ${credential.id}.`)
  if (command.reminder === true && credential.claim !== 'unclaimed')
    throw new ServiceError('conflict', `The badge ${credential.id} is ${credential.claim}; there is nothing to be reminded of.`)
  const sentBefore = (await listMails(deps.db, { entity: `credential:${credential.id}`, limit: 500 })).length
  const answer = await postToHolder(deps, credential.id, {
    kind: command.reminder === true ? 'badge_reminder' : 'badge_issued',
    round: `resent ${sentBefore}`,
  })
  if (answer === 'posted')
    await audit(deps, actor, 'credential.link_resent', `credential:${credential.id}`, { reminder: command.reminder === true })
  return answer
}

const postToHolder = async (
  deps: Deps,
  credentialId: string,
  letter: { kind: HolderMail; round: string; notBefore?: Date },
): Promise<Announced> => {
  const credential = await requireIssued(deps, credentialId)
  const toAddress = await findMailAddress(deps.db, credential.participantId)
  const participant = await findParticipant(deps.db, credential.participantId)
  const achievement = await findAchievement(deps.db, credential.achievementId)
  if (toAddress === undefined || participant === undefined || achievement === undefined) return 'no_address'
  const operatorId = await operatorOf(deps, credential)
  const event = `credential:${credential.id} ${letter.round}`
  const known = await listMails(deps.db, { entity: `credential:${credential.id}`, limit: 500 })
  if (known.some((mail) => mail.event === event)) return 'posted_before'
  return inTransaction(deps, async (deps) => {
    const posted = await postMail(deps, {
      kind: letter.kind,
      event,
      toAddress,
      data: {
        to: { kind: 'person', name: fullName(participant.familyName, participant.givenName) },
        badge: { ja: achievement.name },
        url: await createHolderLink(deps, credential.id),
      },
      entity: `credential:${credential.id}`,
      ...(operatorId === undefined ? {} : { operatorId }),
      ...(letter.notBefore === undefined ? {} : { notBefore: letter.notBefore }),
      isDemo: credential.isDemo,
    })
    return posted ? 'posted' : 'posted_before'
  })
}

/**
 * Tells the holders of many badges at once, in one transaction; who was told before is not told again.
 *
 * @param since - badges issued before this instant are left alone: they were announced, or handed over, by whoever issued them
 * @returns the people whom no mail reaches
 */
export const announceMany = async (
  deps: Deps,
  command: { credentialIds: readonly string[]; operatorId: string; since: Date },
): Promise<string[]> => {
  const badges = (await listForLetters(deps.db, command.credentialIds)).filter(({ issuedAt }) => issuedAt >= command.since)
  const people = await listAddressees(deps.db, [...new Set(badges.map(({ participantId }) => participantId))])
  const names = new Map<string, string>()
  for (const id of new Set(badges.map(({ achievementId }) => achievementId)))
    names.set(id, (await findAchievement(deps.db, id))?.name ?? '')
  const notBefore = new Date(deps.now().getTime() + undoWindowMilliseconds)
  await inTransaction(deps, async (deps) => {
    const told = await listToldEvents(
      deps.db,
      badges.map(({ id }) => `credential:${id} issued`),
    )
    const untold = badges.filter(({ id, participantId }) => !told.has(`credential:${id} issued`) && people.has(participantId))
    const links = await createHolderLinks(
      deps,
      untold.map(({ id }) => id),
    )
    for (const [n, badge] of untold.entries()) {
      const person = people.get(badge.participantId) as { name: string; address: string }
      await postMail(deps, {
        kind: 'badge_issued',
        event: `credential:${badge.id} issued`,
        toAddress: person.address,
        data: {
          to: { kind: 'person', name: person.name },
          badge: { ja: names.get(badge.achievementId) ?? '' },
          url: links[n] as string,
        },
        entity: `credential:${badge.id}`,
        operatorId: command.operatorId,
        notBefore,
        isDemo: badge.isDemo,
      })
    }
  })
  return badges.filter(({ participantId }) => !people.has(participantId)).map(({ participantId }) => participantId)
}
