import { createPublicKey } from 'node:crypto'
import { asList, isJsonObject, type Json, type JsonObject } from '../json.ts'
import { jwsFits } from '../proof/jws.ts'
import { readJwk, type VerificationKey } from '../proof/verification-key.ts'
import type { Token } from './checks/jwt-token.ts'
import type { CheckCode } from './codes.ts'
import type { VerifierDeps } from './deps.ts'
import { fetchJson } from './fetch-json.ts'
import { isReference, referencedId } from './open-badges-2-form.ts'
import type { CheckStatus } from './verdict.ts'

/** What was found out about a signature or about the place of a hosted assertion. */
export interface ProofFinding {
  status: Extract<CheckStatus, 'passed' | 'failed' | 'not_determined'>
  code: CheckCode
}

const failed = (code: CheckCode): ProofFinding => ({ status: 'failed', code })

/** Nothing else may stand in the header of a signed assertion (SECURITY T7). */
const headerMembers = new Set(['alg', 'typ', 'kid'])

/**
 * Judges the signature of a signed assertion (Open Badges 2.0, "Signed Badges"): RS256 by the key that `verification.creator` names, which
 * the issuer's own profile lists and which names the issuer as its owner.
 */
export const judgeSignature = async (token: Token, issuer: JsonObject & { id: string }, deps: VerifierDeps): Promise<ProofFinding> => {
  const { header, payload, jws } = token
  if (Object.keys(header).some((member) => !headerMembers.has(member))) return failed('proof.jwt_header_refused')
  if (header['alg'] !== 'RS256') return failed('proof.jwt_algorithm_refused')
  const { verification } = payload
  const listed = asList(issuer['publicKey']).filter(isReference)
  const creator = isJsonObject(verification) ? verification['creator'] : undefined
  const [only, ...others] = listed
  // Without `creator` the issuer's only key is meant ("creator", default).
  const keyId = isReference(creator) ? referencedId(creator) : only !== undefined && others.length === 0 ? referencedId(only) : undefined
  if (keyId === undefined) return failed('proof.jwt_key_missing')
  const reference = listed.find((one) => referencedId(one) === keyId)
  if (reference === undefined) return failed('issuer.key_not_listed')
  const key = await readKey(reference, issuer.id, deps)
  if ('code' in key) return key
  return jwsFits(jws, 'RS256', key) ? { status: 'passed', code: 'proof.verified' } : failed('proof.altered')
}

const readKey = async (
  reference: string | (JsonObject & { id: string }),
  owner: string,
  deps: VerifierDeps,
): Promise<VerificationKey | ProofFinding> => {
  const found = typeof reference === 'string' ? await keyDocument(reference, deps) : { document: reference }
  if ('code' in found) return found
  const { document } = found
  if (document['owner'] !== owner) return failed('proof.key_controller_wrong')
  const key = keyOfPem(document['publicKeyPem'])
  if (typeof key !== 'string') return key
  return failed(key === 'weak' ? 'proof.key_weak' : 'proof.key_malformed')
}

const keyDocument = async (id: string, deps: VerifierDeps): Promise<{ document: JsonObject } | ProofFinding> => {
  const answer = await fetchJson(id, deps)
  if (answer.kind === 'unreachable') return { status: 'not_determined', code: 'proof.key_unreachable' }
  if (answer.kind !== 'ok') return failed('proof.key_not_found')
  return answer.value['id'] === id ? { document: answer.value } : failed('proof.key_document_wrong')
}

const keyOfPem = (pem: Json | undefined): VerificationKey | 'weak' | 'malformed' => {
  if (typeof pem !== 'string' || !pem.includes('PUBLIC KEY')) return 'malformed'
  try {
    const { kty, n, e } = createPublicKey(pem).export({ format: 'jwk' })
    if (kty !== 'RSA' || n === undefined || e === undefined) return 'malformed'
    const key = readJwk({ kty, n, e })
    return typeof key === 'string' ? (key === 'weak' ? 'weak' : 'malformed') : key
  } catch {
    return 'malformed'
  }
}

/**
 * Whether a hosted assertion stands where its issuer's badges stand (Open Badges 2.0, "Hosted Badges", `startsWith` and
 * `allowedOrigins`; by default the origin of the issuer's own id).
 */
export const isInScope = (assertionId: string, issuer: JsonObject & { id: string }): boolean => {
  const policy = isJsonObject(issuer['verification']) ? issuer['verification'] : {}
  const prefixes = texts(policy['startsWith'])
  const hosts = texts(policy['allowedOrigins'])
  if (!URL.canParse(assertionId) || !URL.canParse(issuer.id)) return false
  const url = new URL(assertionId)
  if (prefixes.length > 0 && !prefixes.some((prefix) => isUnder(url, prefix))) return false
  if (hosts.length > 0) return hosts.some((host) => host === url.host || host === url.origin)
  return prefixes.length > 0 || url.origin === new URL(issuer.id).origin
}

/** A prefix ends where the host has ended, so that `https://a.example` does not cover `https://a.example.evil.test`. */
const isUnder = (url: URL, prefix: string): boolean =>
  URL.canParse(prefix) && new URL(prefix).origin === url.origin && url.href.startsWith(new URL(prefix).href)

const texts = (value: Json | undefined): string[] => asList(value).filter((item) => typeof item === 'string')
