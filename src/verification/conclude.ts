import type { JsonObject } from '../json.ts'
import { problemDetailsOf } from './problem-details.ts'
import { type Check, type Verdict, type Verification, verdictOf } from './verdict.ts'

/** What an answer holds beside its checks. */
export type Findings = Partial<Pick<Verification, 'warnings' | 'issuer' | 'kind' | 'format' | 'contained'>> & { document?: JsonObject }

const severity: readonly Verdict[] = ['valid', 'unverifiable', 'invalid', 'bad-request']

/** The verdict of a whole is the worst of its own checks and of all that it contains. */
const worst = (verdicts: Verdict[]): Verdict => verdicts.reduce((a, b) => (severity.indexOf(b) > severity.indexOf(a) ? b : a))

/** What is contained and unreadable makes the whole invalid: the whole itself was read. */
const insideOf = ({ verdict }: Verification): Verdict => (verdict === 'bad-request' ? 'invalid' : verdict)

/** Puts the lines together into the answer. Only here does a verdict come to be. */
export const conclude = (checks: Check[], now: Date, findings: Findings = {}): Verification => {
  const { contained = [] } = findings
  const verdict = worst([verdictOf(checks), ...contained.map(insideOf)])
  const own = problemDetailsOf(checks)
  const problemDetails = contained.length === 0 ? own : [...own, ...contained.flatMap((one) => one.problemDetails)]
  return {
    verdict,
    verified: verdict === 'valid',
    checkedAt: now,
    checks,
    ...findings,
    warnings: findings.warnings ?? [],
    problemDetails,
  }
}
