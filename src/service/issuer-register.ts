import { jstDay } from '../domain/japanese-date.ts'
import { listIssuers } from '../store/issuers.ts'
import type { RegisterEntry } from '../verification/deps.ts'
import type { Deps } from './deps.ts'

/**
 * What our own register says of an issuer: dated, keyed by identifier and never by the name that a document claims (SECURITY T5).
 * Issuers of badges here are in it; instances that only sign for callers of the VC-API are not, since nobody looked at them.
 */
export const registerEntry = async (deps: Deps, issuerId: string): Promise<RegisterEntry | undefined> => {
  const issuer = (await listIssuers(deps.db)).find((issuer) => issuer.did === issuerId)
  if (issuer === undefined || issuer.organisationId === undefined) return undefined
  return { name: issuer.name.ja, since: jstDay(issuer.createdAt) }
}
