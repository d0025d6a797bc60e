import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../domain/actor.ts'
import { type IssuedCredential, validityOn } from '../domain/credential.ts'
import { endorsementStandsOn } from '../domain/endorsement.ts'
import { jstDay } from '../domain/japanese-date.ts'
import { ServiceError } from '../errors.ts'
import { asList, isJsonObject, type JsonObject } from '../json.ts'
import { refreshedDocument } from '../openbadges/reissue.ts'
import type { UnsignedCredential } from '../openbadges/types.ts'
import { replaceDocument } from '../store/credential-versions.ts'
import { readUnsignedText } from '../store/credentials.ts'
import { listEndorsementsOf } from '../store/endorsements.ts'
import { findIssuer } from '../store/issuers.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { issuingInstant } from './clock-guard.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { filedIsSigned, fileOneForSigning } from './file-for-signing.ts'
import { requireIssued } from './issue-credential.ts'
import { signingKeyOf } from './signing-key.ts'
import { credentialUrl, refreshUrl } from './urls.ts'

const refresher: Actor = { kind: 'system', reason: 'refresh' }

/** Open Badges readers take a badge with at most this many embedded endorsements (`verification/limits.ts`). */
const MAX_EMBEDDED = 10

/**
 * Signs a badge again with the employer's confirmations that stand by now: same id and status entry, later `validFrom`, the confirmations embedded, and the
 * address of its newest version as `refreshService` (DOMAIN section 9). The version before stays readable, and a confirmation's digest points to it. A badge
 * that embeds them already, or is suspended, revoked or expired, stays as it is.
 *
 * Only confirmations are embedded: a foreign verifier calls a badge invalid when one embedded endorsement is withdrawn, and a withdrawn declaration or an ended
 * certification must not end the badges of those who earned them before.
 *
 * @throws ServiceError `credential_not_found`, `credential_refused`; `conflict` when the badge changed meanwhile
 */
export const refreshCredential = async (deps: Deps, credentialId: string): Promise<IssuedCredential> => {
  const credential = await requireIssued(deps, credentialId)
  const now = issuingInstant(deps)
  if (validityOn(credential, jstDay(now)) !== 'valid') return credential
  const wanted = await confirmationsOf(deps, credential, jstDay(now))
  const former = await readUnsignedText(deps.db, credential.id)
  const issuer = await findIssuer(deps.db, credential.issuerId)
  if (former === undefined || issuer === undefined)
    throw new ServiceError('credential_not_found', `The badge ${credential.id} or its issuer is gone.`)
  const document = JSON.parse(former) as UnsignedCredential & JsonObject
  if (isDeepStrictEqual(asList(document['endorsement']).filter(isJsonObject), wanted)) return credential

  const next = refreshedDocument(document, {
    at: laterThan(String(document['validFrom']), now),
    endorsements: wanted,
    refreshUrl: refreshUrl(deps.publicUrl, credential.id),
  })
  const checked = requireConforming(deps, next)
  const unsignedText = JSON.stringify(next)
  const record = await fileOneForSigning(deps, issuer, { kind: 'credential_version', entity: `credential:${credential.id}`, unsignedText })
  const signed = await deps.signer.sign(await signingKeyOf(deps, issuer, now), checked, now, record)
  await inTransaction(deps, async (deps) => {
    const replaced = await replaceDocument(deps.db, credential, { document: signed, entry: credential.entry, unsignedText }, now)
    if (!replaced) throw new ServiceError('conflict', `The badge ${credential.id} was changed by somebody else; try again.`)
    await filedIsSigned(deps, record, signed.sha256)
    await audit(deps, refresher, 'credential.refreshed', `credential:${credential.id}`, {
      sha256: signed.sha256,
      replaced: credential.document.sha256,
      endorsements: wanted.length,
    })
  })
  return requireIssued(deps, credential.id)
}

const confirmationsOf = async (deps: Deps, credential: IssuedCredential, day: string): Promise<JsonObject[]> =>
  (await listEndorsementsOf(deps.db, credentialUrl(deps.publicUrl, credential.id)))
    .filter((endorsement) => endorsement.kind === 'confirmation' && endorsementStandsOn(endorsement, day))
    .slice(0, MAX_EMBEDDED)
    .map((endorsement) => JSON.parse(endorsement.document.text) as JsonObject)

/** Documents count in whole seconds, and the newer version begins later than the former one (ST-5). */
const laterThan = (former: string, now: Date): Date => new Date(Math.max(now.getTime(), new Date(former).getTime() + 1000))
