import type { JsonObject } from '../../json.ts'
import { type CheckCode, checkCodes } from '../codes.ts'
import type { Check, CheckStatus } from '../verdict.ts'

/** What one status entry said. */
export type StatusItem = NonNullable<Check['items']>[number] & { code: CheckCode }

/** @param data - what the answer repeats of the entry: type, purpose, list, index and, once read, the value */
export const statusItem = (
  entry: JsonObject,
  status: CheckStatus,
  code: CheckCode,
  more: { detail?: string; data?: JsonObject } = {},
): StatusItem => {
  const data: JsonObject = {}
  for (const member of ['type', 'statusPurpose', 'statusListCredential', 'statusListIndex']) {
    const value = entry[member]
    if (value !== undefined) data[member] = value
  }
  return {
    ...(typeof entry['id'] === 'string' ? { id: entry['id'] } : {}),
    status,
    code,
    detail: more.detail ?? checkCodes[code],
    data: { ...data, ...more.data },
  }
}
