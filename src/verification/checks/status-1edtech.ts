import { asList, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { documentLimits, statusListLimits } from '../limits.ts'
import { readStrictJsonObject } from '../strict-json.ts'
import { comparable } from './comparable-id.ts'
import type { CheckContext } from './context.ts'
import { acceptUnsigned, fetchBytes } from './fetch-document.ts'
import { type StatusItem, statusItem } from './status-item.ts'

/**
 * Judges a status of type `1EdTechRevocationList` (CONFORMANCE ST-1): an unsigned list at the id of the status; revoked if an item of
 * `revokedCredential` has the id of the credential and `revoked` is absent or true.
 */
export const judge1EdTechEntry = async (context: CheckContext, entry: JsonObject): Promise<StatusItem> => {
  const url = entry['id']
  const credentialId = context.document['id']
  if (typeof url !== 'string' || typeof credentialId !== 'string') return statusItem(entry, 'not_determined', 'status.entry_malformed')
  const answer = await fetchBytes(context.deps, url, acceptUnsigned)
  if (answer.kind === 'unreachable')
    return statusItem(entry, 'not_determined', 'status.unreachable', {
      detail: `The status list could not be fetched at ${context.deps.now().toISOString()}. ${answer.reason}`,
    })
  const read = readStrictJsonObject(answer.bytes, { ...documentLimits, maxNodes: statusListLimits.maxRevocationListNodes })
  if (!read.ok) return statusItem(entry, 'not_determined', 'status.list_malformed')
  return judgeList(read.value, entry, url, credentialId, context.document['issuer'])
}

const judgeList = (list: JsonObject, entry: JsonObject, url: string, credentialId: string, issuer: Json | undefined): StatusItem => {
  const revoked = list['revokedCredential']
  if (list['id'] !== undefined && list['id'] !== url) return statusItem(entry, 'not_determined', 'status.list_id_wrong')
  if (list['issuer'] !== undefined && idOf(list['issuer']) !== idOf(issuer))
    return statusItem(entry, 'not_determined', 'status.list_of_another')
  if (revoked === undefined || !asList(revoked).every(isJsonObject)) return statusItem(entry, 'not_determined', 'status.list_malformed')
  const isRevoked = asList(revoked)
    .filter(isJsonObject)
    .some((item) => comparable(item['id']) === comparable(credentialId) && item['revoked'] !== false)
  return isRevoked ? statusItem(entry, 'failed', 'status.revoked') : statusItem(entry, 'passed', 'status.good')
}

const idOf = (node: Json | undefined): Json | undefined => (isJsonObject(node) ? node['id'] : node)
