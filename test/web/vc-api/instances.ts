import express, { type ErrorRequestHandler, type Express } from 'express'
import request, { type Response } from 'supertest'
import { publishedDigests } from '../../../contexts/published-digests.ts'
import type { Issuer } from '../../../src/domain/issuer.ts'
import type { JsonObject } from '../../../src/json.ts'
import { createApiKey } from '../../../src/service/create-api-key.ts'
import { createIssuer } from '../../../src/service/create-issuer.ts'
import { localDocument } from '../../../src/service/local-documents.ts'
import { plainIssuing } from '../../../src/service/plain-issuing.ts'
import type { VerifierDeps } from '../../../src/verification/deps.ts'
import { verifyDocument } from '../../../src/verification/verify-document.ts'
import { verifyPresentation } from '../../../src/verification/verify-presentation.ts'
import { vcApiIssuerRouter } from '../../../src/web/vc-api/issuer-router.ts'
import { vcApiVerifierRouter } from '../../../src/web/vc-api/verifier-router.ts'
import { newWorld, type World } from '../../support/world.ts'
import { canonicalizer } from '../../verification/proof/world.ts'

/** The issuing instances of VC-API section 1: how each secures, and which status it adds. */
const instances = {
  plain: { statusPurpose: 'none', securing: 'eddsa-rdfc-2022' },
  revoking: { statusPurpose: 'revocation', securing: 'eddsa-rdfc-2022' },
  suspending: { statusPurpose: 'suspension', securing: 'eddsa-rdfc-2022' },
  jcs: { statusPurpose: 'none', securing: 'eddsa-jcs-2022' },
  jose: { statusPurpose: 'none', securing: 'jose' },
} as const satisfies Record<string, Pick<Issuer, 'statusPurpose' | 'securing'>>

export type Instance = keyof typeof instances

export interface Api {
  app: Express
  world: World
  did(instance: Instance): string
  key(instance: Instance): string
  post(path: string, body: unknown, key?: string): Promise<Response>
  issue(instance: Instance, credential: JsonObject, options?: JsonObject): Promise<Response>
  setStatus(instance: Instance, body: JsonObject): Promise<Response>
  verify(verifiableCredential: unknown, options?: JsonObject): Promise<Response>
  verifyPresentation(verifiablePresentation: unknown, options?: JsonObject): Promise<Response>
  /** errors that no router answered; there is none that a request may cause */
  unexpected: unknown[]
  close(): Promise<void>
}

/** Both routers over a real database, real keys and the real verifier, with nothing but our own documents in reach. */
export const newApi = async (): Promise<Api> => {
  const world = await newWorld()
  const { deps, system } = world
  const issuers = new Map<string, { did: string; secret: string }>()
  for (const [slug, how] of Object.entries(instances)) {
    const { did } = await createIssuer(deps, system, { slug, name: { ja: slug }, method: 'key', isDemo: true, ...how })
    const { secret } = await createApiKey(deps, system, { role: 'issuer', label: slug, issuerSlug: slug })
    issuers.set(slug, { did, secret })
  }
  const verifier: VerifierDeps = {
    heldContexts: deps.heldContexts,
    canonicalizer,
    outward: { get: async () => ({ kind: 'unreachable', reason: 'There is no network.' }) },
    local: (url) => localDocument(deps, url),
    register: async () => undefined,
    issuerAliases: new Map(),
    now: deps.now,
  }
  const unexpected: unknown[] = []
  const lastHandler: ErrorRequestHandler = (error, _request, response, _next) => {
    unexpected.push(error)
    response.status(500).end()
  }
  const app = express()
  app.use(
    vcApiVerifierRouter({
      enter: () => undefined,
      publicUrl: deps.publicUrl,
      verifyCredential: (document) => verifyDocument(document, verifier),
      verifyPresentation: (document, options) => verifyPresentation(document, options, verifier),
    }),
  )
  app.use(vcApiIssuerRouter({ ...plainIssuing(deps, publishedDigests), publicUrl: deps.publicUrl }))
  app.use(lastHandler)

  const of = (instance: Instance) => issuers.get(instance) as { did: string; secret: string }
  const post = async (path: string, body: unknown, key?: string): Promise<Response> => {
    const call = request(app).post(path).set('Content-Type', 'application/json')
    if (key !== undefined) call.set('Authorization', `Bearer ${key}`)
    return call.send(JSON.stringify(body))
  }
  const withOptions = (body: JsonObject, options: JsonObject | undefined): JsonObject =>
    options === undefined ? body : { ...body, options }
  return {
    app,
    world,
    did: (instance) => of(instance).did,
    key: (instance) => of(instance).secret,
    post,
    issue: (instance, credential, options) =>
      post(`/vc-api/${instance}/credentials/issue`, withOptions({ credential }, options), of(instance).secret),
    setStatus: (instance, body) => post(`/vc-api/${instance}/credentials/status`, body, of(instance).secret),
    verify: (verifiableCredential, options) =>
      post('/credentials/verify', withOptions({ verifiableCredential: verifiableCredential as JsonObject }, options)),
    verifyPresentation: (verifiablePresentation, options) =>
      post('/presentations/verify', withOptions({ verifiablePresentation: verifiablePresentation as JsonObject }, options)),
    unexpected,
    close: () => world.close(),
  }
}
