import type { StatusListEntry } from '../domain/credential.ts'
import type { Issuer } from '../domain/issuer.ts'
import { ServiceError } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { checkCredential } from '../openbadges/check.ts'
import { kindOf } from '../openbadges/kind.ts'
import type { ResourceDigests } from '../openbadges/plain/related-resource.ts'
import { type CheckedPlainCredential, checkPlainCredential, dataModelVersion } from '../openbadges/plain-credential.ts'
import type { CheckedCredential, RuleProblem, UnsignedCredential } from '../openbadges/types.ts'

/** A credential that was issued by an instance that keeps a record. */
export interface PlainRecord {
  issuerId: string
  /** the caller's name for it: `credentialId`, else the credential's own `id`, else the `id` of its status entry */
  credentialId: string
  /** as it was signed, byte for byte */
  text: string
  entry: StatusListEntry
}

/** A reserved bit, and the URL of the list in which it stands. */
export interface ReservedEntry {
  entry: StatusListEntry
  listUrl: string
}

/** What the issuing instances of the VC-API need from store and signer. */
export interface PlainIssuing {
  /** URLs of the JSON-LD contexts that the registry holds */
  readonly heldContexts: ReadonlySet<string>
  /** digests of published resources, for `relatedResource` */
  readonly publishedDigests: ReadonlyMap<string, ResourceDigests>
  findIssuer(slug: string): Promise<Issuer | undefined>
  /** whether a bearer secret is a live key of this issuer */
  apiKeyMatches(secret: string, issuer: Issuer): Promise<boolean>
  /** a random free entry of the issuer's open list, stored before anything is signed */
  reserveStatusEntry(issuer: Issuer, subject: string): Promise<ReservedEntry>
  /** @returns false when the issuer has used this id before; then nothing is stored */
  storeIssued(record: PlainRecord): Promise<boolean>
  findIssued(issuerId: string, credentialId: string): Promise<PlainRecord | undefined>
  setStatus(entry: StatusListEntry, value: boolean): Promise<void>
  /**
   * Secures a checked document in the way of `issuer.securing`.
   *
   * @returns the text to store and serve
   * @throws ServiceError `credential_refused` when the document has no canonical form (an undefined term, for example)
   */
  sign(issuer: Issuer, credential: CheckedPlainCredential | CheckedCredential): Promise<string>
}

export interface IssuePlainCommand {
  credential: JsonObject
  /** the caller's name for the credential (VC-API `options.credentialId`) */
  credentialId?: string
}

const dataIntegrityV2 = 'https://w3id.org/security/data-integrity/v2'

/**
 * Issues any conforming verifiable credential in the name of an issuing instance (VC-API, sections 1–3): an Open Badge by the rules of
 * Open Badges, any other by the generic ones. An instance with status adds one entry and keeps a record; one without keeps none and
 * signs the same id as often as it is asked.
 *
 * @returns the secured credential
 * @throws ServiceError `credential_refused` with every problem and its place, `conflict` for an id that was used before
 */
export const issuePlainCredential = async (deps: PlainIssuing, issuer: Issuer, command: IssuePlainCommand): Promise<JsonObject> => {
  // 1. Is it this instance that the credential names?
  const { credential } = command
  requireOwnIssuer(issuer, credential)
  if (issuer.statusPurpose === 'none') return signChecked(deps, issuer, prepare(credential, issuer))

  // 2. What would be refused is refused before an entry is spent on it.
  requireForStatus(credential)
  check(deps, credential)
  const known = command.credentialId ?? (typeof credential['id'] === 'string' ? credential['id'] : undefined)
  if (known !== undefined && (await deps.findIssued(issuer.id, known)) !== undefined) throw usedBefore(known)

  // 3. Reserve the entry, then sign, then record.
  const { entry, listUrl } = await deps.reserveStatusEntry(issuer, known ?? 'without-id')
  const status = statusEntry(issuer.statusPurpose, entry, listUrl)
  const signed = await signText(deps, issuer, { ...credential, credentialStatus: status })
  const credentialId = known ?? status.id
  if (!(await deps.storeIssued({ issuerId: issuer.id, credentialId, text: signed, entry }))) throw usedBefore(credentialId)
  return JSON.parse(signed) as JsonObject
}

const usedBefore = (id: string): ServiceError =>
  new ServiceError('conflict', `A credential with the id ${id} was issued here before; an id is used once.`)

const refused = (problems: RuleProblem[]): ServiceError =>
  new ServiceError('credential_refused', `The credential breaks ${problems.length} rule(s); nothing was signed.`, {
    problems: problems.map(({ path, message, rule }) => ({ path, message, code: rule })),
  })

const requireOwnIssuer = (issuer: Issuer, credential: JsonObject): void => {
  const named = isJsonObject(credential['issuer']) ? credential['issuer']['id'] : credential['issuer']
  if (named !== issuer.did)
    throw refused([{ rule: 'VCDM-ISSUER', path: '/issuer', message: `The issuer of this instance is ${issuer.did}.` }])
}

/** The status of a status-issuing instance is its own business; VCDM 1.1 is issued by the generic instance only (VC-API, section 1). */
const requireForStatus = (credential: JsonObject): void => {
  const problems: RuleProblem[] = []
  if (credential['credentialStatus'] !== undefined)
    problems.push({ rule: 'VCDM-credentialStatus', path: '/credentialStatus', message: 'This instance adds the status itself.' })
  if (dataModelVersion(credential) === '1.1')
    problems.push({ rule: 'VCDM-CONTEXT', path: '/@context/0', message: 'An instance with status issues VC Data Model 2.0.' })
  if (problems.length > 0) throw refused(problems)
}

const statusEntry = (purpose: 'revocation' | 'suspension', entry: StatusListEntry, listUrl: string): JsonObject & { id: string } => ({
  id: `${listUrl}#${entry.index}`,
  type: 'BitstringStatusListEntry',
  statusPurpose: purpose,
  statusListIndex: String(entry.index),
  statusListCredential: listUrl,
})

/** VCDM 1.1 has no terms for a Data Integrity proof, so their context is appended (VC-API, section 1). */
const prepare = (credential: JsonObject, issuer: Issuer): JsonObject => {
  const contexts = credential['@context']
  if (issuer.securing === 'jose' || dataModelVersion(credential) === '2.0' || !Array.isArray(contexts)) return credential
  return contexts.includes(dataIntegrityV2) ? credential : { ...credential, '@context': [...contexts, dataIntegrityV2] }
}

/** Anything of Open Badges is held to the rules of Open Badges, and never falls through to the generic ones. */
const check = (deps: PlainIssuing, document: JsonObject): CheckedPlainCredential | CheckedCredential => {
  const answer =
    kindOf(document) === 'credential'
      ? checkPlainCredential(document, deps)
      : checkCredential(structuredClone(document) as UnsignedCredential, deps.heldContexts)
  if (!answer.ok) throw refused(answer.problems)
  return answer.credential
}

const signText = (deps: PlainIssuing, issuer: Issuer, document: JsonObject): Promise<string> => deps.sign(issuer, check(deps, document))

const signChecked = async (deps: PlainIssuing, issuer: Issuer, document: JsonObject): Promise<JsonObject> =>
  JSON.parse(await signText(deps, issuer, document)) as JsonObject
