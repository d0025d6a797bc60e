import type { JsonObject } from '../json.ts'
import { issuerAnswer } from './checks/issuer.ts'
import type { Setting } from './setting.ts'
import type { Check, Verification } from './verdict.ts'

/** `issuer` of the answer, or nothing where the document names none. */
export const claimedIssuer = async (
  document: JsonObject,
  issuerCheck: Check | undefined,
  { deps }: Setting,
): Promise<Pick<Verification, 'issuer'>> => {
  const issuer = await issuerAnswer(document, issuerCheck, deps)
  return issuer === undefined ? {} : { issuer }
}
