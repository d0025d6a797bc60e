import { type Consent, type ConsentEvent, type ConsentGiven, type ConsentPurpose, consentsOf } from '../domain/consent.ts'
import { instant, json } from './columns.ts'
import type { Db } from './database.ts'
import type { NewRow } from './tables.ts'

/** Appends events. One consent is given once and withdrawn at most once; neither row changes afterwards. */
export const appendConsentEvents = async (db: Db, events: readonly ConsentEvent[], now: Date): Promise<void> => {
  const rows: NewRow<'consent_event'>[] = []
  for (const event of events) {
    const { purpose, recipient } =
      event.event === 'given'
        ? event
        : (events.find((other): other is ConsentGiven => other.event === 'given' && other.consentId === event.consentId) ??
          (await givenEvent(db, event.consentId)))
    rows.push({
      consent_id: event.consentId,
      event: event.event,
      participant_id: event.participantId,
      purpose,
      recipient,
      on_day: event.on,
      body: json.write(event),
      created_at: instant.write(now),
    })
  }
  for (let from = 0; from < rows.length; from += 500)
    await db
      .insertInto('consent_event')
      .values(rows.slice(from, from + 500))
      .execute()
}

const givenEvent = (db: Db, consentId: string): Promise<{ purpose: string; recipient: string }> =>
  db
    .selectFrom('consent_event')
    .select(['purpose', 'recipient'])
    .where('consent_id', '=', consentId)
    .where('event', '=', 'given')
    .executeTakeFirstOrThrow()

/** What a person agreed to, each with its withdrawal, in the order in which it was given. */
export const listConsents = async (db: Db, participantId: string, purpose?: ConsentPurpose): Promise<Consent[]> => {
  let query = db.selectFrom('consent_event').select('body').where('participant_id', '=', participantId)
  if (purpose !== undefined) query = query.where('purpose', '=', purpose)
  const rows = await query.orderBy('on_day').orderBy('created_at').orderBy('event').orderBy('consent_id').execute()
  return consentsOf(rows.map((row) => json.read<ConsentEvent>(row.body)))
}

export const findConsent = async (db: Db, consentId: string): Promise<Consent | undefined> =>
  consentsOf(
    (await db.selectFrom('consent_event').select('body').where('consent_id', '=', consentId).orderBy('event').execute()).map((row) =>
      json.read<ConsentEvent>(row.body),
    ),
  )[0]

/** The consents of many people for one purpose. */
export const listConsentsFor = async (db: Db, participantIds: readonly string[], purpose: ConsentPurpose): Promise<Consent[]> => {
  const events: ConsentEvent[] = []
  for (let from = 0; from < participantIds.length; from += 500)
    events.push(
      ...(
        await db
          .selectFrom('consent_event')
          .select('body')
          .where('participant_id', 'in', participantIds.slice(from, from + 500))
          .where('purpose', '=', purpose)
          .orderBy('on_day')
          .orderBy('created_at')
          .orderBy('event')
          .execute()
      ).map((row) => json.read<ConsentEvent>(row.body)),
    )
  return consentsOf(events)
}

/** Every consent with its withdrawal, by id; figures are computed from them. */
export const listAllConsents = async (db: Db): Promise<Consent[]> =>
  consentsOf(
    (await db.selectFrom('consent_event').select('body').orderBy('consent_id').orderBy('event').execute()).map((row) =>
      json.read<ConsentEvent>(row.body),
    ),
  )

/** The consents for a purpose that name this recipient, each with its withdrawal. */
export const listConsentsTo = async (db: Db, purpose: ConsentPurpose, recipient: string): Promise<Consent[]> =>
  consentsOf(
    (
      await db
        .selectFrom('consent_event')
        .select('body')
        .where('purpose', '=', purpose)
        .where('recipient', '=', recipient)
        .orderBy('on_day')
        .orderBy('created_at')
        .orderBy('event')
        .execute()
    ).map((row) => json.read<ConsentEvent>(row.body)),
  )
