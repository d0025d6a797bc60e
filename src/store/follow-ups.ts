import { type FollowUpSubject, type FollowUpWave, followUpGraceDays, followUpWaves } from '../domain/follow-up.ts'
import { addDays, addMonths } from '../domain/japanese-date.ts'
import { instant } from './columns.ts'
import type { Db } from './database.ts'

/** Claimed badges that stand, whose holder may be asked about them, with the waves that were sent. Badges claimed too long ago are left out. */
export const listFollowUpSubjects = async (db: Db, today: string): Promise<FollowUpSubject[]> => {
  const longest = Math.max(...followUpWaves)
  const oldest = addDays(addMonths(today, -longest), -followUpGraceDays - 1)
  const rows = await db
    .selectFrom('credential')
    .innerJoin('credential_event', 'credential_event.credential_id', 'credential.id')
    .select(['credential.id', 'credential.participant_id', 'credential_event.on_day'])
    .where('credential.state', '=', 'issued')
    .where('credential.erased_at', 'is', null)
    .where('credential.claim', '=', 'claimed')
    .where('credential_event.event', '=', 'claimed')
    .where('credential_event.on_day', '>=', oldest)
    .orderBy('credential_event.at')
    .execute()
  const sent = await db.selectFrom('follow_up').select(['credential_id', 'wave']).execute()
  const stopped = new Set((await db.selectFrom('follow_up_stop').select('participant_id').execute()).map((row) => row.participant_id))
  const waves = new Map<string, FollowUpWave[]>()
  for (const { credential_id, wave } of sent) waves.set(credential_id, [...(waves.get(credential_id) ?? []), wave as FollowUpWave])
  // A badge that was declined and claimed again counts from its last claim.
  const byBadge = new Map(rows.map((row) => [row.id, row]))
  return [...byBadge.values()].map((row) => ({
    credentialId: row.id,
    participantId: row.participant_id,
    claimedOn: row.on_day,
    sent: waves.get(row.id) ?? [],
    stopped: stopped.has(row.participant_id),
  }))
}

/** @throws where the wave was sent already (the key refuses a second row) */
export const insertFollowUp = async (
  db: Db,
  followUp: { credentialId: string; wave: FollowUpWave; participantId: string; dueOn: string },
  now: Date,
): Promise<void> => {
  await db
    .insertInto('follow_up')
    .values({
      credential_id: followUp.credentialId,
      wave: followUp.wave,
      participant_id: followUp.participantId,
      due_on: followUp.dueOn,
      sent_at: instant.write(now),
      answered_at: null,
    })
    .execute()
}

export interface FollowUp {
  credentialId: string
  wave: FollowUpWave
  participantId: string
  answered: boolean
}

export const findFollowUp = async (db: Db, credentialId: string, wave: number): Promise<FollowUp | undefined> => {
  const row = await db
    .selectFrom('follow_up')
    .select(['participant_id', 'answered_at'])
    .where('credential_id', '=', credentialId)
    .where('wave', '=', wave)
    .executeTakeFirst()
  return row && { credentialId, wave: wave as FollowUpWave, participantId: row.participant_id, answered: row.answered_at !== null }
}

/** @returns false when it was answered already */
export const markFollowUpAnswered = async (db: Db, credentialId: string, wave: number, now: Date): Promise<boolean> => {
  const result = await db
    .updateTable('follow_up')
    .set({ answered_at: instant.write(now) })
    .where('credential_id', '=', credentialId)
    .where('wave', '=', wave)
    .where('answered_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) === 1
}

/** Mails sent and answers received up to a JST day, for the response rate. */
export const countFollowUps = async (db: Db, until: Date): Promise<{ asked: number; answered: number }> => {
  const rows = await db
    .selectFrom('follow_up')
    .select(['participant_id', 'answered_at'])
    .where('sent_at', '<=', instant.write(until))
    .execute()
  return {
    asked: new Set(rows.map((row) => row.participant_id)).size,
    answered: new Set(
      rows.filter((row) => row.answered_at !== null && row.answered_at <= instant.write(until)).map((row) => row.participant_id),
    ).size,
  }
}

export const stopFollowUps = async (db: Db, participantId: string, now: Date): Promise<void> => {
  await db
    .insertInto('follow_up_stop')
    .values({ participant_id: participantId, at: instant.write(now) })
    .onConflict((conflict) => conflict.column('participant_id').doNothing())
    .execute()
}
