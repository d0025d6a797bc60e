/** The columns of the public log. Conventions as in `tables.ts`. */
export interface LogTables {
  /** one signed document; its salt goes when the personal data of its holder is erased */
  log_leaf: {
    position: number
    audit_sequence: number
    entity: string
    document_sha256: string
    salt: string | null
    hash: string
  }
  /** hashes of full tiles of 256; level 1 stands above the entries */
  log_tile: { level: number; position: number; hash: string }
  log_key: { kid: string; not_before: string; not_after: string | null }
  log_head: {
    number: number
    tree_size: number
    root_hash: string
    at: string
    audit_sequence: number
    audit_hash: string
    kid: string
    note: string
  }
}
