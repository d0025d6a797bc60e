import type { Request } from 'express'
import type { Actor } from '../../domain/actor.ts'
import { ServiceError } from '../../errors.ts'
import { holderBySecret } from '../../service/holder.ts'
import { keptReads, presentVersion } from '../../service/kept-reads.ts'
import { type BadgePageRecord, findErasedAt, readBadgePage } from '../../store/read-models/badge-page.ts'
import { signedInWith } from '../session.ts'
import type { WebDeps } from '../web-deps.ts'

/** One sentence for unknown, private and withdrawn badges alike: who asks must not learn which it is (SECURITY T26). */
export const nothingHere = (): ServiceError =>
  new ServiceError('credential_not_found', 'There is no badge at this address, or its holder does not show it.')

/** A number of the right form that is never given. */
const ABSENT = '0'.repeat(26)

/** Why there is no badge to show: it never was, or it was removed; then whoever has its address learns that it is not revoked (SECURITY (e) 3). */
export const noBadge = async (web: Pick<WebDeps, 'deps'>, id: string): Promise<ServiceError> =>
  (await findErasedAt(web.deps.db, id)) === undefined
    ? nothingHere()
    : new ServiceError('credential_erased', "This badge was removed at its holder's wish. It was not revoked by that.")

/** A badge that this reader may see, and whether the reader is its holder. */
export interface VisibleBadge extends BadgePageRecord {
  /** of the database, as of before the record was read */
  version: string
  /** the holder as an actor: by the secret of their link, or signed in */
  viewer: Actor | undefined
  /** the secret of the holder's link, where the reader came by it */
  secret: string | undefined
}

/** Of a record: its signed text, and the definition and the names beside it. */
const keptBadges = keptReads<BadgePageRecord>({
  maxBytes: 24_000_000,
  bytesOf: ({ credential }) => 2 * credential.document.text.length + 6_000,
})

/**
 * The badge, if this reader may see it: it is shared, or the reader came by the holder's secret link, or is signed in as the holder.
 *
 * @throws ServiceError `credential_not_found`, alike for absent and private badges; `credential_erased`
 */
export const visibleBadge = async (web: WebDeps, request: Request, id: string): Promise<VisibleBadge> => {
  const version = await presentVersion(web.deps)
  const record = await keptBadges(web.deps.db, id, () => readBadgePage(web.deps.db, id), version)
  if (record === undefined) throw await noBadge(web, id)
  const given = request.query['k']
  const byLink = typeof given === 'string' ? await holderBySecret(web.deps, id, given) : undefined
  const actor = byLink === undefined ? (await signedInWith(web, request))?.actor : undefined
  const signedIn = actor?.role === 'learner' && actor.participantId === record.credential.participantId ? actor : undefined
  const viewer = byLink ?? signedIn
  if (record.credential.visibility === 'private' && viewer === undefined) {
    // An absent badge is looked for in vain; so is one here, that the time tells no more than the words (SECURITY T26).
    await readBadgePage(web.deps.db, ABSENT)
    throw await noBadge(web, id)
  }
  return { ...record, version, viewer, secret: byLink === undefined ? undefined : (given as string) }
}
