/** The columns of what came of the badges: outcomes, productivity, consents, surveys, events and programmes. Conventions as in `tables.ts`. */
export interface LedgerTables {
  /** records as the domain's union, in JSON; what is asked for beside it */
  outcome: {
    id: string
    participant_id: string
    employer_id: string
    state: string
    effective_on: string
    body: string
    created_at: string
    updated_at: string
  }
  productivity_record: { id: string; employer_id: string; state: string; body: string; created_at: string; updated_at: string }
  /** each move of a declaration, honour, outcome, …: append-only, so that figures can be computed for any past day */
  record_move: { kind: string; record_id: string; n: number; state: string; on_day: string; at: string }
  /** what became of a badge after its award: suspended, reinstated, revoked, claimed, declined, shared; append-only */
  credential_event: { id: string; credential_id: string; event: string; on_day: string; at: string }
  /** a consent, or its withdrawal: append-only */
  consent_event: {
    consent_id: string
    event: string
    participant_id: string
    purpose: string
    recipient: string
    on_day: string
    body: string
    created_at: string
  }
  /** that personal data was given to a third party: append-only, kept until the day named */
  provision_record: {
    id: string
    participant_id: string
    provided_on: string
    keep_until: string | null
    body: string
    created_at: string
  }
  survey_response: {
    id: string
    side: string
    participant_id: string | null
    employer_id: string | null
    credential_id: string | null
    answered_on: string
    body: string
    created_at: string
  }
  /** that a learner was asked about a badge, and answered */
  follow_up: { credential_id: string; wave: number; participant_id: string; due_on: string; sent_at: string; answered_at: string | null }
  /** the questions that were mailed to employers, and who wants no more of them */
  employer_survey: { employer_id: string; wave: number; due_on: string; sent_at: string; answered_at: string | null }
  employer_survey_stop: { employer_id: string; at: string }
  follow_up_stop: { participant_id: string; at: string }
  /** a workshop, symposium, consultation or subsidy; see `domain/occasion.ts` */
  occasion: { id: string; kind: string; held_on: string; body: string; is_demo: number; created_at: string; updated_at: string }
  attendance: {
    id: string
    occasion_id: string
    participant_id: string | null
    employer_id: string | null
    status: string
    body: string
    created_at: string
    updated_at: string
  }
  support_programme: { id: string; state: string; body: string; created_at: string; updated_at: string }
}
