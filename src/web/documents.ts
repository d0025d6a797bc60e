import { createHash } from 'node:crypto'
import { type Response, Router } from 'express'
import { ServiceError } from '../errors.ts'
import { publishedJwks } from '../service/jwks.ts'
import { presentVersion } from '../service/kept-reads.ts'
import { localDocument } from '../service/local-documents.ts'
import { readStatusList } from '../service/publish-status-list.ts'
import { sendStored } from './send.ts'
import type { WebDeps } from './web-deps.ts'

/** Old copies of a key document would make a rotated key unknown, so caches keep it for minutes only. */
const DID_MAX_AGE_SECONDS = 300
/** SECURITY T29: at least 300, so that a reader of many badges does not show each reading to us. */
const STATUS_MAX_AGE_SECONDS = 300

/** Keys and status lists: what verifiers everywhere read. Open to all, without cookie, readable from other origins. */
export const documentRoutes = ({ deps }: Pick<WebDeps, 'deps'>): Router => {
  const router = Router()
  const openToAll = (response: Response): Response =>
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' })

  router.get(['/.well-known/did.json', '/issuers/:slug/did.json'], async (request, response) => {
    const document = await localDocument(deps, `${deps.publicUrl}${request.path}`)
    if (document === undefined || document === 'missing') throw new ServiceError('not_found', 'There is no issuer at this address.')
    sendStored(request, openToAll(response), {
      body: document.bytes,
      sha256: document.sha256 ?? createHash('sha256').update(document.bytes).digest('hex'),
      mediaType: document.mediaType,
      maxAgeSeconds: DID_MAX_AGE_SECONDS,
    })
  })

  router.get('/.well-known/jwks.json', async (request, response) => {
    const body = JSON.stringify(await publishedJwks(deps))
    sendStored(request, openToAll(response), {
      body,
      sha256: createHash('sha256').update(body).digest('hex'),
      mediaType: 'application/jwk-set+json',
      maxAgeSeconds: DID_MAX_AGE_SECONDS,
    })
  })

  router.get('/status/:listId', async (request, response) => {
    const listId = request.params.listId
    if (!/^[0-9a-z]{12}$/.test(listId)) throw new ServiceError('status_list_not_found', `There is no status list ${listId.slice(0, 40)}.`)
    const list = await readStatusList(deps, listId, { version: await presentVersion(deps) })
    response.vary('Accept')
    // Common clients parse only media types that contain "json" (VC-API section 9).
    const asked = request.get('accept') ?? ''
    const mediaType = /application\/vc(?![+\w])/.test(asked)
      ? 'application/vc'
      : /ld\+json/.test(asked)
        ? 'application/ld+json'
        : 'application/json'
    sendStored(request, openToAll(response), { body: list.text, sha256: list.sha256, mediaType, maxAgeSeconds: STATUS_MAX_AGE_SECONDS })
  })
  return router
}
