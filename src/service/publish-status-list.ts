import { ServiceError } from '../errors.ts'
import { buildStatusListCredential, encodeBitstring } from '../openbadges/status-list.ts'
import { findIssuer } from '../store/issuers.ts'
import {
  findPublishedList,
  findStatusList,
  listSetIndexes,
  listStaleLists,
  type PublishedStatusList,
  replacePublishedList,
} from '../store/status-lists.ts'
import { listSetEntries } from '../store/status-record.ts'
import { inTransaction } from '../store/transaction.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { filedIsSigned, fileOneForSigning } from './file-for-signing.ts'
import { keptReads } from './kept-reads.ts'
import { behind } from './reconcile.ts'
import { signingKeyOf } from './signing-key.ts'
import { statusListUrl } from './urls.ts'

/** Changes are coalesced: at most one publication of a list in this time (PERFORMANCE "Storage"). */
const PUBLISH_EVERY_MS = 1000

/**
 * Builds, checks, signs and stores the list as its bits stand now. The sequence only grows: of two publications at once one wins, and the other
 * starts again from what the winner left (RELIABILITY I6).
 *
 * @throws ServiceError `status_list_not_found`, `credential_refused`, `database_behind`, and the signer's own
 */
export const publishStatusList = async (deps: Deps, listId: string): Promise<PublishedStatusList> => {
  const list = await findStatusList(deps.db, listId)
  const issuer = list && (await findIssuer(deps.db, list.issuerId))
  if (list === undefined || issuer === undefined) throw new ServiceError('status_list_not_found', `There is no status list ${listId}.`)
  for (;;) {
    const before = await findPublishedList(deps.db, listId)
    requireNewest(deps, listId, before)
    const set = await listSetIndexes(deps.db, listId)
    const now = deps.now()
    const document = buildStatusListCredential({
      id: statusListUrl(deps.publicUrl, list.id),
      issuer: issuer.did,
      purpose: list.purpose,
      encodedList: encodeBitstring(set, list.length),
      // From its beginning: a badge of an hour ago must not depend on a list that claims to be younger.
      validFrom: list.createdAt,
    })
    const checked = requireConforming(deps, document)
    const record = await fileOneForSigning(deps, issuer, {
      kind: 'status_list',
      entity: `status-list:${listId}`,
      unsignedText: JSON.stringify(document),
    })
    const signed = await deps.signer.sign(await signingKeyOf(deps, issuer, now), checked, now, record).catch(lacksNewBit)
    if (signed === undefined) continue
    const published = { listId, sequence: (before?.sequence ?? 0) + 1, ...signed, publishedAt: now }
    // A badge that was revoked while this list was being signed must not be lost with the storing of the list.
    const stored = await inTransaction(deps, async (deps) => {
      await filedIsSigned(deps, record, signed.sha256)
      return replacePublishedList(deps.db, { ...published, set })
    })
    if (!stored) continue
    // Outside the database before anybody sees it: a database of an earlier day is then known as one.
    deps.published?.write({
      listId,
      issuerId: list.issuerId,
      purpose: list.purpose,
      length: list.length,
      createdAt: list.createdAt.toISOString(),
      sequence: published.sequence,
      publishedAt: now.toISOString(),
      text: signed.text,
      sha256: signed.sha256,
      set: await listSetEntries(deps.db, listId),
    })
    return { ...published, stale: false }
  }
}

/** A signer of its own reads the bits itself: it refuses a list that lacks one that was set meanwhile. */
const lacksNewBit = (error: unknown): undefined => {
  if (!(error instanceof ServiceError) || error.code !== 'conflict') throw error
}

/** @throws ServiceError `database_behind` when a later list was published than the database has */
const requireNewest = (deps: Deps, listId: string, present: PublishedStatusList | undefined): void => {
  const published = deps.published?.highest(listId) ?? 0
  const database = present?.sequence ?? 0
  if (database < published) throw behind({ listId, database, published })
}

const keptLists = keptReads<PublishedStatusList>({ maxBytes: 16_000_000, bytesOf: ({ text }) => 2 * text.length + 500 })

const inFlight = new Map<string, Promise<PublishedStatusList>>()

/**
 * The signed list as it is served: published again first if a bit changed, at most once a second.
 *
 * A change in the last second may be served with the next read; the badge's own page reads the record and says so at once.
 *
 * Where nothing can be signed, the last signed list is served, and a reader that asks for the fresh one is refused.
 *
 * @throws ServiceError `status_list_not_found`, `database_behind`
 */
export const readStatusList = async (
  deps: Deps,
  listId: string,
  options: { fresh?: boolean; version?: string } = {},
): Promise<PublishedStatusList> => {
  const published = await keptLists(deps.db, listId, () => findPublishedList(deps.db, listId), options.version)
  requireNewest(deps, listId, published)
  const recent = published !== undefined && deps.now().getTime() - published.publishedAt.getTime() < PUBLISH_EVERY_MS
  if (published !== undefined && (!published.stale || (recent && options.fresh !== true))) return published
  const running = inFlight.get(listId)
  if (running !== undefined) {
    const list = await running
    // It may have begun before the change that this reader must see.
    return options.fresh === true ? readStatusList(deps, listId, options) : list
  }
  const publication = publishStatusList(deps, listId).finally(() => inFlight.delete(listId))
  inFlight.set(listId, publication)
  try {
    return await publication
  } catch (error) {
    // Without a signer the last signed list is better than none (RELIABILITY); whoever must not miss a change is told the truth.
    if (published === undefined || options.fresh === true || !cannotSign(error)) throw error
    return published
  }
}

const signerFaults: ReadonlySet<string> = new Set([
  'signer_unreachable',
  'key_missing',
  'key_file_damaged',
  'key_file_unsafe',
  'key_not_active',
])

/** Whether nothing can be signed at present, whatever it is. */
export const cannotSign = (error: unknown): boolean => error instanceof ServiceError && signerFaults.has(error.code)

/** Publishes every list of which a bit changed since, so that the record outside the database follows within seconds (RELIABILITY I6). */
export const publishStaleLists = async (deps: Deps): Promise<void> => {
  for (const listId of await listStaleLists(deps.db)) await readStatusList(deps, listId, { fresh: true })
}
