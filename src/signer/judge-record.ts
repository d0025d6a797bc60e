import type { Issuer } from '../domain/issuer.ts'
import { ServiceError } from '../errors.ts'
import { asList, isJsonObject, type JsonObject } from '../json.ts'
import { decodeBitstring } from '../openbadges/bitstring.ts'
import { checkCredential } from '../openbadges/check.ts'
import { kindOf } from '../openbadges/kind.ts'
import { type CheckedPlainCredential, checkPlainCredential } from '../openbadges/plain-credential.ts'
import type { CheckedCredential, RuleProblem, UnsignedCredential } from '../openbadges/types.ts'
import { credentialUrl, endorsementUrl, statusListUrl } from '../service/urls.ts'
import { findCompletion } from '../store/completions.ts'
import { findCredential } from '../store/credentials.ts'
import type { Db } from '../store/database.ts'
import { findNomination } from '../store/nominations.ts'
import { findStatusList, listSetIndexes } from '../store/status-lists.ts'
import type { RecordToSign } from './read-record.ts'

/** What the judgement stands on: the database, read only, and the contexts that are held. */
export interface Judging {
  db: Db
  publicUrl: string
  heldContexts: ReadonlySet<string>
  publishedDigests: Parameters<typeof checkPlainCredential>[1]['publishedDigests']
}

/**
 * Judges a record anew, as if nobody had before: the rules of its kind, its issuer, its own id and status entry, and what it rests on (SECURITY (d),
 * "Separation"). What passes can be signed.
 *
 * @throws ServiceError `credential_refused`; `conflict` for a status list that lacks a bit by now
 */
export const judgeRecord = async (
  judging: Judging,
  record: RecordToSign,
  issuer: Issuer,
): Promise<CheckedCredential | CheckedPlainCredential> => {
  const document = parse(record)
  const named = isJsonObject(document['issuer']) ? document['issuer']['id'] : document['issuer']
  if (named !== issuer.did) throw refused(record, `its issuer is not ${issuer.did}`)
  if (record.kind === 'plain') return judgePlain(judging, record, issuer, document)
  const checked = lint(judging, record, document)
  if (record.kind === 'status_list') await judgeList(judging, record, document)
  else if (record.kind === 'credential_version') await judgeVersion(judging, record, document)
  else {
    const id = record.ref.slice(record.kind.length + 1)
    const url = record.kind === 'credential' ? credentialUrl(judging.publicUrl, id) : endorsementUrl(judging.publicUrl, id)
    if (document['id'] !== url) throw refused(record, 'its id is another record’s')
    requireEntry(judging, record, document)
    await requireSource(judging, record)
  }
  return checked
}

const parse = (record: RecordToSign): JsonObject => {
  const document: unknown = JSON.parse(record.text)
  if (!isJsonObject(document)) throw refused(record, 'it is no JSON object')
  return document
}

const lint = ({ heldContexts }: Judging, record: RecordToSign, document: JsonObject): CheckedCredential => {
  const answer = checkCredential(document as UnsignedCredential, heldContexts)
  if (!answer.ok) throw refused(record, `it breaks ${answer.problems.length} rule(s) of Open Badges 3.0`, answer.problems)
  return answer.credential
}

/** The status of the document must be the entry that is reserved for the record, or a revocation would set somebody else's bit. */
const requireEntry = ({ publicUrl }: Judging, record: RecordToSign, document: JsonObject): void => {
  const { entry } = record
  const [status, ...others] = asList(document['credentialStatus']).filter(isJsonObject)
  const fits =
    entry !== undefined &&
    others.length === 0 &&
    status?.['statusListCredential'] === statusListUrl(publicUrl, entry.listId) &&
    status['statusListIndex'] === String(entry.index)
  if (!fits) throw refused(record, 'its status entry is not the reserved one')
}

/** A badge rests on a completion that stands, or on a nomination that two reviewers approved. */
const requireSource = async ({ db }: Judging, record: RecordToSign): Promise<void> => {
  if (record.source === undefined) return
  const { completionId, nominationId } = record.source
  if (completionId !== undefined) {
    const completion = await findCompletion(db, completionId)
    if (completion?.status !== 'completed') throw refused(record, `the completion ${completionId} does not stand`)
  } else if (nominationId !== undefined) {
    const nomination = await findNomination(db, nominationId)
    if (nomination?.state !== 'approved' && nomination?.state !== 'issued')
      throw refused(record, `the nomination ${nominationId} is not approved`)
  } else throw refused(record, 'it rests on no completion and no nomination')
}

const judgeVersion = async (judging: Judging, record: RecordToSign, document: JsonObject): Promise<void> => {
  const badge = await findCredential(judging.db, record.entity.slice('credential:'.length))
  if (badge === undefined || badge.issuerId !== record.issuerId) throw refused(record, 'there is no such badge of this issuer')
  if (badge.state !== 'issued' && badge.state !== 'suspended') throw refused(record, `the badge is ${badge.state}`)
  if (document['id'] !== credentialUrl(judging.publicUrl, badge.id)) throw refused(record, 'its id is another record’s')
  const former = JSON.parse(badge.document.text) as JsonObject
  for (const member of ['credentialSubject', 'type', 'name', 'awardedDate'])
    if (JSON.stringify(document[member]) !== JSON.stringify(former[member])) throw refused(record, `a newer version has another ${member}`)
}

/** A list is signed only with every bit that is set by now: a revocation that is stored cannot be signed away. */
const judgeList = async ({ db, publicUrl }: Judging, record: RecordToSign, document: JsonObject): Promise<void> => {
  const list = await findStatusList(db, record.entity.slice('status-list:'.length))
  if (list === undefined || list.issuerId !== record.issuerId) throw refused(record, 'there is no such list of this issuer')
  if (document['id'] !== statusListUrl(publicUrl, list.id)) throw refused(record, 'its id is another list’s')
  const subject = document['credentialSubject']
  const encoded = isJsonObject(subject) ? subject['encodedList'] : undefined
  if (!isJsonObject(subject) || subject['statusPurpose'] !== list.purpose || typeof encoded !== 'string')
    throw refused(record, 'it is no list of this purpose')
  const bits = decodeBitstring(encoded)
  for (const index of await listSetIndexes(db, list.id))
    if (!bits.isSet(index)) throw new ServiceError('conflict', `The list ${list.id} lacks a bit that is set by now; build it again.`)
}

const judgePlain = (
  judging: Judging,
  record: RecordToSign,
  issuer: Issuer,
  document: JsonObject,
): CheckedCredential | CheckedPlainCredential => {
  if (record.securing !== issuer.securing) throw refused(record, `the issuer secures with ${issuer.securing}`)
  if (typeof document['id'] === 'string' && document['id'].startsWith(`${judging.publicUrl}/`))
    throw refused(record, 'its id stands under this service, where badges and lists have records of their own')
  if (kindOf(document) !== 'credential') return lint(judging, record, document)
  const answer = checkPlainCredential(document, judging)
  if (!answer.ok) throw refused(record, `it breaks ${answer.problems.length} rule(s)`, answer.problems)
  return answer.credential
}

const refused = (record: RecordToSign, why: string, problems: RuleProblem[] = []): ServiceError =>
  new ServiceError('credential_refused', `The record ${record.ref} is not signed: ${why}.`, {
    problems: problems.map(({ path, message, rule }) => ({ path, message, code: rule })),
  })
