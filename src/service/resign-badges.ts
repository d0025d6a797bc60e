import { type IssuedCredential, validityOn } from '../domain/credential.ts'
import type { Issuer, IssuerKey } from '../domain/issuer.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { ServiceError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { reissueDocument } from '../openbadges/reissue.ts'
import type { CheckedCredential, UnsignedCredential } from '../openbadges/types.ts'
import type { RecordRef } from '../signing/signer.ts'
import { replaceDocument } from '../store/credential-versions.ts'
import { changeState, findCredential, readUnsignedText } from '../store/credentials.ts'
import { findIssuer, listAllKeys } from '../store/issuers.ts'
import { countPlainSignedBy, enteredAt, listSignedBy } from '../store/signed-by.ts'
import { setBit } from '../store/status-lists.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { filedIsSigned, fileForSigning } from './file-for-signing.ts'
import type { JobHandler } from './jobs.ts'
import { type EndorsementOutcome, judgedEndorsements, resignEndorsements } from './resign-endorsements.ts'
import { type BatchSigner, batchSigner } from './sign-batch.ts'
import { verificationMethodOf } from './signing-key.ts'

/** The parameters of the job. */
export interface Resigning {
  kid: string
  since: string
}

export interface ResignReport {
  resigned: number
  revoked: number
  /** badges that could not be signed again, each with its reason; they verify nowhere until somebody looks */
  failed: { id: string; reason: string }[]
  endorsements: EndorsementOutcome
}

/** What a compromise means, before it is declared. */
export interface CompromisePlan {
  issuer: string
  kid: string
  /** badges of the key that were entered before `since` and are signed again */
  resign: number
  /** badges that were not entered before `since` and are revoked */
  revoke: number
  /** the same for standing endorsements */
  endorsements: { resign: number; revoke: number }
  /** credentials of the VC-API by this key: they verify no more, and their callers issue them anew */
  plain: number
}

const CHUNK = 100
const resigner = { kind: 'system', reason: 'key-compromise' } as const

/**
 * Signs again, under the same ids and status entries, what a stolen key signed and the log holds from before the theft; revokes what it does not hold
 * (SECURITY (d), "Compromise"). May stop anywhere: what is done carries another key and is not looked at again.
 */
export const resignBadgesJob: JobHandler = async (deps, { job, report, signal }): Promise<ResignReport> => {
  const { kid, since } = job.params as Resigning
  const key = (await listAllKeys(deps.db)).find((one) => one.kid === kid)
  const issuer = key && (await findIssuer(deps.db, key.issuerId))
  if (key === undefined || issuer === undefined) throw new ServiceError('not_found', `There is no key ${kid}.`)
  const endorsements: EndorsementOutcome = { resigned: 0, revoked: 0, failed: [] }
  const outcome: ResignReport = { resigned: 0, revoked: 0, failed: [], endorsements }
  const signer = batchSigner(deps)
  for await (const { old, young } of judged(deps, issuer, key, new Date(since))) {
    if (signal.aborted) throw new Error('the process stops')
    for (const badge of young) if (await revokeAsForged(deps, badge)) outcome.revoked += 1
    await resign(deps, issuer, old, signer, outcome)
    await report({ done: outcome.resigned + outcome.revoked + outcome.failed.length })
  }
  for await (const some of judgedEndorsements(deps, issuer, verificationMethodOf(issuer, key), new Date(since))) {
    if (signal.aborted) throw new Error('the process stops')
    await resignEndorsements(deps, issuer, some, endorsements)
  }
  return outcome
}

/** Counts what the job would do. */
export const judgeSignedBy = async (
  deps: Deps,
  issuer: Issuer,
  key: IssuerKey,
  since: Date,
): Promise<Omit<CompromisePlan, 'issuer' | 'kid'>> => {
  let [resign, revoke] = [0, 0]
  const endorsements = { resign: 0, revoke: 0 }
  const method = verificationMethodOf(issuer, key)
  for await (const { old, young } of judged(deps, issuer, key, since)) {
    resign += old.length
    revoke += young.length
  }
  for await (const { old, young } of judgedEndorsements(deps, issuer, method, since)) {
    endorsements.resign += old.length
    endorsements.revoke += young.length
  }
  return { resign, revoke, endorsements, plain: await countPlainSignedBy(deps.db, issuer.id, method) }
}

/** Badges of the key, some at a time: `old` were entered in the log before the theft, of `young` nothing proves it. */
async function* judged(
  deps: Deps,
  issuer: Issuer,
  key: IssuerKey,
  since: Date,
): AsyncGenerator<{ old: IssuedCredential[]; young: IssuedCredential[] }> {
  for (let after = ''; ; ) {
    const ids = await listSignedBy(deps.db, issuer.id, verificationMethodOf(issuer, key), { after, limit: CHUNK })
    const last = ids.at(-1)
    if (last === undefined) return
    after = last
    const old: IssuedCredential[] = []
    const young: IssuedCredential[] = []
    for (const id of ids) {
      const badge = await findCredential(deps.db, id)
      if (badge === undefined || badge.state === 'reserved' || badge.state === 'revoked') continue
      const at = await enteredAt(deps.db, `credential:${id}`, badge.document.sha256)
      if (at === undefined || at >= since) young.push(badge)
      // A suspended badge is signed by the new key when it is reinstated; an expired one cannot begin again.
      else if (validityOn(badge, jstDay(deps.now())) === 'valid') old.push(badge)
    }
    yield { old, young }
  }
}

const revokeAsForged = (deps: Deps, badge: IssuedCredential): Promise<boolean> =>
  inTransaction(deps, async (deps) => {
    const now = deps.now()
    if (!(await changeState(deps.db, badge.id, { from: ['issued', 'suspended'], to: 'revoked', reason: 'KEY_COMPROMISE' }, now)))
      return false
    const present = await findCredential(deps.db, badge.id)
    await setBit(deps.db, (present ?? badge).entry, true, now)
    await audit(deps, resigner, 'credential.revoked', `credential:${badge.id}`, { reason: 'KEY_COMPROMISE' })
    return true
  })

const resign = async (
  deps: Deps,
  issuer: Issuer,
  badges: readonly IssuedCredential[],
  signer: BatchSigner,
  outcome: ResignReport,
): Promise<void> => {
  const ready: { badge: IssuedCredential; unsignedText: string; checked: CheckedCredential }[] = []
  for (const badge of badges) {
    try {
      const former = await readUnsignedText(deps.db, badge.id)
      if (former === undefined) throw new Error('its document is gone')
      const document = JSON.parse(former) as UnsignedCredential & JsonObject
      const next = reissueDocument(document, { at: laterThan(String(document['validFrom']), deps.now()) })
      ready.push({ badge, unsignedText: JSON.stringify(next), checked: requireConforming(deps, next) })
    } catch (error) {
      outcome.failed.push({ id: badge.id, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  if (ready.length === 0) return
  const records = await fileForSigning(
    deps,
    issuer,
    ready.map(({ badge, unsignedText }) => ({ kind: 'credential_version', entity: `credential:${badge.id}`, unsignedText })),
  )
  const { key, at, answers } = await signer.sign(
    issuer,
    ready.map(({ checked }, n) => ({ checked, record: records[n] as RecordRef })),
  )
  const stored = await inTransaction(deps, async (deps) => {
    let count = 0
    for (const [n, { badge, unsignedText }] of ready.entries()) {
      const answer = answers[n]
      if (answer === undefined || 'reason' in answer) continue
      // Somebody else may have changed it meanwhile; then it was signed by the new key, or revoked.
      if (!(await replaceDocument(deps.db, badge, { document: answer, entry: badge.entry, unsignedText }, at))) continue
      await filedIsSigned(deps, records[n] as RecordRef, answer.sha256)
      await audit(deps, resigner, 'credential.resigned', `credential:${badge.id}`, {
        sha256: answer.sha256,
        replaced: badge.document.sha256,
        kid: key.kid,
      })
      count += 1
    }
    return count
  })
  outcome.resigned += stored
  for (const [n, { badge }] of ready.entries()) {
    const answer = answers[n]
    if (answer === undefined || 'reason' in answer) outcome.failed.push({ id: badge.id, reason: answer?.reason ?? 'it was not signed' })
  }
}

/** Documents count in whole seconds, and the newer version begins later than the former one (Open Badges 3.0, "Verifiable Credentials equality"). */
const laterThan = (former: string, now: Date): Date => new Date(Math.max(now.getTime(), new Date(former).getTime() + 1000))
