import type { Actor } from '../domain/actor.ts'
import { type Day, jstDay } from '../domain/japanese-date.ts'
import { consentToText, type Nomination } from '../domain/nomination.ts'
import { permit } from '../domain/permit.ts'
import { refuseWithoutConsent } from '../domain/refusal.ts'
import { inTransaction } from '../store/transaction.ts'
import { giveConsent } from './consents.ts'
import { councilIssuer } from './council.ts'
import type { Deps } from './deps.ts'
import { issueConsented } from './issue-consented.ts'
import { nominationTarget, requireNomination, storeMove } from './nomination-moves.ts'
import { workplaceTextDigest } from './workplace-text.ts'

/** Version of the notice on the page of consent (DOMAIN section 13: stored on each consent). */
export const nominationNotice: Day = '2026-11-24'

/**
 * The learner consents to the exact text of the badge, which is issued at once, with the employer's signed confirmation.
 *
 * @param command.textDigest - digest of the text that the learner saw ({@link workplaceTextDigest})
 * @returns the nomination, issued; still approved where issuing could not be finished now and will be later
 * @throws ServiceError `not_found`; `forbidden` for anybody but the learner, and for another text than the present one; `conflict` unless it is approved
 */
export const consentToNomination = async (deps: Deps, actor: Actor, command: { id: string; textDigest: string }): Promise<Nomination> => {
  // 1. Only the learner, and only to the text as it stands.
  const read = await requireNomination(deps, command.id)
  const { nomination } = read
  permit(actor, 'nomination.consent', nominationTarget(nomination))
  if (nomination.state === 'approved' && command.textDigest !== workplaceTextDigest(nomination))
    refuseWithoutConsent(`The text of nomination ${nomination.id} is not the one that was shown; read it again.`)
  const on = jstDay(deps.now())
  const by = { participantId: nomination.participantId }
  consentToText(nomination, by, { consentedOn: on, consentId: '', textDigest: command.textDigest })

  // 2. The consent is a record of its own, with purpose, items and recipient.
  const { council } = await councilIssuer(deps)
  const consent = await giveConsent(deps, actor, {
    participantId: nomination.participantId,
    purpose: 'workplace_achievement',
    items: ['measure', 'role'],
    recipient: 'secretariat',
    handler: council.id,
    noticeVersion: nominationNotice,
    channel: 'web',
    recordId: nomination.id,
  })
  const next = consentToText(nomination, by, { consentedOn: on, consentId: consent.consentId, textDigest: command.textDigest })
  await inTransaction(deps, (deps) => storeMove(deps, actor, read, next, 'nomination.consented', { text: command.textDigest }))

  // 3. Nothing else is missing: issue.
  return issueConsented(deps, nomination.id)
}
