import { asList, isJsonObject, type Json } from '../../json.ts'
import type { CheckCode } from '../codes.ts'
import { statusListLimits } from '../limits.ts'
import type { Check } from '../verdict.ts'
import { type CheckContext, line } from './context.ts'
import { judge1EdTechEntry } from './status-1edtech.ts'
import { type StatusItem, statusItem } from './status-item.ts'
import { isListEntryType, judgeListEntry, type ListReader, listReader } from './status-list-entry.ts'

/**
 * Judges every status entry of a document (SECURITY step 10, L1, L6, L7, L11; CONFORMANCE D-6, ST-1, ST-2): one that is set fails,
 * one that could not be read or is of an unknown type or purpose is not determined, and only if all were read and none is set the
 * check passes. An entry is never skipped because a known one stands beside it.
 */
export const checkStatus = async (context: CheckContext): Promise<Check> => {
  const value = context.document['credentialStatus']
  const entries = asList(value)
  // A list has no status of its own; the check of the entry refuses a list that names one.
  if (entries.length === 0 || context.role === 'status-list') return line('status', 'not_applicable', 'status.none')
  if (entries.length > statusListLimits.maxEntries) return line('status', 'not_determined', 'status.too_many_entries')
  const read = listReader(context)
  const items = await Promise.all(entries.map((entry) => judgeEntry(context, entry, read)))
  return conclude(items, Array.isArray(value))
}

const judgeEntry = async (context: CheckContext, entry: Json, read: ListReader): Promise<StatusItem> => {
  if (!isJsonObject(entry)) return statusItem({}, 'not_determined', 'status.entry_malformed')
  const [type, ...more] = asList(entry['type'])
  if (typeof type !== 'string' || more.length > 0) return statusItem(entry, 'not_determined', 'status.type_unknown')
  if (isListEntryType(type)) return judgeListEntry(entry, type, read)
  if (type === '1EdTechRevocationList') return judge1EdTechEntry(context, entry)
  return statusItem(entry, 'not_determined', 'status.type_unknown')
}

/** A set bit outranks an open question; the line carries the code of the entry that decides. */
const conclude = (items: StatusItem[], several: boolean): Check => {
  const pathOf = (item: StatusItem): string => (several ? `/credentialStatus/${items.indexOf(item)}` : '/credentialStatus')
  for (const status of ['failed', 'not_determined'] as const) {
    const deciding = items.find((item) => item.status === status)
    if (deciding !== undefined) return line('status', status, deciding.code, { detail: deciding.detail, path: pathOf(deciding), items })
  }
  const message = items.find(({ code }) => code === 'status.message')
  const code: CheckCode = message?.code ?? 'status.good'
  return line('status', 'passed', code, { ...(message === undefined ? {} : { detail: message.detail }), items })
}
