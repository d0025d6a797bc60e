import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { matchIdentity } from '../openbadges/identity.ts'
import { readDateTime } from '../openbadges/plain/date-time.ts'
import { line, type VerifyOptions } from './checks/context.ts'
import { readToken, type Token } from './checks/jwt-token.ts'
import { checkCodes } from './codes.ts'
import { conclude, type Findings } from './conclude.ts'
import type { VerifierDeps } from './deps.ts'
import { fetchJson } from './fetch-json.ts'
import { clockToleranceSeconds } from './limits.ts'
import { assembled, type Chain, type ChainAnswer, followChain } from './open-badges-2-chain.ts'
import { isOpenBadge2, verificationKind } from './open-badges-2-form.ts'
import { isInScope, judgeSignature, type ProofFinding } from './open-badges-2-proof.ts'
import { judgeOpenBadge2Status } from './open-badges-2-status.ts'
import { withinTimeBudget } from './time-budget.ts'
import type { Check, Verification } from './verdict.ts'

export { isOpenBadge2 } from './open-badges-2-form.ts'

/** Whether a compact JWS holds an assertion of Open Badges 2.0; nothing about it is verified. */
export const isSignedOpenBadge2 = (text: string): boolean => {
  const token = readToken(text)
  return token !== undefined && isOpenBadge2(token.payload)
}

/**
 * Verifies an assertion of Open Badges 2.0: a signed one as the text of its JWS, a hosted one as its JSON. The answer has the same lines
 * as for a credential; `document` holds assertion, badge class and issuer, each from the place that has authority over it.
 */
export const verifyOpenBadge2 = async (
  input: string | JsonObject,
  means: VerifierDeps,
  options: VerifyOptions = {},
): Promise<Verification> => {
  const deps = withinTimeBudget(means)
  const now = deps.now()
  if (typeof input !== 'string') return verifyHosted(input, deps, options, now)
  const token = readToken(input)
  if (token === undefined || !isOpenBadge2(token.payload))
    return conclude([line('proof', 'failed', 'proof.jwt_malformed')], now, { kind: 'open-badge-2', format: 'ob2-signed' })
  return verifySigned(token, deps, options, now)
}

const verifySigned = async (token: Token, deps: VerifierDeps, options: VerifyOptions, now: Date): Promise<Verification> => {
  const findings: Findings = { kind: 'open-badge-2', format: 'ob2-signed', document: token.payload }
  if (verificationKind(token.payload) === 'hosted')
    return conclude([ruleBroken('/verification', 'A signed assertion names its verification as signed.')], now, findings)
  const answer = await followChain(token.payload, true, deps)
  if (answer.kind !== 'ok') return conclude(linesOfNoChain(answer), now, findings)
  const proof = await judgeSignature(token, answer.chain.issuer, deps)
  return judge(answer.chain, proof, deps, options, now, findings)
}

const verifyHosted = async (presented: JsonObject, deps: VerifierDeps, options: VerifyOptions, now: Date): Promise<Verification> => {
  const findings: Findings = { kind: 'open-badge-2', format: 'ob2-hosted', document: presented }
  const { id } = presented
  if (verificationKind(presented) === 'signed')
    return conclude([line('conformance', 'passed', 'conformance.passed'), line('proof', 'failed', 'proof.missing')], now, findings)
  if (typeof id !== 'string') return conclude([ruleBroken('/id', 'id is the address of the assertion.')], now, findings)
  const served = await fetchJson(id, deps)
  if (served.kind === 'unreachable') return conclude([line('proof', 'not_determined', 'proof.hosted_unreachable')], now, findings)
  if (served.kind !== 'ok' || served.value['id'] !== id || !isOpenBadge2(served.value))
    return conclude([line('proof', 'failed', 'proof.hosted_missing')], now, findings)
  if (verificationKind(served.value) !== 'hosted')
    return conclude([ruleBroken('/verification', 'A hosted assertion names its verification as hosted.')], now, findings)
  const answer = await followChain(served.value, false, deps)
  if (answer.kind !== 'ok') return conclude(linesOfNoChain(answer), now, findings)
  const proof: ProofFinding = !isInScope(id, answer.chain.issuer)
    ? { status: 'failed', code: 'proof.hosted_out_of_scope' }
    : isCovered(presented, assembled(answer.chain))
      ? { status: 'passed', code: 'proof.hosted' }
      : { status: 'failed', code: 'proof.hosted_differs' }
  return judge(answer.chain, proof, deps, options, now, findings)
}

/** Whether everything that was shown to us stands in what the issuer serves; a link stands for what it leads to. */
const isCovered = (shown: Json, served: Json | undefined): boolean => {
  if (Array.isArray(shown))
    return Array.isArray(served) && shown.length === served.length && shown.every((item, i) => isCovered(item, served[i]))
  if (isJsonObject(shown))
    return isJsonObject(served) && Object.keys(shown).every((member) => isCovered(shown[member] as Json, served[member]))
  return shown === served || (typeof shown === 'string' && isJsonObject(served) && served['id'] === shown)
}

const ruleBroken = (path: string, detail: string): Check => line('conformance', 'failed', 'conformance.rule_broken', { path, detail })

const linesOfNoChain = (answer: Exclude<ChainAnswer, { kind: 'ok' }>): Check[] => {
  if (answer.kind === 'malformed') {
    const [first] = answer.problems
    return [ruleBroken(first?.path ?? '', first?.message ?? checkCodes['conformance.rule_broken'])]
  }
  const conforms = line('conformance', 'passed', 'conformance.passed')
  return answer.kind === 'wrong'
    ? [conforms, line('issuer', 'failed', 'issuer.document_wrong', { detail: answer.detail })]
    : [conforms, line('issuer', 'not_determined', 'issuer.unreachable', { detail: answer.detail })]
}

const judge = async (
  chain: Chain,
  proof: ProofFinding,
  deps: VerifierDeps,
  options: VerifyOptions,
  now: Date,
  findings: Findings,
): Promise<Verification> => {
  const { id, name } = chain.issuer
  const bound = proof.status === 'passed'
  const isIssuerFault = proof.code.startsWith('issuer.')
  const lines: Check[] = [
    line('conformance', 'passed', 'conformance.passed'),
    isIssuerFault ? line('proof', 'failed', 'proof.key_not_authorised') : line('proof', proof.status, proof.code),
    isIssuerFault
      ? line('issuer', proof.status, proof.code)
      : bound
        ? line('issuer', 'passed', 'issuer.bound')
        : line('issuer', 'not_applicable', 'issuer.not_judged'),
    judgePeriod(chain.assertion, now),
    bound ? await judgeOpenBadge2Status(chain, deps) : line('status', 'not_applicable', 'status.not_judged'),
    line('refresh', 'not_applicable', 'refresh.none'),
    judgeRecipient(chain.assertion, options),
    line('endorsements', 'not_applicable', 'endorsements.none'),
  ]
  const register = await deps.register(id)
  const zoneless = [chain.assertion['issuedOn'], chain.assertion['expires']].some((date) => readDateTime(date)?.zoned === false)
  return conclude(lines, now, {
    ...findings,
    document: assembled(chain),
    issuer: {
      id,
      ...(typeof name === 'string' ? { name } : {}),
      recognised: register !== undefined && bound,
      ...(register === undefined ? {} : { register }),
    },
    warnings: zoneless ? [{ code: 'validity.without_zone', detail: checkCodes['validity.without_zone'] }] : [],
  })
}

const judgePeriod = (assertion: JsonObject, now: Date): Check => {
  const begins = readDateTime(assertion['issuedOn'])?.instant
  const ends = readDateTime(assertion['expires'])?.instant
  if (begins === undefined || (ends === undefined && assertion['expires'] !== undefined))
    return line('validity_period', 'failed', 'validity.malformed')
  if (ends !== undefined && ends < now) return line('validity_period', 'failed', 'validity.expired')
  if (begins.getTime() > now.getTime() + clockToleranceSeconds * 1_000) return line('validity_period', 'failed', 'validity.not_yet')
  return line('validity_period', 'passed', ends === undefined ? 'validity.open' : 'validity.within')
}

/** `recipient` of 2.0 is the `identifier` of 3.0 under other names. */
const judgeRecipient = (assertion: JsonObject, { recipient: known }: VerifyOptions): Check => {
  if (known === undefined || (known.email === undefined && known.id === undefined))
    return line('recipient', 'not_applicable', 'recipient.not_asked')
  const { recipient } = assertion
  const { email } = known
  if (!isJsonObject(recipient) || recipient['type'] !== 'email' || email === undefined)
    return isJsonObject(recipient) && known.id !== undefined && recipient['hashed'] !== true && recipient['identity'] === known.id
      ? line('recipient', 'passed', 'recipient.matches')
      : line('recipient', 'not_determined', 'recipient.not_comparable')
  const identifier: JsonObject = {
    identityType: 'emailAddress',
    hashed: recipient['hashed'] === true,
    identityHash: recipient['identity'] ?? '',
  }
  if (typeof recipient['salt'] === 'string') identifier['salt'] = recipient['salt']
  switch (matchIdentity(identifier, { type: 'emailAddress', value: email })) {
    case 'match':
      return line('recipient', 'passed', 'recipient.matches')
    case 'no_match':
      return line('recipient', 'failed', 'recipient.differs')
    default:
      return line('recipient', 'not_determined', 'recipient.not_comparable')
  }
}
