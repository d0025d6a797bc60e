import type { JsonObject } from '../json.ts'
import type { CheckContext, Conformance } from './checks/context.ts'
import { line } from './checks/context.ts'
import { checkEndorsements } from './checks/endorsements.ts'
import { checkRecipient } from './checks/recipient.ts'
import { refreshOnce } from './checks/refresh.ts'
import { checkStatus } from './checks/status.ts'
import type { Setting } from './setting.ts'
import type { Check, Verification } from './verdict.ts'

/** A document whose signature holds. */
export interface Signed {
  document: JsonObject
  conformance: Conformance
  format: 'data-integrity' | 'jwt'
}

/** The lines of status, refresh, recipient and endorsements (SECURITY steps 10 and 11), in this order. */
export const checkAfterSignature = async (
  { document, conformance, format }: Signed,
  { deps, options, now, depth, role, verifyNested }: Setting,
): Promise<{ checks: Check[]; warnings: Verification['warnings'] }> => {
  const context: CheckContext = { document, conformance, format, deps, options, now, depth, role, verifyNested }
  const status = await checkStatus(context)
  const { check: refresh, warning } = await refreshOnce(context)
  const recipient = await checkRecipient(context)
  const endorsements = await checkEndorsements(context)
  return { checks: [status, refresh, recipient, endorsements], warnings: warning === undefined ? [] : [warning] }
}

/** The same lines where no signature holds: nothing is looked up that a stranger wrote. */
export const linesWithoutSignature = (): Check[] => [
  line('status', 'not_applicable', 'status.not_judged'),
  line('refresh', 'not_applicable', 'refresh.not_judged'),
  line('endorsements', 'not_applicable', 'endorsements.not_judged'),
]
