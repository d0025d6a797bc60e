import type { JsonObject } from '../json.ts'
import type { CheckContext, Conformance } from './checks/context.ts'
import { line } from './checks/context.ts'
import { checkEndorsements } from './checks/endorsements.ts'
import { checkRecipient } from './checks/recipient.ts'
import { refreshOnce } from './checks/refresh.ts'
import { checkStatus } from './checks/status.ts'
import { judgeContained } from './clr.ts'
import type { Setting } from './setting.ts'
import type { Check, Verification } from './verdict.ts'

/** A document whose signature holds. */
export interface Signed {
  document: JsonObject
  conformance: Conformance
  format: 'data-integrity' | 'jwt'
}

/** What is found behind the signature. */
export interface Aftermath {
  checks: Check[]
  warnings: Verification['warnings']
  /** the credentials inside a learner record, each with its own verdict */
  contained?: Verification[]
}

/** The lines of status, refresh, recipient and endorsements (SECURITY steps 10 and 11), in this order; then what a learner record contains. */
export const checkAfterSignature = async (
  { document, conformance, format }: Signed,
  { deps, options, now, depth, role, verifyNested }: Setting,
): Promise<Aftermath> => {
  const context: CheckContext = { document, conformance, format, deps, options, now, depth, role, verifyNested }
  const status = await checkStatus(context)
  const { check: refresh, warning } = await refreshOnce(context)
  const recipient = await checkRecipient(context)
  const endorsements = await checkEndorsements(context)
  const record = await judgeContained(context)
  const checks = [status, refresh, recipient, endorsements]
  return {
    checks: record?.check === undefined ? checks : [...checks, record.check],
    warnings: warning === undefined ? [] : [warning],
    ...(record === undefined ? {} : { contained: record.contained }),
  }
}

/** The same lines where no signature holds: nothing is looked up that a stranger wrote. */
export const withoutSignature = (): Aftermath => ({
  checks: [
    line('status', 'not_applicable', 'status.not_judged'),
    line('refresh', 'not_applicable', 'refresh.not_judged'),
    line('endorsements', 'not_applicable', 'endorsements.not_judged'),
  ],
  warnings: [],
})
