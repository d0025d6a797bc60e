import { noticeVersion } from '../../domain/consent-notice.ts'
import type { IssuedCredential } from '../../domain/credential.ts'
import { resendHolderLink } from '../../service/announce-credential.ts'
import { applyForBadge } from '../../service/apply-for-badge.ts'
import type { Deps } from '../../service/deps.ts'
import { inviteToApply } from '../../service/invite-to-apply.ts'
import { listCredentials } from '../../service/list-records.ts'
import { reissueCredential } from '../../service/reissue-credential.ts'
import { undoIssue, undoIssueOfSession } from '../../service/undo-issue.ts'
import { credentialUrl } from '../../service/urls.ts'
import { fields, page, z } from './fields.ts'
import { pageOf, page as pageSchema } from './ledger-schemas.ts'
import { apiRoute } from './route.ts'
import { said } from './said.ts'

const badge = z
  .strictObject({
    id: fields.id,
    shortId: z.string(),
    url: z.url(),
    state: z.enum(['issued', 'suspended', 'revoked']),
    reason: z.string().optional(),
    claim: z.enum(['unclaimed', 'claimed', 'declined']),
    visibility: z.enum(['private', 'link', 'public']),
    participantId: fields.id,
    completionId: fields.id.optional(),
    achievementId: z.string(),
    appliedOn: fields.day,
    awardedOn: fields.day,
    validUntilOn: fields.day.optional(),
    supersedes: fields.id.optional(),
    supersededBy: fields.id.optional(),
  })
  .meta({ id: 'BadgeRecord', description: 'A badge as its operator sees it, without the signed document.' })

const view = (deps: Deps, credential: IssuedCredential) => ({
  id: credential.id,
  shortId: credential.shortId,
  url: credentialUrl(deps.publicUrl, credential.id),
  state: credential.state,
  reason: credential.state === 'issued' ? undefined : credential.reason,
  claim: credential.claim,
  visibility: credential.visibility,
  participantId: credential.participantId,
  completionId: credential.completionId,
  achievementId: credential.achievementId,
  appliedOn: credential.appliedOn,
  awardedOn: credential.awardedOn,
  validUntilOn: credential.validUntilOn,
  supersedes: credential.supersedes,
  supersededBy: credential.state === 'revoked' ? credential.supersededBy : undefined,
})

const application = z
  .strictObject({
    state: z.literal('applied'),
    completionId: fields.id,
    participantId: fields.id,
    appliedOn: fields.day,
    consentId: fields.id,
  })
  .meta({ id: 'Application' })

const params = z.strictObject({ id: fields.id })
const tag = 'Badges'
const announced = z.strictObject({ mail: z.enum(['posted', 'posted_before', 'no_address']) })

export const issuingRoutes = [
  apiRoute({
    method: 'get',
    path: '/credentials',
    tag,
    summary: 'Badges of the own courses. `flagged` names those whose completion was corrected after the award.',
    action: 'completion.read',
    query: page.extend({
      sessionId: fields.id.optional(),
      participantId: fields.id.optional(),
      state: z.enum(['issued', 'suspended', 'revoked']).optional(),
      claim: z.enum(['unclaimed', 'claimed', 'declined']).optional(),
      flagged: z.stringbool().optional(),
      purpose: fields.line.optional(),
    }),
    answers: { 200: { description: 'Badges in the order of their ids', schema: pageSchema(badge) } },
    run: async ({ deps, actor, query }) => ({
      status: 200,
      body: pageOf(
        (await listCredentials(deps, actor, query)).map((credential) => view(deps, credential)),
        query.limit,
      ),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/completions/{id}/application',
    tag,
    summary: 'Apply for the badge of an own completion, with consent; by the secret of the mail link or the own account.',
    action: 'credential.apply',
    params,
    body: z.strictObject({ agreed: z.boolean(), noticeVersion: z.string().max(40) }),
    example: { agreed: true, noticeVersion },
    answers: { 201: { description: 'The application', schema: application } },
    run: async ({ deps, actor, params, body }) => ({
      status: 201,
      body: await applyForBadge(deps, actor, { completionId: params.id, ...body }),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/sessions/{id}/invite',
    tag,
    summary: 'Invite everybody who completed a run and has not applied, by mail; again as a numbered reminder.',
    action: 'credential.issue',
    params,
    body: z.strictObject({ reminder: z.number().int().min(1).max(20).optional() }),
    example: {},
    answers: {
      200: {
        description: 'How many mails were posted, and whom no mail reaches',
        schema: z.strictObject({ invited: z.number().int(), withoutAddress: z.array(fields.id) }),
      },
    },
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: await inviteToApply(deps, actor, { sessionId: params.id, ...said(body) }),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/sessions/{id}/undo-issue',
    tag,
    summary: 'Take back what was issued for a run in the last ten minutes, before anything left the house.',
    action: 'credential.issue',
    params,
    body: z.strictObject({}),
    example: {},
    answers: {
      200: {
        description: 'Badges taken back, and those that stay with the reason',
        schema: z.strictObject({ undone: z.array(fields.id), kept: z.array(z.strictObject({ id: fields.id, reason: z.string() })) }),
      },
    },
    run: async ({ deps, actor, params }) => ({ status: 200, body: await undoIssueOfSession(deps, actor, { sessionId: params.id }) }),
  }),
  apiRoute({
    method: 'post',
    path: '/credentials/{id}/undo',
    tag,
    summary: 'Take one issue back within ten minutes: its mail is stopped, and the badge is as if it had never been.',
    action: 'credential.issue',
    params,
    body: z.strictObject({}),
    example: {},
    answers: { 200: { description: 'How many mails were stopped', schema: z.strictObject({ mailsStopped: z.number().int() }) } },
    run: async ({ deps, actor, params }) => ({ status: 200, body: await undoIssue(deps, actor, { credentialId: params.id }) }),
  }),
  apiRoute({
    method: 'post',
    path: '/credentials/{id}/resend',
    tag,
    summary: 'Send the holder a new link at once, or remind one who has not answered.',
    action: 'credential.issue',
    params,
    body: z.strictObject({ reminder: z.boolean().default(false) }),
    example: { reminder: false },
    answers: { 200: { description: 'Whether a mail was posted', schema: announced } },
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: { mail: await resendHolderLink(deps, actor, { credentialId: params.id, reminder: body.reminder }) },
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/credentials/{id}/reissue',
    tag,
    summary: 'Issue a badge anew from what is recorded now; the old one is revoked as superseded and names the new one.',
    action: 'credential.reissue',
    params,
    body: z.strictObject({}),
    example: {},
    answers: { 200: { description: 'The new badge', schema: badge } },
    run: async ({ deps, actor, params }) => ({
      status: 200,
      body: view(deps, await reissueCredential(deps, actor, { credentialId: params.id })),
    }),
  }),
]
