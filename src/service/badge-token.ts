import type { IssuedCredential, SignedDocument } from '../domain/credential.ts'
import { ServiceError } from '../errors.ts'
import type { UnsignedCredential } from '../openbadges/types.ts'
import { findBadgeToken, insertBadgeToken } from '../store/badge-tokens.ts'
import { readUnsignedText } from '../store/credentials.ts'
import { findIssuer } from '../store/issuers.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { issuingInstant } from './clock-guard.ts'
import { requireConforming } from './credential-document.ts'
import type { Deps } from './deps.ts'
import { signingKeyOf } from './signing-key.ts'

/** Who signs: the service, whoever asks to see a badge in this form. */
const issuing = { kind: 'system', reason: 'issuing' } as const

/**
 * The badge as VC-JWT, signed once for each version: made when it is asked for first, stored, and served byte for byte afterwards. It has the id and the
 * status entry of the badge, so a revocation reaches it too.
 *
 * @throws ServiceError `conflict` for a badge that no longer stands and has no token yet: nothing new is signed for it; the signer's own
 */
export const badgeToken = async (deps: Deps, credential: IssuedCredential): Promise<SignedDocument> => {
  // 1. Was this version signed in this form before?
  const version = { credentialId: credential.id, documentSha256: credential.document.sha256 }
  const known = await findBadgeToken(deps.db, version.credentialId, version.documentSha256)
  if (known !== undefined) return known
  // 2. Only what stands is signed.
  if (credential.state !== 'issued')
    throw new ServiceError('conflict', `The badge is ${credential.state}. It was never given as a JWT, and nothing is signed for it now.`)
  // 3. The text that was stored before its first signature, checked once more.
  const text = await readUnsignedText(deps.db, credential.id)
  const issuer = await findIssuer(deps.db, credential.issuerId)
  if (text === undefined || issuer === undefined)
    throw new ServiceError('credential_not_found', `The badge ${credential.id} or its issuer is gone.`)
  const checked = requireConforming(deps, JSON.parse(text) as UnsignedCredential)
  // 4. Sign; two callers at once make the same bytes, and the first one's are stored.
  const now = issuingInstant(deps)
  const key = await signingKeyOf(deps, issuer, now)
  const token = await deps.signer.signToken(key, checked, `credential:${credential.id}`)
  await inTransaction(deps, async (deps) => {
    if (await insertBadgeToken(deps.db, version, token, now))
      await audit(deps, issuing, 'credential.token_signed', `credential:${credential.id}`, { sha256: token.sha256, kid: key.kid })
  })
  return (await findBadgeToken(deps.db, version.credentialId, version.documentSha256)) ?? token
}
