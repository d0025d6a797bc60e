import type { Actor } from '../domain/actor.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import { listCredentialsOfParticipant, setVisibility } from '../store/credentials.ts'
import { stopFollowUps } from '../store/follow-ups.ts'
import { cancelMailsTo } from '../store/outbox.ts'
import { findParticipant } from '../store/participants.ts'
import { listShareLinks, setShareLinkWithdrawn } from '../store/share-links.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { endConsents } from './consents.ts'
import type { Deps } from './deps.ts'

/**
 * Stops the use of a person's data without erasing it (利用停止): badge pages become private, links to readers close, consents end, mails that ask or remind
 * stop. The badges stay valid.
 *
 * @throws ServiceError `forbidden`, `participant_not_found`
 */
export const stopUse = async (deps: Deps, actor: Actor, command: { participantId: string; requestId: string }): Promise<void> => {
  permit(actor, 'personal_data.execute')
  const { participantId } = command
  const participant = await findParticipant(deps.db, participantId)
  if (participant === undefined) throw new ServiceError('participant_not_found', `There is no participant ${participantId}.`)
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    for (const badge of await listCredentialsOfParticipant(deps.db, participantId))
      await setVisibility(deps.db, badge.id, { visibility: 'private', nameShown: false }, now)
    for (const link of await listShareLinks(deps.db, { participantId })) await setShareLinkWithdrawn(deps.db, link.id, now)
    const consents = await endConsents(deps, participantId)
    await stopFollowUps(deps.db, participantId, now)
    await cancelMailsTo(deps.db, participant.emails, ['badge_reminder', 'follow_up', 'application_invited'])
    await audit(deps, actor, 'personal_data.use_stopped', `participant:${participantId}`, {
      request: command.requestId,
      consents,
    })
  })
}
