import { ServiceError } from '../errors.ts'
import type { UnsignedCredential } from '../openbadges/types.ts'
import {
  findEndorsement,
  listReservedEndorsements,
  markEndorsementIssued,
  readUnsignedEndorsement,
  type SignedEndorsement,
} from '../store/endorsements.ts'
import { findIssuer } from '../store/issuers.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { issuingInstant } from './clock-guard.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { signingKeyOf } from './signing-key.ts'

/**
 * Signs a reserved endorsement from what was stored for it, and stores the exact signed bytes; one that is signed already is returned as it is.
 *
 * @throws ServiceError `not_found`, `credential_refused`, and the signer's own
 */
export const signReservedEndorsement = async (deps: Deps, id: string): Promise<SignedEndorsement> => {
  const endorsement = await findEndorsement(deps.db, id)
  if (endorsement === undefined) throw new ServiceError('not_found', `There is no endorsement ${id}.`)
  if (endorsement.state !== 'reserved') return endorsement
  const text = await readUnsignedEndorsement(deps.db, id)
  const issuer = await findIssuer(deps.db, endorsement.issuerId)
  if (text === undefined || issuer === undefined) throw new ServiceError('not_found', `The endorsement ${id} or its issuer is gone.`)

  const checked = requireConforming(deps, JSON.parse(text) as UnsignedCredential)
  const now = issuingInstant(deps)
  const key = await signingKeyOf(deps, issuer, now)
  const signed = await deps.signer.sign(key, checked, now, `endorsement:${id}`)
  await inTransaction(deps, async (deps) => {
    // Somebody else may have signed it meanwhile; then theirs is served, and this signature is never shown to anyone.
    if (await markEndorsementIssued(deps.db, id, signed, now))
      await audit(deps, { kind: 'system', reason: 'endorsing' }, 'endorsement.issued', `endorsement:${id}`, {
        sha256: signed.sha256,
        kid: key.kid,
      })
  })
  const issued = await findEndorsement(deps.db, id)
  if (issued === undefined || issued.state === 'reserved') throw new Error(`endorsement ${id} was signed and is not stored`)
  return issued
}

/**
 * Finishes the endorsements that an earlier process reserved and did not sign.
 *
 * @returns how many were finished, and the ids that could not be, each with its reason
 */
export const resumeEndorsing = async (deps: Deps): Promise<{ finished: number; failed: { id: string; reason: string }[] }> => {
  const failed: { id: string; reason: string }[] = []
  let finished = 0
  for (;;) {
    const pending = (await listReservedEndorsements(deps.db, 200 + failed.length)).filter((id) => !failed.some((known) => known.id === id))
    if (pending.length === 0) return { finished, failed }
    for (const id of pending) {
      try {
        await signReservedEndorsement(deps, id)
        finished += 1
      } catch (error) {
        failed.push({ id, reason: error instanceof Error ? error.message : String(error) })
      }
    }
  }
}
