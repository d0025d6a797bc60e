import type { VerdictState, VerdictView } from '../../../templates/components/verdict.tsx'
import type { Check, CheckId, Verification } from '../../verification/verdict.ts'
import { codeText } from './code-text.ts'
import { dayText, instantView, jstDayOf, jstTime } from './dates.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'
import { printable } from './safe-text.ts'

/** What our own records say of a badge of this service; a status list alone cannot tell a suspension from a revocation (DOMAIN section 16). */
export interface StandingFacts {
  validity: 'valid' | 'suspended' | 'revoked' | 'expired'
  /** JST day of the suspension or revocation */
  changedOn?: string
  /** reason code: a revocation reason, or the reason of a suspension */
  reason?: string
  /** who revoked or suspended it, ready to print */
  changedBy?: string
  /** path of the badge that replaces it */
  replacedByUrl?: string
}

const find = (verification: Verification, id: CheckId): Check | undefined => verification.checks.find((check) => check.id === id)
const failed = (verification: Verification, id: CheckId): boolean => find(verification, id)?.status === 'failed'

/** The state of a verification as pages name it. A document proved wrong outranks its status, its status outranks an open question. */
export const stateOf = (verification: Verification, standing?: StandingFacts): VerdictState => {
  if (verification.verdict === 'bad-request') return 'unreadable'
  if (['conformance', 'proof', 'issuer'].some((id) => failed(verification, id as CheckId))) return 'invalid'
  if (standing?.validity === 'revoked' || standing?.validity === 'suspended') return standing.validity
  if (failed(verification, 'status')) {
    const code = find(verification, 'status')?.code
    if (code === 'status.revoked') return 'revoked'
    return code === 'status.suspended' ? 'suspended' : 'invalid'
  }
  if (failed(verification, 'validity_period')) {
    const code = find(verification, 'validity_period')?.code
    if (code === 'validity.expired') return 'expired'
    return code === 'validity.not_yet' ? 'not_yet' : 'invalid'
  }
  if (verification.verdict === 'invalid') return 'invalid'
  if (verification.verdict !== 'valid' || !verification.verified) return 'unchecked'
  return verification.issuer?.recognised === true ? 'valid' : 'unknown'
}

const first = (verification: Verification, status: Check['status']): Check | undefined =>
  verification.checks.find((check) => check.status === status)

/** The one sentence under the word: first what it means for the reader, then why. */
export const verdictSentence = (verification: Verification, state: VerdictState, context: PageContext): string => {
  const words = wordsOf(context).verdict.sentence
  const time = jstTime(verification.checkedAt)
  switch (state) {
    case 'valid':
      return find(verification, 'status')?.code === 'status.none' ? words.validWithoutStatus : words.valid
    case 'expired':
      return words.expired(documentDay(verification, ['validUntil', 'expirationDate', 'expires'], context))
    case 'not_yet':
      return words.notYet(documentDay(verification, ['validFrom', 'issuanceDate', 'issuedOn'], context))
    case 'unchecked':
      return uncheckedSentence(first(verification, 'not_determined'), time, words)
    case 'invalid':
      return invalidSentence(first(verification, 'failed'), words)
    case 'unreadable': {
      const input = find(verification, 'input')
      return input === undefined ? words.unreadable : codeText(input, context)
    }
    default:
      return words[state]
  }
}

type Sentences = ReturnType<typeof wordsOf>['verdict']['sentence']

const uncheckedSentence = (check: Check | undefined, time: string, words: Sentences): string => {
  switch (check?.code) {
    case 'status.unreachable':
      return words.statusUnreachable(time)
    case 'proof.key_unreachable':
    case 'issuer.unreachable':
      return words.keyUnreachable(time)
    case 'proof.hosted_unreachable':
      return words.hostUnreachable(time)
    case 'proof.suite_unknown':
    case 'proof.envelope_type_unknown':
    case 'proof.key_unsupported':
    case 'issuer.method_unsupported':
      return words.methodUnsupported
    case 'conformance.context_not_held':
    case 'conformance.kind_unknown':
      return words.contextNotHeld
    case 'conformance.too_slow':
    case 'conformance.overloaded':
    case 'proof.too_slow':
    case 'proof.overloaded':
      return words.overloaded(time)
    default:
      return check?.id === 'status' ? words.statusUnclear : words.unchecked
  }
}

const invalidSentence = (check: Check | undefined, words: Sentences): string => {
  switch (check?.id) {
    case 'conformance':
      return words.notConforming
    case 'proof':
      if (check.code === 'proof.missing') return words.unsigned
      if (check.code.startsWith('proof.hosted_')) return words.hostedWrong
      if (['proof.key_expired', 'proof.key_revoked', 'proof.key_not_authorised'].includes(check.code)) return words.keyEnded
      return ['proof.key_controller_wrong', 'proof.none_by_issuer', 'proof.key_not_found'].includes(check.code)
        ? words.keyWrong
        : words.altered
    case 'issuer':
      return words.keyWrong
    case 'status':
      return words.statusSet
    case 'recipient':
      return words.recipientDiffers
    case 'endorsements':
      return words.endorsementBroken
    default:
      return words.invalid
  }
}

const documentDay = (verification: Verification, members: string[], context: PageContext): string => {
  const member = members.find((name) => verification.document?.[name] !== undefined)
  const day = member === undefined ? undefined : jstDayOf(printable(verification.document?.[member]))
  return day === undefined ? '' : dayText(day, context.language)
}

/** The verdict as it stands on top of a page, with day and reason of a revocation where our records know them. */
export const verdictView = (verification: Verification, context: PageContext, standing?: StandingFacts): VerdictView => {
  const words = wordsOf(context).verdict
  const state = stateOf(verification, standing)
  const [before, after] = words.checkedAt('\u0000').split('\u0000')
  const facts = standing === undefined ? [] : standingFacts(state, standing, context)
  return {
    state,
    label: words.label,
    word: words.word[state],
    sentence: verdictSentence(verification, state, context),
    checkedAt: { before: before ?? '', date: instantView(verification.checkedAt, context.language), after: after ?? '' },
    ...(facts.length === 0 ? {} : { facts }),
  }
}

/** The reason in words; an unknown code of a suspension is a review. */
export const reasonText = (reason: string, context: PageContext): string => {
  const reasons: Record<string, string> = wordsOf(context).verdict.reason
  return reasons[reason] ?? wordsOf(context).verdict.reason.other
}

const standingFacts = (state: VerdictState, standing: StandingFacts, context: PageContext): NonNullable<VerdictView['facts']> => {
  if (state !== 'revoked' && state !== 'suspended') return []
  const words = wordsOf(context).verdict
  const facts: NonNullable<VerdictView['facts']> = []
  if (standing.changedOn !== undefined) {
    const name = state === 'revoked' ? words.revokedOn : words.suspendedOn
    facts.push({ name, text: dayText(standing.changedOn, context.language), dateTime: standing.changedOn })
  }
  if (standing.reason !== undefined) facts.push({ name: words.reasonLabel, text: reasonText(standing.reason, context) })
  if (standing.changedBy !== undefined)
    facts.push({ name: state === 'revoked' ? words.revokedBy : words.suspendedBy, text: standing.changedBy })
  if (standing.replacedByUrl !== undefined)
    facts.push({ name: words.replacedBy, text: words.openReplacement, href: linkTo(context, standing.replacedByUrl) })
  return facts
}
