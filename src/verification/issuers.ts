import type { CheckCode } from './codes.ts'
import type { VerifierDeps } from './deps.ts'
import { readDid } from './did.ts'
import { fetchJson } from './fetch-json.ts'
import { type KeyPurpose, listsKey, type ResolvedKey } from './keys.ts'
import type { CheckStatus } from './verdict.ts'

/** Whether a key that verified is a key of the issuer that the document names. */
export interface IssuerBinding {
  status: Extract<CheckStatus, 'passed' | 'failed' | 'not_determined'>
  code: CheckCode
}

const bound: IssuerBinding = { status: 'passed', code: 'issuer.bound' }
const notConfirmed: IssuerBinding = { status: 'failed', code: 'issuer.not_confirmed' }
const unsupported: IssuerBinding = { status: 'not_determined', code: 'issuer.method_unsupported' }

/**
 * Binds a key to an issuer by the table of CONFORMANCE section 2. A signature alone proves nothing about `issuer`.
 *
 * @param issuerId - `issuer` or `issuer.id`; for a presentation its holder
 * @param resolved - the key of a proof that verified, with the place where it was found
 */
export const bindIssuer = async (
  issuerId: string,
  resolved: ResolvedKey,
  deps: VerifierDeps,
  purpose: KeyPurpose = 'assertionMethod',
): Promise<IssuerBinding> => {
  if (issuerId.startsWith('did:')) return bindDid(issuerId, resolved)
  if (!issuerId.startsWith('https://') || !URL.canParse(issuerId)) return unsupported
  if ('did' in resolved.home && deps.issuerAliases.get(issuerId)?.includes(resolved.home.did)) {
    return { status: 'passed', code: 'issuer.bound_by_alias' }
  }
  if ('url' in resolved.home) {
    if (resolved.controller !== issuerId) return notConfirmed
    if (new URL(resolved.home.url).origin === new URL(issuerId).origin) return bound
  }
  return bindByIssuerDocument(issuerId, resolved, deps, purpose)
}

/** `resolveKey` has held a DID's own document to its `id`, the key's `controller` and the purpose already. */
const bindDid = (issuerId: string, { home, controller }: ResolvedKey): IssuerBinding => {
  if ('did' in home && home.did === issuerId && controller === issuerId) return bound
  const did = readDid(issuerId)
  return did?.method === 'other' ? unsupported : notConfirmed
}

/** A key from another origin counts only if the document at the issuer's own address lists it: `controller` alone proves nothing. */
const bindByIssuerDocument = async (
  issuerId: string,
  { id }: ResolvedKey,
  deps: VerifierDeps,
  purpose: KeyPurpose,
): Promise<IssuerBinding> => {
  const address = issuerId.split('#', 1)[0] as string
  const fetched = await fetchJson(address, deps)
  if (fetched.kind === 'missing') return { status: 'failed', code: 'issuer.key_not_listed' }
  if (fetched.kind !== 'ok') return { status: 'not_determined', code: 'issuer.unreachable' }
  if (fetched.value['id'] !== issuerId) return { status: 'failed', code: 'issuer.document_wrong' }
  return listsKey(fetched.value, issuerId, id, purpose) ? bound : { status: 'failed', code: 'issuer.key_not_listed' }
}
