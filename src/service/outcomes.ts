import type { Actor } from '../domain/actor.ts'
import { type Consent, type ConsentGiven, consentInForce, consentsOf } from '../domain/consent.ts'
import { consentItems } from '../domain/consent-notice.ts'
import { addDays, jstDay } from '../domain/japanese-date.ts'
import type { Addressee } from '../domain/mail.ts'
import type { Organisation } from '../domain/organisation.ts'
import {
  type BadgeWeight,
  confirmOutcome as confirmed,
  disputeOutcome as disputed,
  type Outcome,
  type OutcomeContent,
  type OutcomeSide,
  reportOutcome as reported,
  withdrawOutcome as withdrawn,
} from '../domain/outcome.ts'
import { badgeName, type Participant } from '../domain/participant.ts'
import { permit } from '../domain/permit.ts'
import { refuseActor, refuseProblems, refuseWithoutConsent } from '../domain/refusal.ts'
import { shareLinkStateAt } from '../domain/share-link.ts'
import { type InputProblem, ServiceError } from '../errors.ts'
import { newId } from '../ids.ts'
import { findAchievement } from '../store/achievements.ts'
import { appendConsentEvents, listConsents } from '../store/consents.ts'
import { findCredential } from '../store/credentials.ts'
import { findDeclaration } from '../store/declarations.ts'
import { listEmployedAt } from '../store/employments.ts'
import { findOrganisation } from '../store/organisations.ts'
import { findOutcome } from '../store/outcomes.ts'
import { findParticipant } from '../store/participants.ts'
import { listShareLinks } from '../store/share-links.ts'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { postMail } from './post-mail.ts'
import { closeLinksTo, createSecretLink } from './secret-links.ts'
import { inMoves, movedTo, storeMove } from './store-move.ts'

/** The learner's agreement to outcome reporting, given together with a report or a confirmation. */
export interface AgreeToReporting {
  noticeVersion: string
  channel: ConsentGiven['channel']
}

export interface ReportOutcome extends Omit<OutcomeContent, 'id' | 'isDemo'> {
  badgeWeight: BadgeWeight
  /** which side reports, where the actor is neither of them */
  by?: OutcomeSide
  consent?: AgreeToReporting
  /** the record whose secret link the learner holds */
  recordId?: string
}

/**
 * A new report by the learner or the employer; the other side is asked to confirm it.
 *
 * @throws ServiceError `forbidden` without the learner's consent, `participant_not_found`, `organisation_not_found`, `invalid_input`
 */
export const reportOutcome = async (deps: Deps, actor: Actor, command: ReportOutcome): Promise<Outcome> => {
  const { badgeWeight, by, consent, recordId, ...members } = command
  // 1. May this actor report, and for which side?
  permit(actor, 'outcome.report', { participantId: command.participantId, employerId: command.employerId, recordId })
  const side = by !== undefined && actor.kind === 'system' ? by : sideOf(actor)
  const participant = await findParticipant(deps.db, command.participantId)
  const employer = await findOrganisation(deps.db, command.employerId)
  if (employer?.kind !== 'employer') throw new ServiceError('organisation_not_found', `There is no employer ${command.employerId}.`)
  if (participant === undefined || (side === 'employer' && !(await isKnownTo(deps, command.participantId, employer.id))))
    throw new ServiceError(
      'participant_not_found',
      `There is no participant ${command.participantId} who works or worked there, or presents a badge to this employer.`,
    )
  // 2. Is it about the learner's own badges, and a promise of this employer?
  refuseProblems('The outcome cannot be reported like this.', await outcomeProblems(deps, command))
  // 3. Store it, with the consent that it rests on.
  const content: OutcomeContent = { ...members, id: newId(), isDemo: participant.isDemo }
  return inMoves(deps, async (deps) => {
    const today = jstDay(deps.now())
    const outcome: Outcome =
      side === 'employer'
        ? reported(content, { by: 'employer', on: today, badgeWeight })
        : reported(content, { by: 'learner', on: today, badgeWeight, consent: await agreement(deps, actor, participant.id, consent) })
    await storeMove(deps, actor, 'outcome', {
      after: outcome,
      beside: { participant_id: outcome.participantId, employer_id: outcome.employerId, effective_on: outcome.effectiveOn },
      moves: movedTo(outcome, today),
      detail: { type: outcome.type, badgeWeight },
    })
    await askOtherSide(deps, outcome, side === 'learner' ? employerAddress(employer) : learnerAddress(participant))
    return outcome
  })
}

interface Address {
  to: Addressee
  toAddress: string | undefined
}

const employerAddress = ({ name, email }: Organisation): Address => ({ to: { kind: 'organisation', name: name.ja }, toAddress: email })
const learnerAddress = (participant: Participant): Address => ({
  to: { kind: 'person', name: badgeName(participant) },
  toAddress: participant.emails.at(-1),
})

/** Days in which the link of such a mail opens. */
export const outcomeLinkDays = 30

/** A mail with a secret link; without an address the other side finds the report when it signs in. */
const askOtherSide = async (deps: Deps, outcome: Outcome, { to, toAddress }: Address): Promise<void> => {
  if (toAddress === undefined) return
  const { secret } = await createSecretLink(deps, { subject: 'outcome', recordId: outcome.id, days: outcomeLinkDays })
  const badge = outcome.badgeIds[0] === undefined ? undefined : await findCredential(deps.db, outcome.badgeIds[0])
  const achievement = badge && (await findAchievement(deps.db, badge.achievementId))
  await postMail(deps, {
    kind: 'outcome_reported',
    event: `outcome:${outcome.id} reported`,
    toAddress,
    data: {
      to,
      ...(achievement === undefined ? {} : { badge: { ja: achievement.name } }),
      url: `${deps.publicUrl}/outcome?k=${secret}`,
      until: addDays(jstDay(deps.now()), outcomeLinkDays),
    },
    entity: `outcome:${outcome.id}`,
    isDemo: outcome.isDemo,
  })
}

/**
 * The other side confirms; the weaker answer about the badge holds.
 *
 * @param command.consent - needed from a learner without a consent in force
 */
export const confirmOutcome = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; badgeWeight: BadgeWeight; consent?: AgreeToReporting },
): Promise<Outcome> => {
  const known = await requireOutcome(deps, command.id)
  permit(actor, 'outcome.confirm', targetOf(known))
  return inMoves(deps, async (deps) => {
    const before = await requireOutcome(deps, command.id)
    const today = jstDay(deps.now())
    const answer = { on: today, badgeWeight: command.badgeWeight }
    const after: Outcome =
      answeringSide(actor, before) === 'employer'
        ? confirmed(before, { by: 'employer', ...answer })
        : confirmed(before, { by: 'learner', ...answer, consent: await agreement(deps, actor, before.participantId, command.consent) })
    await closeLinksTo(deps, 'outcome', after.id)
    return storeMove(deps, actor, 'outcome', {
      before,
      after,
      moves: movedTo(after, today),
      detail: { type: after.type, badgeWeight: after.badgeWeight },
    })
  })
}

/** The other side says that it is not so. */
export const disputeOutcome = async (deps: Deps, actor: Actor, command: { id: string }): Promise<Outcome> => {
  const known = await requireOutcome(deps, command.id)
  permit(actor, 'outcome.dispute', targetOf(known))
  return inMoves(deps, async (deps) => {
    const before = await requireOutcome(deps, command.id)
    const today = jstDay(deps.now())
    const after: Outcome = disputed(before, { by: answeringSide(actor, before), on: today })
    await closeLinksTo(deps, 'outcome', after.id)
    return storeMove(deps, actor, 'outcome', { before, after, moves: movedTo(after, today) })
  })
}

/** The reporting side takes its report back; the learner any report about the own person. */
export const withdrawOutcome = async (deps: Deps, actor: Actor, command: { id: string; by?: OutcomeSide }): Promise<Outcome> => {
  const known = await requireOutcome(deps, command.id)
  permit(actor, 'outcome.withdraw', targetOf(known))
  return inMoves(deps, async (deps) => {
    const before = await requireOutcome(deps, command.id)
    const today = jstDay(deps.now())
    const by = command.by !== undefined && actor.kind === 'system' ? command.by : sideOf(actor)
    const after: Outcome = withdrawn(before, { by, on: today })
    await closeLinksTo(deps, 'outcome', after.id)
    return storeMove(deps, actor, 'outcome', { before, after, moves: movedTo(after, today) })
  })
}

/** @throws ServiceError `not_found` */
export const requireOutcome = async (deps: Deps, id: string): Promise<Outcome> => {
  const outcome = await findOutcome(deps.db, id)
  if (outcome === undefined) throw new ServiceError('not_found', `There is no outcome ${id}.`)
  return outcome
}

const targetOf = ({ id, participantId, employerId }: Outcome) => ({ recordId: id, participantId, employerId })

const sideOf = (actor: Actor): OutcomeSide => {
  if (actor.kind === 'link') return 'learner'
  if (actor.kind === 'user' || actor.kind === 'api_key') {
    if (actor.role === 'learner') return 'learner'
    if (actor.role === 'employer') return 'employer'
  }
  return refuseActor('Only the learner or the employer speaks about an outcome.')
}

/** Who holds the secret link of an outcome is the side that did not report it. */
const answeringSide = (actor: Actor, outcome: Outcome): OutcomeSide => {
  if (actor.kind !== 'link' && actor.kind !== 'system') return sideOf(actor)
  return outcome.state === 'learner_reported' ? 'employer' : 'learner'
}

/** An employer speaks about people who work or worked there, who show it a badge, or who agreed to it by name (DOMAIN section 10). */
const isKnownTo = async (deps: Deps, participantId: string, employerId: string): Promise<boolean> => {
  if ((await listEmployedAt(deps.db, employerId, [participantId])).has(participantId)) return true
  const now = deps.now()
  const links = await listShareLinks(deps.db, { employerId })
  if (links.some((link) => link.participantId === participantId && shareLinkStateAt(link, now) === 'open')) return true
  const consents = await listConsents(deps.db, participantId)
  const wanted = { participantId, purpose: 'provision_to_employer', recipient: employerId } as const
  return consentInForce(consents, wanted, jstDay(deps.now())) !== undefined
}

/** The consent in force, or the one that the learner gives with this step. */
const agreement = async (deps: Deps, actor: Actor, participantId: string, given: AgreeToReporting | undefined): Promise<Consent> => {
  const today = jstDay(deps.now())
  const known = consentInForce(await listConsents(deps.db, participantId), { participantId, purpose: 'outcome_reporting' }, today)
  if (known !== undefined) return known
  if (given === undefined)
    return refuseWithoutConsent('The learner has not agreed to outcome reporting; the consent has to come with the answer.')
  const participant = await findParticipant(deps.db, participantId)
  const event: ConsentGiven = {
    event: 'given',
    consentId: newId(),
    participantId,
    purpose: 'outcome_reporting',
    items: [...consentItems.outcome_reporting],
    recipient: 'secretariat',
    handler: 'secretariat',
    noticeVersion: given.noticeVersion,
    on: today,
    channel: given.channel,
    isDemo: participant?.isDemo ?? false,
  }
  await appendConsentEvents(deps.db, [event], deps.now())
  await audit(deps, actor, 'consent.given', `consent:${event.consentId}`, { purpose: event.purpose, notice: event.noticeVersion })
  return consentsOf([event])[0] as Consent
}

/** What an outcome names has to be there: badges of the same person, a declaration of the same employer. */
export const outcomeProblems = async (
  deps: Deps,
  outcome: Pick<OutcomeContent, 'participantId' | 'employerId' | 'badgeIds' | 'declarationId' | 'text'> & { badgeWeight: BadgeWeight },
): Promise<InputProblem[]> => {
  const problems: InputProblem[] = []
  if (outcome.text.ja.trim() === '') problems.push({ path: '/text', code: 'TEXT_MISSING', message: '処遇の内容を記入してください。' })
  for (const [i, id] of outcome.badgeIds.entries()) {
    const credential = await findCredential(deps.db, id)
    if (credential === undefined || credential.state === 'reserved' || credential.participantId !== outcome.participantId)
      problems.push({ path: `/badgeIds/${i}`, code: 'BADGE_UNKNOWN', message: `${id}は、本人のバッジではありません。` })
  }
  if (outcome.badgeIds.length === 0 && (outcome.badgeWeight === 'decisive' || outcome.badgeWeight === 'one_of_factors'))
    problems.push({ path: '/badgeIds', code: 'BADGE_MISSING', message: '処遇の理由になったバッジを1つ以上選んでください。' })
  if (outcome.declarationId !== undefined) {
    const declaration = await findDeclaration(deps.db, outcome.declarationId)
    if (declaration?.employerId !== outcome.employerId || !('publishedOn' in declaration))
      problems.push({ path: '/declarationId', code: 'DECLARATION_UNKNOWN', message: 'この企業が公表した宣言ではありません。' })
  }
  return problems
}
