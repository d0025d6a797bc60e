import express, { type Express } from 'express'
import helmet from 'helmet'
import { stdSerializers } from 'pino'
import { ServiceError } from '../errors.ts'
import { plainIssuing } from '../service/plain-issuing.ts'
import { admissionLimits } from '../verification/limits.ts'
import type { Verification } from '../verification/verdict.ts'
import { verifyDocument } from '../verification/verify-document.ts'
import { verifyPresentation } from '../verification/verify-presentation.ts'
import { createAdmission } from './admission.ts'
import { apiRoutes } from './api/api.ts'
import { consoleRoutes } from './console/console.ts'
import { documentRoutes } from './documents.ts'
import { sendContinue } from './expect-continue.ts'
import { healthRoutes } from './health.ts'
import { logRoutes } from './log.ts'
import { errorForLog } from './log-fields.ts'
import { createMetrics } from './metrics/metrics.ts'
import { metricsRoute } from './metrics/metrics-route.ts'
import { mountFlat } from './one-router.ts'
import { badgeRoutes } from './pages/badge.ts'
import { badgeFileRoutes } from './pages/badge-files.ts'
import { errorPage } from './pages/error.ts'
import { officeSignInRoutes } from './pages/office-sign-in.ts'
import { pageRoutes } from './pages/pages.ts'
import { signInRoutes } from './pages/sign-in.ts'
import { verifyRoutes } from './pages/verify.ts'
import { errorHandler } from './problem.ts'
import { rateLimits } from './rate-limits.ts'
import { requestLog } from './request-log.ts'
import { issuerErrors, verifierErrors } from './vc-api/errors.ts'
import { vcApiIssuerRouter } from './vc-api/issuer-router.ts'
import { vcApiVerifierRouter } from './vc-api/verifier-router.ts'
import type { WebDeps } from './web-deps.ts'

/** The whole HTTP surface (INTERFACES). */
export const createApp = (given: WebDeps): Express => {
  const { deps, log } = given
  const admission = createAdmission(admissionLimits, given.hasNoRoomForPictures)
  const metrics = createMetrics(given, admission.inWork)
  const verifying = metrics.counted(admission.guarded(given.verifying))
  const web: WebDeps = { ...given, verifying }
  const counted = (verification: Verification): Verification => {
    metrics.verified('vc_api', verification.verdict)
    return verification
  }
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  // Only these may say whose request it is; the address of the visitor is used for limits alone.
  app.set('trust proxy', web.trustedProxies ?? ['loopback'])

  app.use(requestLog(log))
  app.use(metrics.observe)
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'self'"],
          'base-uri': ["'none'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
          'img-src': ["'self'", 'data:', 'https:'],
          'object-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': ["'self'"],
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      strictTransportSecurity: deps.publicUrl.startsWith('https://') ? { maxAge: 31_536_000 } : false,
    }),
  )
  app.use((_request, response, next) => {
    response.set({ 'Permissions-Policy': 'camera=(self), geolocation=(), microphone=()', 'X-Robots-Tag': 'noindex, noarchive' })
    next()
  })

  mountFlat(app, [healthRoutes(web), metricsRoute(metrics, web.metricsToken)])
  app.use('/assets', express.static(web.assetsDir, { immutable: false, maxAge: '5m', index: false, redirect: false, etag: true }))
  app.use(rateLimits(web))
  app.use(['/credentials/verify', '/presentations/verify'], admission.door, verifierErrors(deps.publicUrl))
  app.use('/verify', admission.door)
  app.use('/vc-api', admission.issuing, issuerErrors(deps.publicUrl))
  app.use(sendContinue)
  // What is read most comes first, then whatever a flood may be refused at.
  mountFlat(app, [documentRoutes(web), badgeFileRoutes(web), badgeRoutes(web), logRoutes(web), verifyRoutes(web, admission)])
  app.use(
    vcApiVerifierRouter({
      publicUrl: deps.publicUrl,
      enter: admission.enter,
      verifyCredential: async (document) => counted(await verifyDocument(document, verifying.verifier)),
      verifyPresentation: async (document, options) => counted(await verifyPresentation(document, options, verifying.verifier)),
    }),
  )
  app.use(vcApiIssuerRouter({ ...plainIssuing(deps, web.publishedDigests), publicUrl: deps.publicUrl }))
  app.use('/api/v1', apiRoutes(web))
  app.use('/console', consoleRoutes(web))
  mountFlat(app, [signInRoutes(web), officeSignInRoutes(web), pageRoutes(web)])
  app.use(() => {
    throw new ServiceError('not_found', 'There is nothing at this address.')
  })
  app.use(
    errorHandler(deps.publicUrl, {
      page: (request, problem) => errorPage(web, request, problem),
      log: (error, incident, request) =>
        log.error({ err: errorForLog(stdSerializers.err(error as Error)), incident, req: { id: request.id } }, 'unexpected error'),
    }),
  )
  return app
}
