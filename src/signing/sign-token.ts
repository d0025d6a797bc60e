import type { KeyObject } from 'node:crypto'
import { ServiceError } from '../errors.ts'
import { badgeTokenPayload } from '../openbadges/badge-token.ts'
import type { CheckedCredential } from '../openbadges/types.ts'
import { jwsFits, splitJws } from '../proof/jws.ts'
import { decodeMultikey } from '../proof/multikey.ts'
import { signJws } from '../proof/sign-jws.ts'
import { readJwk } from '../proof/verification-key.ts'
import type { SigningKey } from './signer.ts'

/**
 * A checked badge as a compact JWS (VC-JWT of Open Badges 3.0), verified with the public key that its `kid` names before anybody gets it.
 *
 * @throws ServiceError `signing_guard` when it does not verify or holds something else than the badge
 */
export const signToken = ({ document }: CheckedCredential, key: SigningKey, secret: KeyObject): string => {
  const payload = badgeTokenPayload(document)
  // Open Badges 3.0, section 8.2.3: `alg`, `kid`, `typ` and nothing else.
  const token = signJws({ typ: 'JWT', kid: key.verificationMethod }, payload, 'EdDSA', secret)
  const jws = splitJws(token)
  const x = Buffer.from(decodeMultikey(key.kid).bytes).toString('base64url')
  const publicKey = readJwk({ kty: 'OKP', crv: 'Ed25519', x })
  const holds = jws !== undefined && Buffer.from(jws.payload).toString('utf8') === JSON.stringify(payload)
  if (jws === undefined || !holds || typeof publicKey === 'string' || !jwsFits(jws, 'EdDSA', publicKey))
    throw new ServiceError('signing_guard', `The token of the badge ${document.id} does not verify with the key that it names.`)
  return token
}
