import type { Actor } from '../domain/actor.ts'
import type { Credential } from '../domain/credential.ts'
import { permit } from '../domain/permit.ts'
import { ServiceError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { reissueDocument } from '../openbadges/reissue.ts'
import type { UnsignedCredential } from '../openbadges/types.ts'
import { replaceDocument } from '../store/credential-versions.ts'
import { changeState, readUnsignedText } from '../store/credentials.ts'
import { findIssuer } from '../store/issuers.ts'
import { setBit } from '../store/status-lists.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { issuingInstant } from './clock-guard.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { filedIsSigned, fileOneForSigning } from './file-for-signing.ts'
import { requireIssued } from './issue-credential.ts'
import { operatorOf } from './operator-of.ts'
import { reserveEntries } from './reserve-entry.ts'
import { signingKeyOf } from './signing-key.ts'
import { tellHolder } from './tell-holder.ts'
import { statusListUrl } from './urls.ts'

/**
 * Suspends a badge: it verifies nowhere until it is reinstated. Its one status entry has the purpose revocation, so that foreign verifiers see it too;
 * our page tells 一時停止 from 取消し (DOMAIN section 16).
 *
 * @param command.recordedOn - the day of it in records kept elsewhere until now (JST); only a load says it
 * @throws ServiceError `forbidden`, `credential_not_found`, `credential_already_suspended`, `credential_already_revoked`
 */
export const suspendCredential = async (
  deps: Deps,
  actor: Actor,
  command: { id: string; reason: string; recordedOn?: string },
): Promise<Credential> => {
  const credential = await requireIssued(deps, command.id)
  permit(actor, 'credential.suspend', { operatorId: await operatorOf(deps, credential) })
  if (command.recordedOn !== undefined) permit(actor, 'programme.load')
  requireNotRevoked(credential)
  const suspended = (): ServiceError => new ServiceError('credential_already_suspended', `The badge ${credential.id} is suspended already.`)
  if (credential.state === 'suspended') throw suspended()
  const now = deps.now()
  await inTransaction(deps, async (deps) => {
    if (
      !(await changeState(
        deps.db,
        credential.id,
        { from: ['issued'], to: 'suspended', reason: command.reason, on: command.recordedOn },
        now,
      ))
    )
      throw suspended()
    // Read again: a reinstatement at the same moment gave it another entry.
    const { entry } = await requireIssued(deps, credential.id)
    await setBit(deps.db, entry, true, now)
    await audit(deps, actor, 'credential.suspended', `credential:${credential.id}`, { reason: command.reason })
    // What a load takes over was told when it happened.
    if (!('recordedOn' in command)) await tellHolder(deps, credential, { what: 'suspended', reason: command.reason })
  })
  return requireIssued(deps, credential.id)
}

/**
 * Ends a suspension: the badge is signed again under the same id with a fresh status entry and a later `validFrom`; the day of the award stays
 * (CONFORMANCE DM-6). Copies that were downloaded before stay invalid, and the version before stays readable.
 *
 * @throws ServiceError `forbidden`, `credential_not_found`, `credential_not_suspended`, `credential_already_revoked`
 */
export const reinstateCredential = async (deps: Deps, actor: Actor, command: { id: string }): Promise<Credential> => {
  const credential = await requireIssued(deps, command.id)
  permit(actor, 'credential.reinstate', { operatorId: await operatorOf(deps, credential) })
  requireNotRevoked(credential)
  const notSuspended = (): ServiceError => new ServiceError('credential_not_suspended', `The badge ${credential.id} is not suspended.`)
  if (credential.state !== 'suspended') throw notSuspended()
  const issuer = await findIssuer(deps.db, credential.issuerId)
  const former = await readUnsignedText(deps.db, credential.id)
  if (issuer === undefined || former === undefined)
    throw new ServiceError('credential_not_found', `The badge ${credential.id} or its issuer is gone.`)

  // The entry is reserved first and alone: if the process stops now, an index is wasted and nothing else happened.
  const [entry] = await inTransaction(deps, (deps) =>
    reserveEntries(deps, { issuerId: issuer.id, purpose: 'revocation', subjects: [`credential:${credential.id}`] }),
  )
  if (entry === undefined) throw new Error('no status entry was reserved')
  const now = issuingInstant(deps)
  const document = reissueDocument(JSON.parse(former) as UnsignedCredential & JsonObject, {
    at: now,
    status: { listUrl: statusListUrl(deps.publicUrl, entry.listId), index: entry.index },
  })
  const checked = requireConforming(deps, document)
  const unsignedText = JSON.stringify(document)
  const record = await fileOneForSigning(deps, issuer, { kind: 'credential_version', entity: `credential:${credential.id}`, unsignedText })
  const signed = await deps.signer.sign(await signingKeyOf(deps, issuer, now), checked, now, record)
  await inTransaction(deps, async (deps) => {
    if (!(await replaceDocument(deps.db, credential, { document: signed, entry, unsignedText }, now))) throw notSuspended()
    await filedIsSigned(deps, record, signed.sha256)
    await audit(deps, actor, 'credential.reinstated', `credential:${credential.id}`, {
      sha256: signed.sha256,
      replaced: credential.document.sha256,
    })
    await tellHolder(deps, credential, { what: 'reinstated' })
  })
  return requireIssued(deps, credential.id)
}

const requireNotRevoked = (credential: Credential): void => {
  if (credential.state === 'revoked')
    throw new ServiceError('credential_already_revoked', `The badge ${credential.id} is revoked; that is final.`)
}
