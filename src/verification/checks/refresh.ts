import { isDeepStrictEqual } from 'node:util'
import { asList, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { readDateTime } from '../../openbadges/plain/date-time.ts'
import { type CheckCode, checkCodes } from '../codes.ts'
import type { Check, CheckStatus, Verification } from '../verdict.ts'
import { comparable } from './comparable-id.ts'
import { type CheckContext, line } from './context.ts'
import { fetchCredential } from './fetch-document.ts'

/** What asking the refresh service led to. */
export interface RefreshOutcome {
  check: Check
  /** said beside the verdict, since a failure to refresh changes nothing about the document itself */
  warning?: { code: CheckCode; detail: string }
  /** the newer version, when there is one by the same issuer whose signature holds; the issuer's word of today */
  refreshed?: Verification
}

/**
 * Asks the document's refresh service once (CONFORMANCE VF-3, ST-4, ST-5). A newer version counts only if it keeps the rules, its
 * signature holds, it has the same issuer and id, and its `validFrom` is later; its own dates and status then decide. Whatever fails
 * before that leaves the original as it is, with a warning.
 */
export const refreshOnce = async (context: CheckContext): Promise<RefreshOutcome> => {
  const services = asList(context.document['refreshService']).filter(isJsonObject)
  if (services.length === 0 || context.role === 'refreshed' || context.role === 'status-list')
    return { check: line('refresh', 'not_applicable', 'refresh.none') }
  const service = services.find(({ type }) => asList(type).includes('1EdTechCredentialRefresh'))
  if (service === undefined) return warned('refresh.type_unknown')
  const url = service['id']
  if (typeof url !== 'string') return warned('refresh.unusable')
  const answer = await fetchCredential(context.deps, url)
  if (answer.kind === 'unreachable') return warned('refresh.unreachable')
  if (answer.kind === 'malformed') return warned('refresh.unusable')
  const newer = answer.document
  if (isDeepStrictEqual(newer, context.document)) return { check: line('refresh', 'passed', 'refresh.unchanged') }
  return judge(context, await context.verifyNested(newer, 'refreshed'))
}

const warned = (code: CheckCode): RefreshOutcome => ({
  check: line('refresh', 'not_applicable', code),
  warning: { code, detail: checkCodes[code] },
})

/** The checks that make a refreshed document trustworthy at all; those after them are the issuer's word about it. */
const foundation = new Set(['input', 'conformance', 'proof', 'issuer'])

const judge = (context: CheckContext, refreshed: Verification): RefreshOutcome => {
  const { document } = refreshed
  const sound = refreshed.checks.every(({ id, status }) => !foundation.has(id) || status === 'passed' || status === 'not_applicable')
  if (!sound || document === undefined || !isSameCredential(document, context.document)) return warned('refresh.unusable')
  const [old, now] = [begins(context.document), begins(document)]
  if (old !== undefined && now !== undefined && old.getTime() === now.getTime() && isDeepStrictEqual(document, context.document))
    return { check: line('refresh', 'passed', 'refresh.unchanged') }
  if (old === undefined || now === undefined || now <= old) return warned('refresh.unusable')
  const code: CheckCode = refreshed.verdict === 'valid' ? 'refresh.newer_valid' : 'refresh.newer_not_valid'
  const deciding =
    refreshed.checks.find(({ status }) => status === 'failed') ?? refreshed.checks.find(({ status }) => status === 'not_determined')
  const status: CheckStatus = deciding?.status ?? 'passed'
  const items = refreshed.checks.map((check) => ({ id: check.id, status: check.status, code: check.code, detail: check.detail }))
  return { check: line('refresh', status, code, { items }), warning: { code, detail: checkCodes[code] }, refreshed }
}

const begins = (document: JsonObject): Date | undefined => readDateTime(document['validFrom'] ?? document['issuanceDate'])?.instant

/** Open Badges 3.0, section 10 (ST-5): the same issuer and the same id, after percent-decoding and trimming. */
export const isSameCredential = (a: JsonObject, b: JsonObject): boolean => {
  const [idA, idB] = [comparable(a['id']), comparable(b['id'])]
  const [issuerA, issuerB] = [comparable(idOf(a['issuer'])), comparable(idOf(b['issuer']))]
  return idA !== undefined && issuerA !== undefined && idA === idB && issuerA === issuerB
}

const idOf = (node: Json | undefined): Json | undefined => (isJsonObject(node) ? node['id'] : node)
