import { asList, isJsonObject, type JsonObject } from '../json.ts'
import { line } from './checks/context.ts'
import type { VerifierDeps } from './deps.ts'
import { fetchJson } from './fetch-json.ts'
import type { Chain } from './open-badges-2-chain.ts'
import type { Check } from './verdict.ts'

/**
 * The status of an Open Badge 2.0: a hosted assertion says `revoked` itself; for a signed one the issuer's `revocationList` is read
 * ("RevocationList", `revokedAssertions`). A list that cannot be read is never "not revoked".
 */
export const judgeOpenBadge2Status = async ({ assertion, issuer }: Chain, deps: VerifierDeps): Promise<Check> => {
  if (assertion['revoked'] === true) return line('status', 'failed', 'status.revoked', { path: '/revoked' })
  const address = issuer['revocationList']
  if (address === undefined) return line('status', 'not_applicable', 'status.none')
  if (typeof address !== 'string') return line('status', 'not_determined', 'status.entry_malformed')
  const answer = await fetchJson(address, deps)
  if (answer.kind === 'unreachable' || answer.kind === 'missing')
    return line('status', 'not_determined', 'status.unreachable', {
      detail: `The status list could not be fetched at ${deps.now().toISOString()}.`,
    })
  if (answer.kind !== 'ok' || answer.value['revokedAssertions'] === undefined)
    return line('status', 'not_determined', 'status.list_malformed')
  const list = answer.value
  if (list['id'] !== undefined && list['id'] !== address) return line('status', 'not_determined', 'status.list_id_wrong')
  if (list['issuer'] !== undefined && list['issuer'] !== issuer.id) return line('status', 'not_determined', 'status.list_of_another')
  return isListed(list, assertion) ? line('status', 'failed', 'status.revoked') : line('status', 'passed', 'status.good')
}

/** An item is the id itself, or an object with `id` or `uid`. */
const isListed = (list: JsonObject, assertion: JsonObject): boolean => {
  const names = [assertion['id'], assertion['uid']].filter((name) => typeof name === 'string')
  return asList(list['revokedAssertions']).some((item) =>
    isJsonObject(item) ? [item['id'], item['uid']].some((name) => names.includes(name as string)) : names.includes(item as string),
  )
}
