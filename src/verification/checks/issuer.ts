import { isJsonObject, type JsonObject } from '../../json.ts'
import type { CheckCode } from '../codes.ts'
import type { VerifierDeps } from '../deps.ts'
import { bindIssuer } from '../issuers.ts'
import type { KeyFailure, ResolvedKey } from '../keys.ts'
import type { Check, CheckStatus, IssuerAnswer } from '../verdict.ts'
import { issuerIdOf } from './conformance.ts'
import { line } from './context.ts'

/**
 * Tells whether one of the keys that verified is a key of the issuer that the document names (CONFORMANCE section 2 and D-3, SECURITY L8).
 * One is enough: a co-signer that is not the issuer is fine.
 */
export const checkIssuer = async (issuerId: string, keys: ResolvedKey[], deps: VerifierDeps): Promise<Check> => {
  const bindings = []
  for (const key of keys) {
    const binding = await bindIssuer(issuerId, key, deps)
    if (binding.status === 'passed') return line('issuer', 'passed', binding.code)
    bindings.push(binding)
  }
  const open = bindings.find(({ status }) => status === 'not_determined')
  const deciding = open ?? bindings[0] ?? { status: 'failed' as const, code: 'issuer.not_confirmed' as const }
  return line('issuer', deciding.status, deciding.code)
}

/** The issuer's line where no signature was established: the issuer's own document may have been the reason. */
export const issuerWithoutProof = (
  issuerId: string | undefined,
  keyFailures: { verificationMethod: string; failure: KeyFailure }[],
): Check => {
  const own = keyFailures.find(({ verificationMethod }) => belongsTo(verificationMethod, issuerId))?.failure
  if (own === undefined) return line('issuer', 'not_applicable', 'issuer.not_judged')
  const { status, code } = issuerReading(own)
  return line('issuer', status, code)
}

const belongsTo = (verificationMethod: string, issuerId: string | undefined): boolean =>
  issuerId !== undefined && (verificationMethod === issuerId || verificationMethod.startsWith(`${issuerId}#`))

const issuerReading = ({ status, code }: KeyFailure): { status: CheckStatus; code: CheckCode } => {
  switch (code) {
    case 'proof.key_unreachable':
      return { status, code: 'issuer.unreachable' }
    case 'proof.key_unsupported':
      return { status, code: 'issuer.method_unsupported' }
    case 'proof.key_not_found':
    case 'proof.key_not_authorised':
      return { status, code: 'issuer.key_not_listed' }
    case 'proof.key_document_wrong':
      return { status, code: 'issuer.document_wrong' }
    default:
      return { status, code: 'issuer.key_wrong' }
  }
}

/**
 * Who says to have issued it, beside what our own register says about the identifier (SECURITY T5). The register is asked by identifier,
 * never by name; `recognised` also needs the issuer's line to have passed, so that a forgery never borrows the name of somebody known.
 */
export const issuerAnswer = async (
  document: JsonObject,
  issuerCheck: Check | undefined,
  deps: VerifierDeps,
): Promise<IssuerAnswer | undefined> => {
  const id = issuerIdOf(document)
  if (id === undefined) return undefined
  const register = await deps.register(id)
  const name = issuerNameOf(document)
  return {
    id,
    ...(name === undefined ? {} : { name }),
    recognised: register !== undefined && issuerCheck?.status === 'passed',
    ...(register === undefined ? {} : { register }),
  }
}

/** The name that the document claims for its issuer: plain text, or the first of several languages. */
const issuerNameOf = (document: JsonObject): string | undefined => {
  const { issuer } = document
  const name = isJsonObject(issuer) ? issuer['name'] : undefined
  const [first] = Array.isArray(name) ? name : [name]
  const text = isJsonObject(first) ? first['@value'] : first
  return typeof text === 'string' ? text : undefined
}
