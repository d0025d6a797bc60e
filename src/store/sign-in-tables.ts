/** The columns of who signs in, and of what a learner shows to one reader. Conventions as in `tables.ts`. */
export interface SignInTables {
  user_account: {
    id: string
    email_key: string
    email: string
    name: string
    disabled_at: string | null
    is_demo: number
    created_at: string
  }
  membership: {
    id: string
    user_id: string
    role: string
    organisation_id: string | null
    participant_id: string | null
    created_at: string
  }
  passkey: {
    id: string
    user_id: string
    public_key: string
    counter: number
    transports: string
    name: string | null
    created_at: string
    used_at: string | null
  }
  passkey_challenge: { challenge: string; user_id: string | null; expires_at: string }
  /** a single-use link to sign in; only the hash of its secret is kept, and of the secret of the browser that asked */
  sign_in_link: {
    secret_sha256: string
    user_id: string
    browser_sha256: string | null
    expires_at: string
    used_at: string | null
    created_at: string
  }
  session: {
    secret_sha256: string
    user_id: string
    membership_id: string | null
    factor: string
    created_at: string
    seen_at: string
  }
  share_link: {
    id: string
    secret_sha256: string
    participant_id: string
    credential_ids: string
    recipient_text: string | null
    recipient_employer_id: string | null
    fields: string
    max_views: number
    created_at: string
    expires_at: string
    withdrawn_at: string | null
    is_demo: number
  }
  share_link_opening: { link_id: string; n: number; at: string }
  /** how often something was tried in a window of time; shared between instances */
  attempt: { key_sha256: string; window_start: string; count: number }
  /** somebody who was sent to the sign-in of their office and is not back yet */
  office_attempt: { browser_sha256: string; return_to: string; expires_at: string }
  /** which account of an office provider is which account here */
  office_link: { provider: string; subject: string; user_id: string; created_at: string }
}
