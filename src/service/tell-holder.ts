import type { IssuedCredential } from '../domain/credential.ts'
import type { MailData } from '../domain/mail.ts'
import { fullName } from '../domain/person-name.ts'
import { findAchievement } from '../store/achievements.ts'
import { findMailAddress } from '../store/addresses.ts'
import { listMails } from '../store/outbox.ts'
import { findParticipant } from '../store/participants.ts'
import type { Deps } from './deps.ts'
import { createHolderLink } from './holder.ts'
import { operatorOf } from './operator-of.ts'
import { postMail, stopMails } from './post-mail.ts'

/**
 * Tells the holder that the badge was revoked, suspended or reinstated (DOMAIN section 5: "mail to the holder"). Call it in the transaction of the deed.
 * A revocation stops what has not left the house; whoever was never told of the badge is not told of its end either.
 */
export const tellHolder = async (
  deps: Deps,
  credential: IssuedCredential,
  told: { what: MailData['badge_status']['what']; reason?: string },
): Promise<void> => {
  const entity = `credential:${credential.id}`
  if (told.what === 'revoked') {
    await stopMails(deps, entity)
    const mails = await listMails(deps.db, { entity, limit: 500 })
    if (credential.claim === 'unclaimed' && mails.length > 0 && mails.every(({ state }) => state === 'cancelled')) return
  }
  const toAddress = await findMailAddress(deps.db, credential.participantId)
  const participant = await findParticipant(deps.db, credential.participantId)
  const achievement = await findAchievement(deps.db, credential.achievementId)
  if (toAddress === undefined || participant === undefined || achievement === undefined) return
  const operatorId = await operatorOf(deps, credential)
  await postMail(deps, {
    kind: 'badge_status',
    event: `${entity} ${told.what} ${deps.now().toISOString()}`,
    toAddress,
    data: {
      to: { kind: 'person', name: fullName(participant.familyName, participant.givenName) },
      badge: { ja: achievement.name },
      what: told.what,
      ...(told.reason === undefined ? {} : { reason: told.reason }),
      url: await createHolderLink(deps, credential.id),
    },
    entity,
    ...(operatorId === undefined ? {} : { operatorId }),
    isDemo: credential.isDemo,
  })
}
