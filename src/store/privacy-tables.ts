/** The columns of what people ask about their own data, and of erasures. Conventions as in `tables.ts`. */
export interface PrivacyTables {
  /** that something was erased, by ids alone; without `credential_id` the whole person */
  erasure: { id: string; participant_id: string; credential_id: string | null; at: string }
  /** a request of `domain/data-request.ts`, in JSON; what is asked for beside it */
  data_request: {
    id: string
    participant_id: string
    kind: string
    state: string
    received_on: string
    due_on: string
    decided_on: string | null
    body: string
    created_at: string
    updated_at: string
  }
  /** a private address whose mail was not answered yet */
  address_claim: { id: string; participant_id: string; address: string; created_at: string; expires_at: string }
}
