import { consentInForce } from '../../domain/consent.ts'
import { flag } from '../columns.ts'
import { listConsentsFor } from '../consents.ts'
import { findCredential } from '../credentials.ts'
import type { Db } from '../database.ts'

/** A page of them, and as many as another site can show. */
const mostCases = 60

/** A badge for a result at work that everybody may read. */
export interface PublicCase {
  id: string
  /** JST day */
  awardedOn: string
  /** the signed document */
  text: string
  isDemo: boolean
}

/**
 * Badges for results at work that are valid on a JST day, that their holders made public, and whose consent `public_page` is in force; the newest
 * first. A withdrawn consent takes the case away at once, whatever the badge says.
 */
export const listPublicCases = async (db: Db, day: string): Promise<PublicCase[]> => {
  const rows = await db
    .selectFrom('credential')
    .select(['id', 'participant_id', 'awarded_on', 'is_demo'])
    .where('kind', '=', 'workplace_achievement')
    .where('state', '=', 'issued')
    .where('visibility', '=', 'public')
    .where('signed_text', 'is not', null)
    .where((where) => where.or([where('valid_until_on', 'is', null), where('valid_until_on', '>=', day)]))
    .orderBy('awarded_on', 'desc')
    .orderBy('id')
    .limit(mostCases)
    .execute()
  const consents = await listConsentsFor(
    db,
    rows.map((row) => row.participant_id),
    'public_page',
  )
  const cases: PublicCase[] = []
  for (const { id, participant_id, awarded_on, is_demo } of rows) {
    if (consentInForce(consents, { participantId: participant_id, purpose: 'public_page' }, day) === undefined) continue
    const credential = await findCredential(db, id)
    if (credential?.state === 'issued')
      cases.push({ id, awardedOn: awarded_on, text: credential.document.text, isDemo: flag.read(is_demo) })
  }
  return cases
}
