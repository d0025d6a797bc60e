import { type Response, Router } from 'express'
import { asList, type Json, type JsonObject } from '../../json.ts'
import { admissionLimits } from '../../verification/limits.ts'
import type { Verification } from '../../verification/verdict.ts'
import { answerOf, type VerificationAnswer } from './answer.ts'
import { verifierErrors } from './errors.ts'
import { readBody } from './read-body.ts'
import { flagOf, malformedRequest, objectOf, optionsOf, refuseUnknown, refuseUnlessTexts, textOf } from './request-options.ts'

/** What the verifying endpoints need. Both functions judge by every check, whoever asks. */
export interface VcApiVerifierDeps {
  publicUrl: string
  /** takes a request into work once its body was read; @throws ServiceError `overloaded` */
  enter(response: Response): void
  verifyCredential(document: JsonObject): Promise<Verification>
  verifyPresentation(document: JsonObject, options: { challenge?: string; domain?: string }): Promise<Verification>
}

const presentationTypes: ReadonlySet<Json> = new Set(['VerifiablePresentation', 'EnvelopedVerifiablePresentation'])
const credentialOptions = ['returnResults', 'returnProblemDetails', 'returnCredential', 'checks']
const presentationOptions = ['challenge', 'domain', 'returnResults', 'returnProblemDetails', 'returnPresentation', 'checks']

/**
 * `POST /credentials/verify` and `POST /presentations/verify` (VC-API, sections 2 and 4–8); open to everybody, rate-limited by the
 * application. `options.checks` is read and never obeyed.
 */
export const vcApiVerifierRouter = (deps: VcApiVerifierDeps): Router => {
  const router = Router()

  router.post('/credentials/verify', async (request, response) => {
    const body = await readBody(request)
    deps.enter(response)
    refuseUnknown(body, ['verifiableCredential', 'options'], 'The request')
    const document = objectOf(body, 'verifiableCredential')
    if (asList(document['type']).some((type) => presentationTypes.has(type)))
      throw malformedRequest('This is a presentation, no credential.')
    const options = optionsOf(body, credentialOptions)
    refuseUnlessTexts(options, 'checks')
    const view = {
      returnResults: flagOf(options, 'returnResults', false),
      returnProblemDetails: flagOf(options, 'returnProblemDetails', true),
      ...(flagOf(options, 'returnCredential', false) ? { returnDocument: 'credential' as const } : {}),
    }
    send(response, answerOf(await deps.verifyCredential(document), view, deps.publicUrl))
  })

  router.post('/presentations/verify', async (request, response) => {
    const body = await readBody(request)
    deps.enter(response)
    refuseUnknown(body, ['verifiablePresentation', 'options'], 'The request')
    const document = objectOf(body, 'verifiablePresentation')
    const options = optionsOf(body, presentationOptions)
    refuseUnlessTexts(options, 'checks')
    const view = {
      returnResults: flagOf(options, 'returnResults', false),
      returnProblemDetails: flagOf(options, 'returnProblemDetails', true),
      ...(flagOf(options, 'returnPresentation', false) ? { returnDocument: 'presentation' as const } : {}),
    }
    const challenge = textOf(options, 'challenge')
    const domain = textOf(options, 'domain')
    const expected = { ...(challenge === undefined ? {} : { challenge }), ...(domain === undefined ? {} : { domain }) }
    send(response, answerOf(await deps.verifyPresentation(document, expected), view, deps.publicUrl))
  })

  router.use(verifierErrors(deps.publicUrl))
  return router
}

const send = (response: Response, { status, body }: VerificationAnswer): void => {
  if (status === 503) response.set('Retry-After', String(admissionLimits.retryAfterSeconds))
  response.status(status).set('Cache-Control', 'no-store').json(body)
}
