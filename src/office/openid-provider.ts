import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientError,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type IDToken,
  ResponseBodyError,
} from 'openid-client'
import type { OfficeSetting } from '../config-office.ts'
import { ServiceError } from '../errors.ts'
import type { OfficeIdentity, OfficeProvider, OfficeQuestion } from '../service/sign-in/office-provider.ts'

/** A provider that is slower than this is down, for whoever waits in front of the screen. */
const TIMEOUT_SECONDS = 5
/** What the provider publishes about itself is read again after this time. */
const METADATA_MILLISECONDS = 3_600_000
const RETRY_SECONDS = 30

/**
 * The sign-in of an office by OpenID Connect (Core 1.0, section 3.1; PKCE RFC 7636; issuer in the answer RFC 9207).
 *
 * It connects to the issuer that the operator configured, and to the addresses that this issuer publishes about itself over https; nothing in it comes from a
 * stranger. That is why it does not go through the guarded fetcher of the verifier, which refuses the addresses inside the house where an office's provider
 * usually stands.
 *
 * @param redirectUri - as it is registered at the provider: `PUBLIC_URL/sign-in/office/callback`
 */
export const openIdProvider = (setting: OfficeSetting, redirectUri: string, now: () => Date): OfficeProvider => {
  let known: { at: number; configuration: Configuration } | undefined

  const configured = async (): Promise<Configuration> => {
    if (known !== undefined && now().getTime() - known.at < METADATA_MILLISECONDS) return known.configuration
    const configuration = await discovery(new URL(setting.issuer), setting.clientId, {}, ClientSecretBasic(setting.clientSecret), {
      timeout: TIMEOUT_SECONDS,
      // http is accepted by the configuration on loopback only.
      execute: [enableNonRepudiationChecks, ...(setting.issuer.startsWith('http:') ? [allowInsecureRequests] : [])],
    })
    known = { at: now().getTime(), configuration }
    return configuration
  }

  return {
    issuer: setting.issuer,
    label: setting.label,
    begin: (question) =>
      told(setting, async () => {
        const url = buildAuthorizationUrl(await configured(), {
          redirect_uri: redirectUri,
          response_type: 'code',
          scope: 'openid email',
          state: question.state,
          nonce: question.nonce,
          code_challenge: await calculatePKCECodeChallenge(question.codeVerifier),
          code_challenge_method: 'S256',
          ...(setting.secondFactor.acr.length === 0 ? {} : { acr_values: setting.secondFactor.acr.join(' ') }),
        })
        return url.href
      }),
    finish: (query, question) =>
      told(setting, async () => identityOf(await configured(), setting, new URL(`${redirectUri}${query}`), question)),
  }
}

const identityOf = async (
  configuration: Configuration,
  setting: OfficeSetting,
  callback: URL,
  question: OfficeQuestion,
): Promise<OfficeIdentity> => {
  const tokens = await authorizationCodeGrant(configuration, callback, {
    expectedState: question.state,
    expectedNonce: question.nonce,
    pkceCodeVerifier: question.codeVerifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (claims === undefined) throw new ServiceError('unauthenticated', 'The provider sent no ID token.')
  const email =
    claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
      ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : claims
  return {
    subject: claims.sub,
    verifiedEmail: email['email_verified'] === true && typeof email['email'] === 'string' ? email['email'] : undefined,
    withSecondFactor: saysSecondFactor(claims, setting),
  }
}

/** Only words that the operator counts (`AKASHI_OIDC_SECOND_FACTOR`): what a provider means by them differs. */
const saysSecondFactor = (claims: IDToken, { secondFactor }: OfficeSetting): boolean => {
  const methods = Array.isArray(claims['amr']) ? claims['amr'] : []
  return (
    secondFactor.amr.some((method) => methods.includes(method)) ||
    (typeof claims['acr'] === 'string' && secondFactor.acr.includes(claims['acr']))
  )
}

/** Every failure as one of two: the provider cannot be asked now, or its answer opens nothing. */
const told = async <T>(setting: OfficeSetting, run: () => Promise<T>): Promise<T> => {
  try {
    return await run()
  } catch (error) {
    if (error instanceof ServiceError) throw error
    if (isAnswer(error)) throw new ServiceError('unauthenticated', `The answer of ${setting.issuer} signs nobody in.`, { cause: error })
    throw new ServiceError('office_unreachable', `The sign-in of the office, ${setting.issuer}, does not answer as OpenID Connect asks.`, {
      cause: error,
      retryAfterSeconds: RETRY_SECONDS,
    })
  }
}

const answerFaults = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
])

/** Whether a person's attempt failed, and not the provider. A client that is not known there (`invalid_client`) is a fault of the configuration. */
const isAnswer = (error: unknown): boolean => {
  if (error instanceof AuthorizationResponseError) return !['server_error', 'temporarily_unavailable'].includes(error.error)
  if (error instanceof ResponseBodyError) return error.error === 'invalid_grant' || error.error === 'access_denied'
  return error instanceof ClientError && answerFaults.has(error.code ?? '')
}
