import type { IssuedCredential } from '../domain/credential.ts'
import { ServiceError } from '../errors.ts'
import type { UnsignedCredential } from '../openbadges/types.ts'
import { findCredential, listReserved, markIssued, readUnsignedText } from '../store/credentials.ts'
import { findIssuer } from '../store/issuers.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { signingKeyOf } from './signing-key.ts'

/**
 * Signs a reserved badge from what was stored for it, and stores the exact signed bytes. Called right after the reservation, and again after a restart
 * for what a stopped process left behind: same id, same status entry, same document.
 *
 * @throws ServiceError `credential_not_found`, `credential_refused`, and the signer's own
 */
export const signReserved = async (deps: Deps, id: string): Promise<IssuedCredential> => {
  const credential = await findCredential(deps.db, id)
  if (credential === undefined) throw new ServiceError('credential_not_found', `There is no badge ${id}.`)
  if (credential.state !== 'reserved') return credential
  const text = await readUnsignedText(deps.db, id)
  const issuer = await findIssuer(deps.db, credential.issuerId)
  if (text === undefined || issuer === undefined) throw new ServiceError('credential_not_found', `The badge ${id} or its issuer is gone.`)

  const checked = requireConforming(deps, JSON.parse(text) as UnsignedCredential)
  const now = deps.now()
  const key = await signingKeyOf(deps, issuer, now)
  const signed = await deps.signer.sign(key, checked, now)

  await inTransaction(deps, async (deps) => {
    // Somebody else may have signed it meanwhile; then theirs is served, and this signature is never shown to anyone.
    if (await markIssued(deps.db, id, signed, now))
      await audit(deps, { kind: 'system', reason: 'issuing' }, 'credential.issued', `credential:${id}`, {
        sha256: signed.sha256,
        kid: key.kid,
      })
  })
  const issued = await findCredential(deps.db, id)
  if (issued === undefined || issued.state === 'reserved') throw new Error(`badge ${id} was signed and is not stored`)
  return issued
}

/**
 * Finishes what an earlier process reserved and did not sign.
 *
 * @returns how many badges were finished, and the ids that could not be, each with its reason
 */
export const resumeIssuing = async (deps: Deps): Promise<{ finished: number; failed: { id: string; reason: string }[] }> => {
  const failed: { id: string; reason: string }[] = []
  let finished = 0
  for (;;) {
    const pending = (await listReserved(deps.db, 200 + failed.length)).filter((row) => !failed.some((known) => known.id === row.id))
    if (pending.length === 0) return { finished, failed }
    for (const { id } of pending) {
      try {
        await signReserved(deps, id)
        finished += 1
      } catch (error) {
        failed.push({ id, reason: error instanceof Error ? error.message : String(error) })
      }
    }
  }
}
