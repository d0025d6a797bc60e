import type { Generated, Insertable, Selectable } from 'kysely'
import type { LedgerTables } from './ledger-tables.ts'
import type { LogTables } from './log-tables.ts'
import type { PrivacyTables } from './privacy-tables.ts'
import type { SignInTables } from './sign-in-tables.ts'

/**
 * The columns of every table, the same on SQLite and PostgreSQL: ids, instants (ISO 8601 UTC), days (`YYYY-MM-DD`, JST) and JSON are `text`,
 * counts and flags are `integer`. `columns.ts` converts.
 */
export interface Tables extends LedgerTables, LogTables, SignInTables, PrivacyTables {
  setting: { name: string; value: string }
  organisation: {
    id: string
    slug: string
    kind: string
    name_ja: string
    name_kana: string | null
    name_en: string | null
    corporate_number: string | null
    official_ja: string | null
    official_en: string | null
    url: string | null
    email: string | null
    is_demo: number
    created_at: string
    updated_at: string
  }
  issuer: {
    id: string
    slug: string
    name_ja: string
    name_en: string | null
    did: string
    method: string
    organisation_id: string | null
    status_purpose: string
    securing: string
    is_demo: number
    created_at: string
  }
  issuer_key: {
    kid: string
    issuer_id: string
    public_key_multibase: string
    state: string
    not_before: string
    not_after: string | null
    compromised_since: string | null
    created_at: string
  }
  participant: {
    id: string
    family_name: string
    given_name: string
    family_name_kana: string
    given_name_kana: string
    roman_name: string | null
    badge_name_form: string
    search_key: string
    is_demo: number
    created_at: string
    updated_at: string
    /** the reading, folded, for suggestions only */
    reading_key: string
    /** the operator that registered the person; null: the secretariat, or a programme that was taken over */
    registered_by: string | null
    /** everything about the person is gone since then; the row stays for the counts */
    erased_at: Generated<string | null>
  }
  /** names that a person had before a correction, as `domain/participant.ts` has them */
  participant_name: { participant_id: string; replaced_at: string; name: string; reason: string }
  participant_email: {
    participant_id: string
    address_key: string
    address: string
    created_at: string
    kind: Generated<string>
    retired_at: string | null
  }
  employment: {
    id: string
    participant_id: string
    employer_id: string
    from_on: string | null
    to_on: string | null
    source: string
    created_at: string
  }
  course: {
    id: string
    code: string
    operator_id: string
    name_ja: string
    name_en: string | null
    hours: number
    criteria: string
    alignments: string
    certification: string
    badge: string | null
    is_demo: number
    created_at: string
    updated_at: string
  }
  course_session: {
    id: string
    course_id: string
    no: string
    start_on: string
    end_on: string
    place: string | null
    created_at: string
    achievement_id: string | null
  }
  achievement: {
    id: string
    slug: string
    ordinal: number
    kind: string
    definition: string
    is_demo: number
    created_at: string
  }
  completion: {
    id: string
    session_id: string
    participant_id: string
    status: string
    start_on: string
    end_on: string | null
    attendance_rate: number | null
    score: number | null
    grade: string | null
    certificate_no: string | null
    source: string | null
    applied_on: string | null
    corrected_by: string | null
    is_demo: number
    created_at: string
    updated_at: string
    note: string | null
    /** a corporate number that names no registered employer */
    employer_number: string | null
    /** the consent under which the badge was applied for */
    consent_id: string | null
    /** why and by whom this row was replaced, JSON */
    correction: string | null
    /** nothing is left of it but the counts */
    erased_at: Generated<string | null>
  }
  credential: {
    id: string
    short_id: string
    kind: string
    state: string
    issuer_id: string
    achievement_id: string
    participant_id: string
    completion_id: string | null
    nomination_id: string | null
    subject_id: string
    status_list_id: string
    status_index: number
    applied_on: string
    awarded_on: string
    valid_until_on: string | null
    claim: string
    visibility: string
    name_shown: number
    supersedes: string | null
    superseded_by: string | null
    /** the exact document that is to be signed, stored before any signature is made; with a template its values only, in JSON */
    unsigned_text: string
    /** the signed document, or from its comma before `"proof"` on: then the document to be signed comes before it */
    signed_text: string | null
    signed_sha256: string | null
    issued_at: string | null
    changed_at: string | null
    reason: string | null
    is_demo: number
    /** what badges of a batch have in common (`document-template.ts`); null for a document that is stored whole */
    template_id: string | null
    created_at: string
    updated_at: string
    /** undone before anything left the house */
    undone_at: string | null
    /** removed at its holder's wish: no text any more, the status goes on */
    erased_at: string | null
  }
  /** texts that many documents have in common; never changed */
  document_template: { id: string; pieces: string; created_at: string }
  /** earlier signed versions of a credential that was signed again under the same id */
  credential_version: {
    credential_id: string
    sha256: string
    text: string
    issued_at: string
    status_list_id: string
    status_index: number
    replaced_at: string
  }
  /** a signed version as VC-JWT, made when it was first asked for */
  credential_token: { credential_id: string; document_sha256: string; token: string; sha256: string; created_at: string }
  status_list: {
    id: string
    issuer_id: string
    purpose: string
    length: number
    /** how many entries were handed out; the n-th goes to index permute(n) */
    allocated: number
    permutation_key: string
    state: string
    created_at: string
  }
  status_entry: { list_id: string; idx: number; subject: string; bit: number; changed_at: string | null }
  status_list_document: {
    list_id: string
    sequence: number
    text: string
    sha256: string
    set_count: number
    published_at: string
    stale: number
  }
  /** a declaration or honour as the domain's union, in JSON; state and employer beside it for queries */
  declaration: { id: string; employer_id: string; state: string; body: string; created_at: string; updated_at: string }
  honour: { id: string; employer_id: string; state: string; body: string; created_at: string; updated_at: string }
  /** a nomination as the domain's union, in JSON, with what is asked for beside it */
  nomination: {
    id: string
    achievement_id: string
    participant_id: string
    employer_id: string
    state: string
    body: string
    /** grows with each change, so that of two changes at the same moment the second one notices */
    revision: Generated<number>
    created_at: string
    updated_at: string
  }
  /** an endorsement that is a credential of its own; one row for each signature */
  endorsement: {
    id: string
    kind: string
    state: string
    issuer_id: string
    issuer_org_id: string
    target_type: string
    target_id: string
    target_digest: string | null
    /** the nomination, declaration, honour or course that it rests on */
    basis_id: string
    text_ja: string
    /** what is said, in JSON: the same again is the same endorsement */
    statement: string
    valid_from_on: string
    valid_until_on: string | null
    status_list_id: string
    status_index: number
    /** the exact document that is to be signed, stored before any signature is made */
    unsigned_text: string
    signed_text: string | null
    signed_sha256: string | null
    issued_at: string | null
    revoked_at: string | null
    reason_code: string | null
    reason_text: string | null
    superseded_by: string | null
    is_demo: number
    created_at: string
    updated_at: string
  }
  /** a confidential file behind a nomination; its content in base64, never on a public path */
  evidence_file: {
    id: string
    nomination_id: string
    name: string
    media_type: string
    /** bytes */
    size: number
    sha256: string
    content: string
    created_at: string
  }
  /** documents that are filed before they are signed, beside badges and endorsements, which are reserved in their own tables */
  signing_record: {
    id: string
    kind: string
    issuer_id: string
    entity: string
    securing: string
    unsigned_text: string | null
    unsigned_sha256: string
    created_at: string
    signed_sha256: string | null
    signed_at: string | null
  }
  issue_quota: { organisation_id: string; per_fiscal_year: number; changed_at: string }
  audit_head: { id: number; sequence: number; hash: string }
  audit_event: {
    sequence: number
    at: string
    actor: string
    action: string
    entity: string
    detail: string
    previous_hash: string
    hash: string
  }
  audit_words: { sequence: number; salt: string; words: string }
  api_key: {
    id: string
    secret_sha256: string
    role: string
    label: string
    organisation_id: string | null
    issuer_id: string | null
    created_at: string
    expires_at: string | null
    revoked_at: string | null
    /** the day, so that a key in use is not written at each call */
    last_used_on: string | null
  }
  /** a secret link by which the holder of a badge reaches their view of it; only the hash of the secret is kept */
  holder_link: { secret_sha256: string; credential_id: string; created_at: string; expires_at: string | null }
  idempotency: {
    scope: string
    key: string
    request_sha256: string
    response_status: number | null
    response_body: string | null
    created_at: string
  }
  outbox_mail: {
    id: string
    /** what the mail tells of; one mail for one event */
    event: string
    kind: string
    to_address: string
    /** what the letter is filled with; emptied when the mail is past */
    data: string
    entity: string
    operator_id: string | null
    state: string
    due_at: string
    attempts: number
    last_error: string | null
    lease_token: number
    is_demo: number
    created_at: string
    sent_at: string | null
  }
  /** a secret link to one record for someone without an account; only the hash of the secret is kept */
  secret_link: {
    secret_sha256: string
    subject: string
    record_id: string
    created_at: string
    expires_at: string
    closed_at: string | null
  }
  job: {
    id: string
    kind: string
    state: string
    actor: string
    operator_id: string | null
    params: string
    total: number | null
    done: number
    result: string | null
    failure: string | null
    due_at: string
    lease_until: string | null
    /** grows with every lease; a holder that was paused finds another number and stops */
    lease_token: number
    created_at: string
    finished_at: string | null
  }
  /** credentials signed for callers of the VC-API on instances that keep a record of what they issued */
  plain_credential: {
    issuer_id: string
    id: string
    text: string
    sha256: string
    status_list_id: string | null
    status_index: number | null
    issued_at: string
  }
  import_file: {
    id: string
    kind: string
    state: string
    file_name: string
    sha256: string
    byte_count: number
    encoding: string
    encoding_reason: string
    session_id: string | null
    /** the operator whose import it is; null: the secretariat's */
    organisation_id: string | null
    created_by: string
    confirmed_by: string | null
    bytes_read: number
    rows_read: number
    rows_done: number
    problem: string | null
    created_at: string
    checked_at: string | null
    confirmed_at: string | null
    finished_at: string | null
  }
  import_chunk: { import_id: string; n: number; content: string }
  import_row: {
    import_id: string
    record: number
    line: number
    decision: string
    body: string
    outcome: string | null
    entity_id: string | null
  }
  /** who may report completions by signed requests; the secret is kept as it is, because an HMAC cannot be checked against a digest */
  webhook: { id: string; operator_id: string; label: string; secret: string; created_at: string; revoked_at: string | null }
}

export type Row<T extends keyof Tables> = Selectable<Tables[T]>
export type NewRow<T extends keyof Tables> = Insertable<Tables[T]>
