import type { Canonicalizer } from '../proof/canonicalizer.ts'

/** What a guarded look outward came back with. `refused`: our own rules forbid it; `unreachable`: it could not be had now. */
export type OutwardAnswer =
  | { kind: 'ok'; url: string; mediaType: string; bytes: Uint8Array }
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; reason: string }

/** The only way out (SECURITY T8). Implemented by `outward.ts`. */
export interface Outward {
  get(url: string, options: { accept: string; maxBytes?: number }): Promise<OutwardAnswer>
}

/** The council's own register of issuers: dated, keyed by identifier, never by name (SECURITY T5). */
export interface RegisterEntry {
  name: string
  since: string
  until?: string
  note?: string
}

/** Everything that the verifier needs from outside its room. */
export interface VerifierDeps {
  /** URLs of the JSON-LD contexts that the registry holds */
  heldContexts: ReadonlySet<string>
  /** reference path over the registry; for strangers' documents it works in a thread with a time limit */
  canonicalizer: Canonicalizer
  /** asked where `canonicalizer` has no room, for a verification that has begun: its further work waits its turn; `canonicalizer` unless given */
  goingOn?: Canonicalizer
  outward: Outward
  /**
   * Documents under our own public URL (DID documents, status lists, profiles), read without any network; `undefined`: not ours.
   *
   * @param accept - what is asked for, as for a look outward
   */
  local(url: string, accept?: string): Promise<{ mediaType: string; bytes: Uint8Array } | 'missing' | undefined>
  register(issuerId: string): Promise<RegisterEntry | undefined>
  /** issuer URL → DIDs that may sign for it (`AKASHI_ISSUER_ALIASES`); empty in production */
  issuerAliases: ReadonlyMap<string, readonly string[]>
  now(): Date
}
