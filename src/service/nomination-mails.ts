import { jstDay } from '../domain/japanese-date.ts'
import type { MailData } from '../domain/mail.ts'
import type { Nomination } from '../domain/nomination.ts'
import { badgeName } from '../domain/participant.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findParticipant } from '../store/participants.ts'
import type { Deps } from './deps.ts'
import { postMail } from './post-mail.ts'
import { createSecretLink } from './secret-links.ts'

/** Days in which an employer finds half an hour for it. */
const EMPLOYER_LINK_DAYS = 30
/** A learner may be away longer, and nothing is lost meanwhile. */
const LEARNER_LINK_DAYS = 60

/**
 * Asks somebody at the employer by mail to confirm figures and role; the link opens the page of this nomination alone. Call it in the transaction of the
 * request.
 *
 * @param request.toAddress - the superior's address that the learner named, or the employer's own
 * @param request.round - number of the nomination's state, so that each request is told once
 */
export const mailEmployer = async (deps: Deps, nomination: Nomination, request: { toAddress: string; round: number }): Promise<void> => {
  const employer = await findOrganisation(deps.db, nomination.employerId)
  const participant = await findParticipant(deps.db, nomination.participantId)
  if (employer === undefined || participant === undefined) return
  const { secret, expiresAt } = await createSecretLink(deps, { subject: 'nomination', recordId: nomination.id, days: EMPLOYER_LINK_DAYS })
  await postMail(deps, {
    kind: 'nomination_confirm',
    event: `nomination:${nomination.id} confirm ${request.round}`,
    toAddress: request.toAddress,
    data: {
      to: { kind: 'organisation', name: employer.name.ja },
      learner: badgeName(participant),
      title: nomination.title,
      url: `${deps.publicUrl}/nominations/confirm?k=${secret}`,
      until: jstDay(expiresAt),
    },
    entity: `nomination:${nomination.id}`,
    isDemo: nomination.isDemo,
  })
}

/**
 * Tells the learner what became of the nomination, with the link to their own page of it. Call it in the transaction of the deed.
 *
 * @param told.round - number of the nomination's state, so that each state is told once
 * @returns false where no address of the learner is known
 */
export const mailLearner = async (
  deps: Deps,
  nomination: Nomination,
  told: { what: MailData['nomination_learner']['what']; round: number; reason?: string },
): Promise<boolean> => {
  const participant = await findParticipant(deps.db, nomination.participantId)
  const employer = await findOrganisation(deps.db, nomination.employerId)
  const toAddress = participant?.emails[0]
  if (participant === undefined || employer === undefined || toAddress === undefined) return false
  const { secret, expiresAt } = await createSecretLink(deps, {
    subject: 'nomination_learner',
    recordId: nomination.id,
    days: LEARNER_LINK_DAYS,
  })
  return postMail(deps, {
    kind: 'nomination_learner',
    event: `nomination:${nomination.id} ${told.what} ${told.round}`,
    toAddress,
    data: {
      to: { kind: 'person', name: badgeName(participant) },
      what: told.what,
      firm: employer.name,
      title: nomination.title,
      url: `${deps.publicUrl}/nominations/mine?k=${secret}`,
      until: jstDay(expiresAt),
      ...(told.reason === undefined ? {} : { reason: told.reason }),
    },
    entity: `nomination:${nomination.id}`,
    isDemo: nomination.isDemo,
  })
}
