import type { QuestionView } from '../../../templates/components/check-list.tsx'
import type { Check, CheckId, Verification } from '../../verification/verdict.ts'
import { dayText, jstDayOf, jstTime } from './dates.ts'
import { type PageContext, wordsOf } from './page-context.ts'
import { printable } from './safe-text.ts'
import type { StandingFacts } from './verdict-view.ts'

type Answer = Pick<QuestionView, 'answer' | 'state'>

const check = (verification: Verification, id: CheckId): Check | undefined => verification.checks.find((one) => one.id === id)

/** The four questions 中身, 発行者, 取消し, 期限, answered from the checks (LOOK section 5). */
export const questionViews = (verification: Verification, context: PageContext, standing?: StandingFacts): QuestionView[] => {
  const words = wordsOf(context).checks
  const question = (name: string, answer: Answer, explanation: string): QuestionView => ({
    question: name,
    ...answer,
    stateWord:
      words.status[answer.state === 'ok' || answer.state === 'warn' ? 'passed' : answer.state === 'bad' ? 'failed' : 'not_determined'],
    whatWasDone: words.whatWasDone,
    explanation,
  })
  const { register } = verification.issuer ?? {}
  return [
    question(words.content.question, contentAnswer(verification, words.content), words.content.explanation),
    question(
      words.issuer.question,
      issuerAnswer(verification, words.issuer),
      [
        words.issuer.explanation,
        ...(register === undefined ? [] : [words.issuer.register(register.name, dayText(register.since, context.language))]),
      ].join(context.language === 'ja' ? '' : ' '),
    ),
    question(
      words.revocation.question,
      revocationAnswer(verification, context, standing),
      check(verification, 'status')?.code === 'status.good'
        ? words.revocation.explanationAt(jstTime(verification.checkedAt))
        : words.revocation.explanation,
    ),
    question(words.period.question, periodAnswer(verification, context), words.period.explanation),
  ]
}

type CheckWords = ReturnType<typeof wordsOf>['checks']

const contentAnswer = (verification: Verification, words: CheckWords['content']): Answer => {
  const conformance = check(verification, 'conformance')
  const proof = check(verification, 'proof')
  if (conformance?.status === 'failed') return { answer: words.malformed, state: 'bad' }
  if (proof?.status === 'failed') return { answer: words.failed, state: 'bad' }
  return proof?.status === 'passed' && conformance?.status === 'passed'
    ? { answer: words.passed, state: 'ok' }
    : { answer: words.open, state: 'open' }
}

const issuerAnswer = (verification: Verification, words: CheckWords['issuer']): Answer => {
  const issuer = check(verification, 'issuer')
  if (issuer?.status === 'failed') return { answer: words.failed, state: 'bad' }
  const recognised = verification.issuer?.recognised === true
  if (issuer?.status !== 'passed') return { answer: recognised ? words.recognisedBut : words.open, state: 'open' }
  return recognised ? { answer: words.recognised, state: 'ok' } : { answer: words.unknown, state: 'warn' }
}

const revocationAnswer = (verification: Verification, context: PageContext, standing: StandingFacts | undefined): Answer => {
  const words = wordsOf(context).checks.revocation
  const status = check(verification, 'status')
  if (standing?.validity === 'suspended') return { answer: words.suspended, state: 'bad' }
  if (standing?.validity === 'revoked') {
    const { changedOn } = standing
    return { answer: changedOn === undefined ? words.revoked : words.revokedOn(dayText(changedOn, context.language)), state: 'bad' }
  }
  if (status === undefined) return { answer: words.open, state: 'open' }
  if (status.status === 'failed') {
    if (status.code === 'status.suspended') return { answer: words.suspended, state: 'bad' }
    return { answer: status.code === 'status.revoked' ? words.revoked : words.set, state: 'bad' }
  }
  if (status.code === 'status.not_judged') return { answer: words.skipped, state: 'open' }
  if (status.code === 'status.none') return { answer: words.none, state: 'warn' }
  return status.status === 'passed' ? { answer: words.passed, state: 'ok' } : { answer: words.open, state: 'open' }
}

const periodAnswer = (verification: Verification, context: PageContext): Answer => {
  const words = wordsOf(context).checks.period
  const period = check(verification, 'validity_period')
  const day = (...members: string[]): string | undefined => {
    const found = members.map((member) => jstDayOf(printable(verification.document?.[member]))).find((text) => text !== undefined)
    return found === undefined ? undefined : dayText(found, context.language)
  }
  const until = day('validUntil', 'expirationDate', 'expires')
  if (period?.code === 'validity.expired' && until !== undefined) return { answer: words.expired(until), state: 'bad' }
  if (period?.code === 'validity.not_yet') return { answer: words.notYet(day('validFrom', 'issuanceDate', 'issuedOn') ?? ''), state: 'bad' }
  if (period?.status === 'failed') return { answer: words.malformed, state: 'bad' }
  if (period?.status !== 'passed' && period?.status !== 'not_applicable') return { answer: words.open, state: 'open' }
  return { answer: until === undefined ? words.none : words.until(until), state: 'ok' }
}
