import { createHash } from 'node:crypto'
import type { Issuer } from '../domain/issuer.ts'
import { ServiceError } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import type { CheckedCredential } from '../openbadges/types.ts'
import { logOrigin, storedTree } from '../service/log/tree.ts'
import { verificationMethodOf } from '../service/signing-key.ts'
import type { KeyPurpose } from '../signing/key-file.ts'
import type { LocalSigner, RecordRef, Securing, Signed, SigningKey } from '../signing/signer.ts'
import { auditHashAt } from '../store/audit.ts'
import { findIssuer, listAllKeys } from '../store/issuers.ts'
import { latestHead, listLogKeys } from '../store/transparency-log.ts'
import { rootOf } from '../verification/log/merkle.ts'
import { type Judging, judgeRecord } from './judge-record.ts'
import { type RecordToSign, readRecord } from './read-record.ts'
import type { SignerLog } from './signer-log.ts'

export interface SignerDesk extends Judging {
  signer: LocalSigner
  log: SignerLog
  now(): Date
}

/** More than the largest chunk of a batch; every record is read and judged before the first is signed. */
const MAX_RECORDS = 1000
/** The instant of a signature may differ from the signer's clock by this much: nothing is dated back (SECURITY T21). */
const MAX_CLOCK_DIFFERENCE_MS = 5 * 60_000

/**
 * Answers one request of the service. There are five: sign these records, sign a badge as a token, sign the head of the public log, make a key, open a
 * key. Anything else, and any member that does not belong to one of them, is refused and stands in the log.
 *
 * @throws ServiceError with what the service is told
 */
export const answer = async (desk: SignerDesk, verb: string, body: unknown): Promise<JsonObject> => {
  try {
    if (verb === 'sign') return { signed: await sign(desk, readSign(body)), counts: desk.signer.counts() } as unknown as JsonObject
    if (verb === 'token') return { ...(await signToken(desk, body)) }
    if (verb === 'head') return { note: await signHead(desk, body) }
    if (verb === 'keys') {
      requireMembers(body, ['label', 'purpose'])
      return { ...(await desk.signer.createKey(readText(body, 'label', /^[a-z0-9][a-z0-9-]{0,62}$/), desk.now(), readPurpose(body))) }
    }
    if (verb === 'unlock') {
      requireMembers(body, ['kid', 'purpose'])
      await desk.signer.unlock(readText(body, 'kid', keyForm), readPurpose(body))
      return {}
    }
    throw malformed(`there is no ${verb.slice(0, 20)} here`)
  } catch (error) {
    const { code, message } = error instanceof ServiceError ? error : { code: 'internal', message: 'unexpected error' }
    desk.log.append([{ at: desk.now().toISOString(), refused: code, verb: verb.slice(0, 20), reason: message.slice(0, 300) }])
    throw error
  }
}

interface SignRequest {
  kid: string
  created: Date
  records: RecordRef[]
}

const sign = async (desk: SignerDesk, { kid, created, records }: SignRequest): Promise<Signed[]> => {
  requireNear(desk, created)
  // 1. Whose key is it, and may it sign?
  const { key, issuer } = await findKey(desk, kid, created)
  // 2. Read and judge every record before the first signature.
  const judged: { record: RecordToSign; checked: Awaited<ReturnType<typeof judgeRecord>> }[] = []
  for (const ref of records) {
    const record = await readOwnRecord(desk, ref, issuer)
    judged.push({ record, checked: await judgeRecord(desk, record, issuer) })
  }
  // 3. Sign; 4. the log stands on the disk before anything is handed out.
  const badges = judged.filter(({ record }) => record.kind !== 'plain')
  const batch = badges.length === 0 ? undefined : await desk.signer.openBatch(key, created)
  const signedBadges = batch === undefined ? [] : await batch.sign(badges.map(({ checked }) => checked as CheckedCredential))
  const byRef = new Map(badges.map(({ record }, n) => [record.ref, signedBadges[n] as Signed]))
  const signed: Signed[] = []
  for (const { record, checked } of judged)
    signed.push(byRef.get(record.ref) ?? (await desk.signer.signPlain(key, checked, created, record.securing as Securing)))
  const at = desk.now().toISOString()
  desk.log.append(
    judged.map(({ record }, n) => ({ at, record: record.ref, kid, unsigned: sha256(record.text), signed: (signed[n] as Signed).sha256 })),
  )
  return signed
}

/** A badge of ours as VC-JWT: the same text, read and judged as for its first signature. */
const signToken = async (desk: SignerDesk, body: unknown): Promise<Signed> => {
  requireMembers(body, ['kid', 'record'])
  const ref = readText(body, 'record', /^credential:[0-9a-z]{26}$/) as RecordRef
  const { key, issuer } = await findKey(desk, readText(body, 'kid', keyForm), desk.now())
  const record = await readOwnRecord(desk, ref, issuer)
  const checked = await judgeRecord(desk, record, issuer)
  const signed = await desk.signer.signToken(key, checked as CheckedCredential)
  desk.log.append([
    { at: desk.now().toISOString(), record: ref, kid: key.kid, form: 'vc+jwt', unsigned: sha256(record.text), signed: signed.sha256 },
  ])
  return signed
}

const readOwnRecord = async (desk: SignerDesk, ref: RecordRef, issuer: Issuer): Promise<RecordToSign> => {
  const record = await readRecord(desk.db, ref)
  if (record.issuerId !== issuer.id) throw new ServiceError('credential_refused', `The record ${ref} is of another issuer than the key.`)
  return record
}

const requireNear = (desk: SignerDesk, instant: Date): void => {
  if (!(Math.abs(desk.now().getTime() - instant.getTime()) <= MAX_CLOCK_DIFFERENCE_MS))
    throw new ServiceError('conflict', 'The instant of the signature is more than five minutes away from the clock of the signer.')
}

const findKey = async (desk: SignerDesk, kid: string, created: Date): Promise<{ key: SigningKey; issuer: Issuer }> => {
  const known = (await listAllKeys(desk.db)).find((key) => key.kid === kid)
  const issuer = known && (await findIssuer(desk.db, known.issuerId))
  if (known === undefined || issuer === undefined) throw new ServiceError('not_found', `There is no key ${kid}.`)
  if (known.state !== 'active' || known.notBefore > created || (known.notAfter !== undefined && created >= known.notAfter))
    throw new ServiceError('key_not_active', `The key ${kid} is not active at ${created.toISOString()}.`)
  return { key: { kid, verificationMethod: verificationMethodOf(issuer, known) }, issuer }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const malformed = (what: string): ServiceError => new ServiceError('bad_request', `The signer signs records by their ids alone: ${what}.`)

const readSign = (body: unknown): SignRequest => {
  requireMembers(body, ['kid', 'created', 'records'])
  const created = new Date(readText(body, 'created', instantForm))
  const { records } = body
  if (!Array.isArray(records) || records.length === 0 || records.length > MAX_RECORDS)
    throw malformed(`records are 1 to ${MAX_RECORDS} ids`)
  for (const record of records)
    if (typeof record !== 'string' || !/^(credential|endorsement|filed):[0-9a-z]{26}$/.test(record))
      throw malformed('a record is an id such as credential:ID')
  if (Number.isNaN(created.getTime())) throw malformed('created is no instant')
  return { kid: readText(body, 'kid', keyForm), created, records: records as RecordRef[] }
}

function requireMembers(body: unknown, names: readonly string[]): asserts body is JsonObject {
  if (!isJsonObject(body)) throw malformed('the request is no JSON object')
  const other = Object.keys(body).find((name) => !names.includes(name))
  if (other !== undefined) throw malformed(`${other.slice(0, 40)} is no member of a request`)
}

const keyForm = /^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/
const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const readText = (body: JsonObject, name: string, form: RegExp): string => {
  const value = body[name]
  if (typeof value !== 'string' || !form.test(value)) throw malformed(`${name} is missing or has another form`)
  return value
}

const readPurpose = (body: JsonObject): KeyPurpose => readText(body, 'purpose', /^(assertionMethod|log)$/) as KeyPurpose

/** A head is signed only over the log as it stands in the database, and never over a smaller one than before (SECURITY T21). */
const signHead = async (desk: SignerDesk, body: unknown): Promise<string> => {
  requireMembers(body, ['kid', 'treeSize', 'rootHash', 'at', 'audit'])
  const kid = readText(body, 'kid', keyForm)
  const rootHash = readText(body, 'rootHash', /^[0-9a-f]{64}$/)
  const at = new Date(readText(body, 'at', instantForm))
  const { treeSize, audit } = body
  const sequence = isJsonObject(audit) ? audit['sequence'] : undefined
  const hash = isJsonObject(audit) ? audit['hash'] : undefined
  if (!Number.isSafeInteger(treeSize) || !Number.isSafeInteger(sequence) || typeof hash !== 'string')
    throw malformed('this is no head of the log')
  requireNear(desk, at)
  const refused = (why: string): ServiceError => new ServiceError('credential_refused', `The head of the log is not signed: ${why}.`)
  const key = (await listLogKeys(desk.db)).find((one) => one.kid === kid)
  if (key === undefined || key.notAfter !== undefined)
    throw new ServiceError('key_not_active', `The key ${kid} is no active key of the log.`)
  const former = await latestHead(desk.db)
  if (former !== undefined && Number(treeSize) < former.treeSize)
    throw refused(`it has ${treeSize} entries, and one of ${former.treeSize} is out`)
  if ((await rootOf(storedTree(desk.db), Number(treeSize))) !== rootHash) throw refused('its root is not that of the stored log')
  if (Number(sequence) > 0 && (await auditHashAt(desk.db, Number(sequence))) !== hash)
    throw refused('its entry of the audit log is another one')
  const head = { origin: logOrigin(desk.publicUrl), treeSize: Number(treeSize), rootHash, at, audit: { sequence: Number(sequence), hash } }
  const note = await desk.signer.signTreeHead(kid, head)
  desk.log.append([{ at: desk.now().toISOString(), record: 'log:head', kid, treeSize: head.treeSize, rootHash, signed: sha256(note) }])
  return note
}
