import { type Response, Router } from 'express'
import { LogPage } from '../../templates/pages/log-page.tsx'
import { ServiceError } from '../errors.ts'
import { logStanding, proveConsistency, proveInclusion, readLatestHead, readLeafHashes, readLog } from '../service/log/read-log.ts'
import { wantsPage } from './negotiate.ts'
import { contextOf } from './pages/context.ts'
import { sendPage } from './pages/send-page.ts'
import { visibleBadge } from './pages/visible-badge.ts'
import { logEntryView, logView } from './views/log-view.ts'
import type { WebDeps } from './web-deps.ts'

const HEADS_ON_A_PAGE = 30
const MAX_LEAVES = 1000
const MAX_AGE_SECONDS = 60

/** The public log: signed heads, and proofs about entries and about the whole. Open to all and readable from other origins. */
export const logRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()
  const sendJson = (response: Response, body: unknown, maxAgeSeconds = MAX_AGE_SECONDS): void => {
    response
      .set({
        'Access-Control-Allow-Origin': '*',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Cache-Control': maxAgeSeconds === 0 ? 'no-store' : `public, max-age=${maxAgeSeconds}`,
      })
      .json(body)
  }

  router.get('/log', async (request, response) => {
    const log = await readLog(deps, HEADS_ON_A_PAGE)
    response.vary('Accept')
    if (!wantsPage(request)) return sendJson(response, log)
    sendPage(response, LogPage(logView(log, web.demo, await contextOf(web, request))))
  })

  router.get('/log/heads', async (_request, response) => sendJson(response, await readLog(deps)))

  router.get('/log/heads/latest', async (request, response) => {
    const head = await readLatestHead(deps)
    response.vary('Accept')
    if (request.accepts(['application/json', 'text/plain']) === 'text/plain')
      response.set('Cache-Control', `public, max-age=${MAX_AGE_SECONDS}`).type('text/plain').send(head.note)
    else sendJson(response, head)
  })

  router.get('/log/proof', async (request, response) => {
    const asked = text(request.query['badge']) ?? ''
    const id = asked.startsWith(`${deps.publicUrl}/badges/`) ? asked.slice(`${deps.publicUrl}/badges/`.length) : asked
    if (!/^[0-9a-z]{26}$/.test(id)) throw wrong('badge', 'must be the number or the address of a badge')
    const { credential } = await visibleBadge(web, request, id)
    const [entity, { sha256 }] = [`credential:${credential.id}`, credential.document]
    const proof = await proveInclusion(deps, entity, sha256)
    response.vary('Accept')
    const standing = await logStanding(deps, entity, sha256)
    if (!wantsPage(request) || request.query['format'] === 'json' || standing.state !== 'logged') return sendJson(response, proof, 0)
    const secret = text(request.query['k'])
    const end = secret === undefined ? '' : `k=${encodeURIComponent(secret)}`
    const view = logEntryView(
      {
        proof,
        at: standing.at,
        badgeUrl: `/badges/${credential.id}${end === '' ? '' : `?${end}`}`,
        jsonUrl: `/log/proof?badge=${credential.id}&format=json${end === '' ? '' : `&${end}`}`,
        demo: web.demo,
      },
      await contextOf(web, request),
    )
    sendPage(response, LogPage(view), { isPrivate: true })
  })

  router.get('/log/consistency', async (request, response) => {
    sendJson(response, await proveConsistency(deps, { from: size('from', request.query['from']), to: size('to', request.query['to']) }))
  })

  router.get('/log/leaves', async (request, response) => {
    const from = size('from', request.query['from'] ?? '0')
    sendJson(response, { from, hashes: await readLeafHashes(deps, from, MAX_LEAVES) })
  })
  return router
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const size = (name: string, value: unknown): number => {
  const given = text(value) ?? ''
  if (!/^(0|[1-9]\d{0,9})$/.test(given)) throw wrong(name, 'must be a whole number, e.g. 120')
  return Number(given)
}

const wrong = (name: string, message: string): ServiceError =>
  new ServiceError('invalid_input', 'One field is not acceptable.', { problems: [{ path: `query/${name}`, message }] })
