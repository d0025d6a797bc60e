import type { Actor } from '../domain/actor.ts'
import { consentItems, noticeVersion } from '../domain/consent-notice.ts'
import { readEmail } from '../domain/email-address.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { badgeName } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { findAchievement } from '../store/achievements.ts'
import { listEmployments } from '../store/employments.ts'
import { listMails } from '../store/outbox.ts'
import { findParticipant } from '../store/participants.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { recordConsent } from './consents.ts'
import type { Deps } from './deps.ts'
import { requireIssued } from './issue-credential.ts'
import { postMail } from './post-mail.ts'
import { logOwnSharing } from './record-provision.ts'
import { credentialUrl } from './urls.ts'

/** So many people at work can be told of one badge; the form is no way to send mail to the world. */
export const maxManagerCopies = 3

const mostLines = 3
const maxNameCharacters = 60

export interface SendManagerCopy {
  credentialId: string
  /** the reader's name as the letter greets it */
  name: string
  address: string
  /** the box was ticked; without it nothing is sent */
  consent: boolean
}

/**
 * Tells somebody at work what the holder can do now, by one mail with a link to the badge's page, which the holder has shared. The consent, the provision
 * and the mail are recorded together (PRODUCT section 5, number 19).
 *
 * @throws ServiceError `forbidden`, `credential_not_found`, `invalid_input` naming each field, `conflict` for a badge that is private, no longer valid, or
 *   was sent often enough
 */
export const sendManagerCopy = async (deps: Deps, actor: Actor, command: SendManagerCopy): Promise<void> => {
  // 1. Only the holder gives it, and says so.
  const credential = await requireIssued(deps, command.credentialId)
  permit(actor, 'credential.share', { participantId: credential.participantId, recordId: credential.id })
  const name = command.name.trim()
  const reading = readEmail(command.address)
  const problems = [
    ...(name === '' || [...name].length > maxNameCharacters ? [{ path: 'managerName', message: 'name_needed' }] : []),
    ...(reading.ok ? [] : [{ path: 'managerAddress', message: 'address_needed' }]),
    ...(command.consent ? [] : [{ path: 'managerConsent', message: 'consent_needed' }]),
  ]
  if (problems.length > 0 || !reading.ok) throw new ServiceError('invalid_input', 'The copy for the manager was not sent.', { problems })
  // 2. The link of the mail must open for its reader.
  if (credential.state !== 'issued' || credential.visibility === 'private')
    throw new ServiceError('conflict', 'Share the badge first: the link of the mail must open for its reader.')
  const participant = await findParticipant(deps.db, credential.participantId)
  const achievement = await findAchievement(deps.db, credential.achievementId)
  if (participant === undefined || achievement === undefined)
    throw new ServiceError('credential_not_found', 'The badge or its holder is gone.')
  const entity = `credential:${credential.id}`
  const today = jstDay(deps.now())
  const employment = (await listEmployments(deps.db, participant.id)).find(({ to }) => to === undefined || to >= today)

  await inTransaction(deps, async (deps) => {
    const sent = (await listMails(deps.db, { entity, limit: 500 })).filter(({ kind }) => kind === 'manager_copy').length
    if (sent >= maxManagerCopies) throw new ServiceError('conflict', `This badge was sent to ${sent} people already, which is the most.`)
    // 3. Consent, record and mail are one deed.
    await recordConsent(deps, actor, {
      participantId: participant.id,
      purpose: 'provision_to_employer',
      items: [...consentItems.provision_to_employer],
      recipient: employment?.employerId ?? 'addressee',
      handler: 'secretariat',
      noticeVersion,
      channel: 'web',
      recordId: credential.id,
    })
    await logOwnSharing(deps, actor, {
      participantId: participant.id,
      recipientName: name,
      items: [...consentItems.provision_to_employer],
      isDemo: credential.isDemo,
    })
    await postMail(deps, {
      kind: 'manager_copy',
      event: `${entity} manager ${sent + 1}`,
      toAddress: reading.address,
      data: {
        to: { kind: 'person', name },
        learner: badgeName(participant),
        badge: { ja: achievement.name },
        can: criteriaLines(achievement.criteriaNarrative),
        isResult: credential.kind === 'workplace_achievement',
        url: credentialUrl(deps.publicUrl, credential.id),
      },
      entity,
      isDemo: credential.isDemo,
    })
    await audit(deps, actor, 'credential.sent_to_manager', entity, { number: sent + 1 })
  })
}

/** The first criteria without their list marks. */
const criteriaLines = (narrative: string): string[] =>
  narrative
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*・]|\d+[.)．])\s*/u, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(0, mostLines)
