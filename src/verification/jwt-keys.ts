import type { JsonObject } from '../json.ts'
import { readJwk, type VerificationKey } from '../proof/verification-key.ts'
import type { CheckCode } from './codes.ts'
import type { VerifierDeps } from './deps.ts'
import { readDid } from './did.ts'
import { bindIssuer, type IssuerBinding } from './issuers.ts'
import { findInIssuerJwks, type JwksSearch } from './jwks.ts'
import { type KeyFailure, type KeyPurpose, listKeyIds, type ResolvedKey, resolveKey } from './keys.ts'

/** The key of a token, with what binds it to the one who is said to have signed. */
export type TokenKey = { ok: true; key: VerificationKey; binding: IssuerBinding } | (KeyFailure & { binding?: IssuerBinding })

const failed = (code: CheckCode, binding?: IssuerBinding): TokenKey => ({
  ok: false,
  status: 'failed',
  code,
  ...(binding === undefined ? {} : { binding }),
})

/**
 * Finds the key of a token where its signer publishes it: in the signer's DID document, or in the key set of an https issuer (CONFORMANCE
 * section 2, JW-1, JW-7). A `jwk` in the header counts only as one of the keys found there.
 *
 * @param signer - issuer of the credential, or holder of the presentation
 * @param fits - whether a key is the one that signed the token
 */
export const resolveTokenKey = async (
  header: { kid: string | undefined; jwk: JsonObject | undefined },
  signer: string,
  purpose: KeyPurpose,
  deps: VerifierDeps,
  now: Date,
  fits: (key: VerificationKey) => boolean,
): Promise<TokenKey> => {
  const given = header.jwk === undefined ? undefined : readJwk(header.jwk)
  if (typeof given === 'string') return failed(given === 'weak' ? 'proof.key_weak' : 'proof.jwt_header_refused')
  if (signer.startsWith('did:')) return didKey(header.kid, given, signer, purpose, deps, now)
  if (!signer.startsWith('https://') || !URL.canParse(signer)) {
    const binding = { status: 'not_determined', code: 'issuer.method_unsupported' } as const
    return { ok: false, status: 'not_determined', code: 'proof.key_unsupported', binding }
  }
  const [did] = header.kid?.split('#', 1) ?? []
  if (header.kid !== undefined && did !== undefined && deps.issuerAliases.get(signer)?.includes(did)) {
    return fromDid(header.kid, given, signer, purpose, deps, now)
  }
  return fromKeySet(await findInIssuerJwks(signer, { kid: header.kid, jwk: given, fits }, deps))
}

/** `kid` is a DID URL, or only its fragment; without it the key of the header is looked for among the signer's keys. */
const didKey = async (
  kid: string | undefined,
  given: VerificationKey | undefined,
  signer: string,
  purpose: KeyPurpose,
  deps: VerifierDeps,
  now: Date,
): Promise<TokenKey> => {
  if (kid !== undefined) return fromDid(absoluteKeyId(kid, signer), given, signer, purpose, deps, now)
  const did = readDid(signer)
  if (did === undefined) return failed('proof.key_malformed')
  const ids = await listKeyIds(did, purpose, deps)
  if (!Array.isArray(ids)) return withBinding(ids)
  // A DID that is its own only key needs no name for it; of several the header has to bring one.
  if (given === undefined && ids.length !== 1) return failed('proof.jwt_key_missing')
  for (const id of ids) {
    const resolution = await resolveKey(id, purpose, deps, now)
    if (resolution.ok && (given === undefined || resolution.resolved.key.thumbprint === given.thumbprint)) {
      return bound(resolution.resolved, signer, purpose, deps)
    }
    if (!resolution.ok && ids.length === 1) return withBinding(resolution)
  }
  return failed('proof.jwt_key_differs', { status: 'failed', code: 'issuer.key_not_listed' })
}

const absoluteKeyId = (kid: string, signer: string): string => {
  if (kid.startsWith('did:')) return kid
  return `${signer}#${kid.startsWith('#') ? kid.slice(1) : kid}`
}

const fromDid = async (
  id: string,
  given: VerificationKey | undefined,
  signer: string,
  purpose: KeyPurpose,
  deps: VerifierDeps,
  now: Date,
): Promise<TokenKey> => {
  const resolution = await resolveKey(id, purpose, deps, now)
  if (!resolution.ok) return withBinding(resolution)
  if (given !== undefined && given.thumbprint !== resolution.resolved.key.thumbprint) return failed('proof.jwt_key_differs')
  return bound(resolution.resolved, signer, purpose, deps)
}

const bound = async (resolved: ResolvedKey, signer: string, purpose: KeyPurpose, deps: VerifierDeps): Promise<TokenKey> => ({
  ok: true,
  key: resolved.key,
  binding: await bindIssuer(signer, resolved, deps, purpose),
})

const withBinding = (failure: KeyFailure): TokenKey => {
  if (failure.code === 'proof.key_unreachable') return { ...failure, binding: { status: 'not_determined', code: 'issuer.unreachable' } }
  if (failure.code === 'proof.key_unsupported')
    return { ...failure, binding: { status: 'not_determined', code: 'issuer.method_unsupported' } }
  return { ...failure, binding: { status: 'failed', code: 'issuer.key_not_listed' } }
}

const fromKeySet = (search: JwksSearch): TokenKey => {
  switch (search.kind) {
    case 'found':
      return { ok: true, key: search.key, binding: { status: 'passed', code: 'issuer.bound' } }
    case 'unreachable':
      return withBinding({ ok: false, status: 'not_determined', code: 'proof.key_unreachable' })
    case 'unusable':
      return failed(search.fault === 'weak' ? 'proof.key_weak' : 'proof.key_malformed', { status: 'failed', code: 'issuer.key_wrong' })
    case 'listed_for_another':
      return failed('proof.key_controller_wrong', { status: 'failed', code: 'issuer.key_wrong' })
    case 'not_listed':
      return failed('proof.key_not_found', { status: 'failed', code: 'issuer.key_not_listed' })
  }
}
