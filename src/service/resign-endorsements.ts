import { endorsementStandsOn } from '../domain/endorsement.ts'
import type { Issuer } from '../domain/issuer.ts'
import { jstDay } from '../domain/japanese-date.ts'
import type { UnsignedCredential } from '../openbadges/types.ts'
import { findEndorsement, markEndorsementRevoked, readUnsignedEndorsement, replaceSignedEndorsement } from '../store/endorsements.ts'
import { enteredAt, listEndorsementsSignedBy } from '../store/signed-by.ts'
import { setBit } from '../store/status-lists.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { issuingInstant } from './clock-guard.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { signingKeyOf } from './signing-key.ts'

export interface EndorsementOutcome {
  resigned: number
  revoked: number
  failed: { id: string; reason: string }[]
}

type Standing = Extract<NonNullable<Awaited<ReturnType<typeof findEndorsement>>>, { state: 'issued' }>

const CHUNK = 100
const resigner = { kind: 'system', reason: 'key-compromise' } as const
const stolen = { code: 'KEY_COMPROMISE', text: '署名の鍵が盗まれた後の日付で、記録に無いため取り消しました。' }

/** Standing endorsements of a stolen key, some at a time: `old` were entered in the log before the theft, of `young` nothing proves it. */
export async function* judgedEndorsements(
  deps: Deps,
  issuer: Issuer,
  verificationMethod: string,
  since: Date,
): AsyncGenerator<{ old: Standing[]; young: Standing[] }> {
  for (let after = ''; ; ) {
    const ids = await listEndorsementsSignedBy(deps.db, issuer.id, verificationMethod, { after, limit: CHUNK })
    const last = ids.at(-1)
    if (last === undefined) return
    after = last
    const old: Standing[] = []
    const young: Standing[] = []
    for (const id of ids) {
      const endorsement = await findEndorsement(deps.db, id)
      if (endorsement?.state !== 'issued') continue
      const at = await enteredAt(deps.db, `endorsement:${id}`, endorsement.document.sha256)
      if (at === undefined || at >= since) young.push(endorsement)
      // One whose time is over says nothing any more, whoever signed it.
      else if (endorsementStandsOn(endorsement, jstDay(deps.now())) || endorsement.validFromOn > jstDay(deps.now())) old.push(endorsement)
    }
    yield { old, young }
  }
}

/**
 * Signs the same statements again, under the same ids and status entries, and revokes what the log does not hold from before the theft. May stop anywhere: what
 * is done carries another key and is not looked at again.
 */
export const resignEndorsements = async (
  deps: Deps,
  issuer: Issuer,
  { old, young }: { old: readonly Standing[]; young: readonly Standing[] },
  outcome: EndorsementOutcome,
): Promise<void> => {
  for (const endorsement of young) if (await revokeAsForged(deps, endorsement)) outcome.revoked += 1
  for (const endorsement of old) {
    try {
      if (await resign(deps, issuer, endorsement)) outcome.resigned += 1
    } catch (error) {
      outcome.failed.push({ id: endorsement.id, reason: error instanceof Error ? error.message : String(error) })
    }
  }
}

const revokeAsForged = (deps: Deps, endorsement: Standing): Promise<boolean> =>
  inTransaction(deps, async (deps) => {
    const now = deps.now()
    if (!(await markEndorsementRevoked(deps.db, endorsement.id, { reason: stolen }, now))) return false
    await setBit(deps.db, endorsement.entry, true, now)
    await audit(deps, resigner, 'endorsement.revoked', `endorsement:${endorsement.id}`, { reason: stolen.code })
    return true
  })

const resign = async (deps: Deps, issuer: Issuer, endorsement: Standing): Promise<boolean> => {
  const text = await readUnsignedEndorsement(deps.db, endorsement.id)
  if (text === undefined) throw new Error('its document is gone')
  const checked = requireConforming(deps, JSON.parse(text) as UnsignedCredential)
  const now = issuingInstant(deps)
  const key = await signingKeyOf(deps, issuer, now)
  const signed = await deps.signer.sign(key, checked, now, `endorsement:${endorsement.id}`)
  return inTransaction(deps, async (deps) => {
    // Somebody may have withdrawn it meanwhile.
    if (!(await replaceSignedEndorsement(deps.db, endorsement.id, endorsement.document.sha256, signed, now))) return false
    await audit(deps, resigner, 'endorsement.resigned', `endorsement:${endorsement.id}`, {
      sha256: signed.sha256,
      replaced: endorsement.document.sha256,
      kid: key.kid,
    })
    return true
  })
}
