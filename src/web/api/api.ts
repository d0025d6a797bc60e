import { Router } from 'express'
import { ServiceError } from '../../errors.ts'
import { createHolderLink } from '../../service/holder.ts'
import { issueCredential, requireIssued } from '../../service/issue-credential.ts'
import { recordCompletion } from '../../service/record-completion.ts'
import { revokeCredential } from '../../service/revoke-credential.ts'
import { reinstateCredential, suspendCredential } from '../../service/suspend-credential.ts'
import { credentialUrl } from '../../service/urls.ts'
import type { WebDeps } from '../web-deps.ts'
import { authenticate } from './authenticate.ts'
import { idempotently } from './idempotent.ts'
import { readJson, z } from './read-json.ts'

const day = z.iso.date()

const completionBody = z.strictObject({
  sessionId: z.string().min(1),
  participantId: z.string().min(1),
  status: z.enum(['enrolled', 'completed', 'not_completed', 'withdrawn']),
  startOn: day,
  endOn: day.optional(),
  attendanceRate: z.number().min(0).max(100).optional(),
  score: z.number().min(0).max(100).optional(),
  grade: z.string().max(20).optional(),
  certificateNo: z.string().max(100).optional(),
})

const credentialBody = z.strictObject({ completionId: z.string().min(1), awardedOn: day.optional() })
const reasonBody = z.strictObject({ reason: z.string().min(1).max(60) })
const noBody = z.strictObject({})

/** The programme's JSON API. Every route names its actor first; what the actor may do is decided in the use case. */
export const apiRoutes = ({ deps }: Pick<WebDeps, 'deps'>): Router => {
  const router = Router()

  const view = async (id: string) => {
    const credential = await requireIssued(deps, id)
    return {
      id: credential.id,
      shortId: credential.shortId,
      url: credentialUrl(deps.publicUrl, credential.id),
      state: credential.state,
      claim: credential.claim,
      visibility: credential.visibility,
      sha256: credential.document.sha256,
      credential: JSON.parse(credential.document.text) as unknown,
    }
  }

  router.post('/completions', async (request, response) => {
    const actor = await authenticate(deps, request)
    const command = await readJson(request, completionBody)
    await idempotently(deps, actor, request, response, command, async () => ({
      status: 201,
      body: await recordCompletion(deps, actor, command),
    }))
  })

  router.post('/credentials', async (request, response) => {
    const actor = await authenticate(deps, request)
    const command = await readJson(request, credentialBody)
    await idempotently(deps, actor, request, response, command, async () => {
      const credential = await issueCredential(deps, actor, command)
      return { status: 201, body: { ...(await view(credential.id)), holderUrl: await createHolderLink(deps, credential.id) } }
    })
  })

  router.get('/credentials/:id', async (request, response) => {
    const actor = await authenticate(deps, request)
    if (actor.role !== 'secretariat' && actor.role !== 'administrator')
      throw new ServiceError('forbidden', 'Only the secretariat reads any badge by its number.')
    response.set('Cache-Control', 'no-store').json(await view(request.params.id))
  })

  router.post('/credentials/:id/revoke', async (request, response) => {
    const actor = await authenticate(deps, request)
    const { reason } = await readJson(request, reasonBody)
    await revokeCredential(deps, actor, { id: request.params.id, reason })
    response.set('Cache-Control', 'no-store').json(await view(request.params.id))
  })

  router.post('/credentials/:id/suspend', async (request, response) => {
    const actor = await authenticate(deps, request)
    const { reason } = await readJson(request, reasonBody)
    await suspendCredential(deps, actor, { id: request.params.id, reason })
    response.set('Cache-Control', 'no-store').json(await view(request.params.id))
  })

  router.post('/credentials/:id/reinstate', async (request, response) => {
    const actor = await authenticate(deps, request)
    await readJson(request, noBody)
    await reinstateCredential(deps, actor, { id: request.params.id })
    response.set('Cache-Control', 'no-store').json(await view(request.params.id))
  })

  return router
}
