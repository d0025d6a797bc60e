import { asList, isJsonObject, type JsonObject } from '../../json.ts'
import { statusListIndexPattern } from '../../openbadges/plain/members.ts'
import type { CheckCode } from '../codes.ts'
import type { Verification } from '../verdict.ts'
import type { CheckContext } from './context.ts'
import { fetchCredential } from './fetch-document.ts'
import { inflateStatusBits, type StatusBits } from './status-bits.ts'
import { type StatusItem, statusItem } from './status-item.ts'

/** The two forms of one idea: an entry that points into a signed list of bits. */
const forms = {
  BitstringStatusListEntry: {
    credentialType: 'BitstringStatusListCredential',
    subjectType: 'BitstringStatusList',
    encoding: 'multibase',
  },
  StatusList2021Entry: { credentialType: 'StatusList2021Credential', subjectType: 'StatusList2021', encoding: 'base64' },
} as const

export type ListEntryType = keyof typeof forms
export const isListEntryType = (type: string): type is ListEntryType => Object.hasOwn(forms, type)

/** A list that was fetched and verified, or why there is none. */
type ReadList = { kind: 'list'; purposes: string[]; bits: StatusBits } | { kind: 'none'; code: CheckCode; detail?: string }

/** Reads each list once per document, however many entries point into it. */
export type ListReader = (url: string, type: ListEntryType) => Promise<ReadList>

export const listReader = (context: CheckContext): ListReader => {
  const reading = new Map<string, Promise<ReadList>>()
  return (url, type) => {
    const key = `${type} ${url}`
    const known = reading.get(key) ?? readList(context, url, type)
    reading.set(key, known)
    return known
  }
}

/** Purposes whose set bit makes the document invalid. */
const failing: ReadonlyMap<string, CheckCode> = new Map([
  ['revocation', 'status.revoked'],
  ['suspension', 'status.suspended'],
])

/**
 * Judges one entry that points into a list of bits (Bitstring Status List 1.0, "Validate Algorithm"; SECURITY step 10, L1, L6).
 * Whatever stands between us and the value of the bit makes the entry `not_determined`; nothing does so by being absent.
 */
export const judgeListEntry = async (entry: JsonObject, type: ListEntryType, read: ListReader): Promise<StatusItem> => {
  const purpose = entry['statusPurpose']
  const url = entry['statusListCredential']
  const index = entry['statusListIndex']
  const size = entry['statusSize'] ?? 1
  if (typeof index !== 'string' || !statusListIndexPattern.test(index)) return statusItem(entry, 'not_determined', 'status.index_malformed')
  if (typeof purpose !== 'string' || !(failing.has(purpose) || purpose === 'message'))
    return statusItem(entry, 'not_determined', 'status.purpose_unknown')
  if (typeof url !== 'string' || typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > 32)
    return statusItem(entry, 'not_determined', 'status.entry_malformed')
  const list = await read(url, type)
  if (list.kind === 'none') return statusItem(entry, 'not_determined', list.code, list.detail === undefined ? {} : { detail: list.detail })
  if (!list.purposes.includes(purpose)) return statusItem(entry, 'not_determined', 'status.purpose_wrong')
  const value = list.bits.valueAt(Number(index), size)
  if (value === 'too_short') return statusItem(entry, 'not_determined', 'status.list_too_short')
  if (value === 'out_of_range') return statusItem(entry, 'not_determined', 'status.index_out_of_range')
  return valued(entry, purpose, value)
}

const valued = (entry: JsonObject, purpose: string, value: number): StatusItem => {
  const failure = failing.get(purpose)
  if (failure !== undefined)
    return value === 0
      ? statusItem(entry, 'passed', 'status.good', { data: { value } })
      : statusItem(entry, 'failed', failure, { data: { value } })
  const message = messageFor(entry, value)
  return statusItem(entry, 'passed', 'status.message', {
    ...(message === undefined ? {} : { detail: `The status list says: ${message}` }),
    data: { value, ...(message === undefined ? {} : { message }) },
  })
}

/** `statusMessage`: what each value means, the value written in hexadecimal (Bitstring Status List 1.0, section 2.1). */
const messageFor = (entry: JsonObject, value: number): string | undefined => {
  const stated = asList(entry['statusMessage'])
    .filter(isJsonObject)
    .find(({ status }) => typeof status === 'string' && /^0x[0-9a-f]{1,8}$/i.test(status) && Number(status) === value)
  return typeof stated?.['message'] === 'string' ? stated['message'] : undefined
}

const none = (code: CheckCode, detail?: string): ReadList => ({ kind: 'none', code, ...(detail === undefined ? {} : { detail }) })

const readList = async (context: CheckContext, url: string, type: ListEntryType): Promise<ReadList> => {
  const answer = await fetchCredential(context.deps, url)
  if (answer.kind === 'unreachable')
    return none('status.unreachable', `The status list could not be fetched at ${context.deps.now().toISOString()}. ${answer.reason}`)
  if (answer.kind === 'malformed') return none('status.list_malformed')
  const verification = await context.verifyNested(answer.document, 'status-list')
  if (verification.verdict !== 'valid' || verification.document === undefined) return none(codeOfRefused(verification))
  return acceptList(verification.document, context.document, url, type)
}

/** A list that is out of date and nothing else is told apart from one that somebody altered. */
const codeOfRefused = (verification: Verification): CheckCode => {
  const bad = verification.checks.filter(({ status }) => status === 'failed' || status === 'not_determined')
  if (bad.length > 0 && bad.every(({ id }) => id === 'validity_period')) return 'status.list_expired'
  return bad.some(({ id }) => id === 'input' || id === 'conformance') ? 'status.list_malformed' : 'status.list_not_verified'
}

const idOf = (node: unknown): unknown => (isJsonObject(node) ? node['id'] : node)

const acceptList = async (list: JsonObject, credential: JsonObject, url: string, type: ListEntryType): Promise<ReadList> => {
  const form = forms[type]
  const subject = list['credentialSubject']
  if (!isJsonObject(subject) || !asList(subject['type']).includes(form.subjectType) || !asList(list['type']).includes(form.credentialType))
    return none('status.list_malformed')
  if (list['id'] !== url) return none('status.list_id_wrong')
  if (typeof idOf(list['issuer']) !== 'string' || idOf(list['issuer']) !== idOf(credential['issuer'])) return none('status.list_of_another')
  if (list['credentialStatus'] !== undefined) return none('status.list_malformed', 'The status list has a status of its own.')
  const purposes = asList(subject['statusPurpose'])
  const encoded = subject['encodedList']
  if (typeof encoded !== 'string' || !purposes.every((purpose) => typeof purpose === 'string')) return none('status.list_malformed')
  const bits = await inflateStatusBits(encoded, form.encoding)
  if (bits === 'malformed' || bits === 'out_of_range') return none('status.list_malformed')
  if (bits === 'too_large') return none('status.list_too_large')
  if (bits === 'too_short') return none('status.list_too_short')
  return { kind: 'list', purposes, bits }
}
