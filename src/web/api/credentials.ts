import { announceCredential } from '../../service/announce-credential.ts'
import type { Deps } from '../../service/deps.ts'
import { createHolderLink } from '../../service/holder.ts'
import { issueCredential, requireIssued } from '../../service/issue-credential.ts'
import { readCredential } from '../../service/read-credential.ts'
import { revokeCredential } from '../../service/revoke-credential.ts'
import { reinstateCredential, suspendCredential } from '../../service/suspend-credential.ts'
import { credentialUrl } from '../../service/urls.ts'
import { fields, z } from './fields.ts'
import { apiRoute } from './route.ts'

const credential = z
  .strictObject({
    id: fields.id,
    shortId: z.string(),
    url: z.url(),
    state: z.enum(['issued', 'suspended', 'revoked']),
    claim: z.enum(['unclaimed', 'claimed', 'declined']),
    visibility: z.enum(['private', 'link', 'public']),
    sha256: z.string(),
    credential: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Credential', description: 'A badge: its states, and the exact signed document.' })

const issued = credential.extend({ holderUrl: z.url() }).meta({ id: 'NewCredential' })

const view = async (deps: Deps, id: string) => {
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

const params = z.strictObject({ id: fields.id })
const reason = z.strictObject({ reason: z.string().min(1).max(60) })
const tag = 'Badges'

export const credentialRoutes = [
  apiRoute({
    method: 'post',
    path: '/credentials',
    tag,
    summary: 'Issue the badge of a completion. The same completion gives the same badge.',
    action: 'credential.issue',
    creates: true,
    body: z.strictObject({
      completionId: fields.id,
      awardedOn: fields.day.optional(),
      /** false: the caller hands the link to the holder, and no mail is sent */
      notify: z.boolean().default(true),
    }),
    example: { completionId: 'CMP-001', notify: true },
    answers: { 201: { description: 'The badge, and the secret link for its holder', schema: issued } },
    run: async ({ deps, actor, body }) => {
      const { notify, ...command } = body
      const { id } = await issueCredential(deps, actor, command)
      if (notify) await announceCredential(deps, id)
      return { status: 201, body: { ...(await view(deps, id)), holderUrl: await createHolderLink(deps, id) } }
    },
  }),
  apiRoute({
    method: 'get',
    path: '/credentials/{id}',
    tag,
    summary: 'Read any badge: its operator, its holder, and the secretariat, which names a purpose.',
    action: 'credential.read_private',
    params,
    query: z.strictObject({ purpose: z.string().max(200).optional() }),
    answers: { 200: { description: 'The badge', schema: credential } },
    run: async ({ deps, actor, params, query }) => {
      const { id } = await readCredential(deps, actor, { ...params, ...query })
      return { status: 200, body: await view(deps, id) }
    },
  }),
  apiRoute({
    method: 'post',
    path: '/credentials/{id}/revoke',
    tag,
    summary: 'Revoke a badge for good.',
    action: 'credential.revoke',
    params,
    body: reason,
    example: { reason: 'ISSUED_IN_ERROR' },
    answers: { 200: { description: 'The badge, revoked', schema: credential } },
    run: async ({ deps, actor, params, body }) => {
      await revokeCredential(deps, actor, { id: params.id, reason: body.reason })
      return { status: 200, body: await view(deps, params.id) }
    },
  }),
  apiRoute({
    method: 'post',
    path: '/credentials/{id}/suspend',
    tag,
    summary: 'Suspend a badge until it is reinstated.',
    action: 'credential.suspend',
    params,
    body: reason,
    example: { reason: 'UNDER_CORRECTION' },
    answers: { 200: { description: 'The badge, suspended', schema: credential } },
    run: async ({ deps, actor, params, body }) => {
      await suspendCredential(deps, actor, { id: params.id, reason: body.reason })
      return { status: 200, body: await view(deps, params.id) }
    },
  }),
  apiRoute({
    method: 'post',
    path: '/credentials/{id}/reinstate',
    tag,
    summary: 'Make a suspended badge valid again: the same id, signed anew.',
    action: 'credential.reinstate',
    params,
    body: z.strictObject({}),
    example: {},
    answers: { 200: { description: 'The badge, valid', schema: credential } },
    run: async ({ deps, actor, params }) => {
      await reinstateCredential(deps, actor, { id: params.id })
      return { status: 200, body: await view(deps, params.id) }
    },
  }),
]
