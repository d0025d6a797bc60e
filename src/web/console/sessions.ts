import { SessionPage } from '../../../templates/pages/session-page.tsx'
import { TablePage } from '../../../templates/pages/table-page.tsx'
import { resendHolderLink } from '../../service/announce-credential.ts'
import { inviteToApply } from '../../service/invite-to-apply.ts'
import { enqueueIssueBatch } from '../../service/issue-batch-job.ts'
import { listSessionCounts, readSession } from '../../service/read-session.ts'
import { remindUnclaimed } from '../../service/remind-unclaimed.ts'
import { undoIssueOfSession } from '../../service/undo-issue.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import { PEOPLE_ON_A_PAGE, type SessionNotice, sessionsView, sessionView } from '../views/session-views.ts'
import type { ConsoleCall, ConsoleRoute } from './console-route.ts'
import { tasksOf } from './home.ts'

const roles = ['operator', 'secretariat'] as const
const path = '/console/sessions'
const REFRESH_SECONDS = 5

const idOf = (call: ConsoleCall): string => call.params['id'] as string
const addressOf = (call: ConsoleCall, query: string): string => linkTo(call.context, `${path}/${encodeURIComponent(idOf(call))}?${query}`)

/** What a redirect after a deed says: `invited=3.1`. */
const noticeIn = (query: Record<string, string>): SessionNotice | undefined => {
  for (const kind of ['invited', 'undone', 'resent', 'reminded'] as const) {
    const counts = /^(\d{1,6})\.(\d{1,6})$/.exec(query[kind] ?? '')
    if (counts !== null) return { kind, first: Number(counts[1]), second: Number(counts[2]) }
  }
  return undefined
}

/** Course runs: issue, invite, undo, send again. */
export const sessionRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/sessions',
    roles,
    run: async (call) => ({
      page: TablePage(
        sessionsView(
          { console: call.frame(wordsOf(call.context).sessions.title), sessions: await listSessionCounts(call.deps, call.actor) },
          call.context,
        ),
      ),
    }),
  },
  {
    method: 'get',
    path: '/sessions/:id',
    roles,
    run: async (call) => {
      const { query } = call
      const file = await readSession(call.deps, call.actor, {
        sessionId: idOf(call),
        after: query['after'] ?? '',
        limit: PEOPLE_ON_A_PAGE,
        ...(query['job'] === undefined ? {} : { jobId: query['job'] }),
      })
      if (file.job !== undefined && (file.job.state === 'queued' || file.job.state === 'running'))
        call.response.set('Refresh', String(REFRESH_SECONDS))
      const notice = noticeIn(query)
      const view = sessionView(
        { console: call.frame(wordsOf(call.context).sessions.title), file, ...(notice === undefined ? {} : { notice }) },
        call.context,
      )
      return { page: SessionPage(view) }
    },
  },
  {
    method: 'post',
    path: '/sessions/:id/issue',
    roles,
    run: async (call) => ({ to: addressOf(call, `job=${(await enqueueIssueBatch(call.deps, call.actor, { sessionId: idOf(call) })).id}`) }),
  },
  {
    method: 'post',
    path: '/sessions/:id/invite',
    roles,
    run: async (call) => {
      const { invited, withoutAddress } = await inviteToApply(call.deps, call.actor, { sessionId: idOf(call) })
      return { to: addressOf(call, `invited=${invited}.${withoutAddress.length}`) }
    },
  },
  {
    method: 'post',
    path: '/sessions/:id/undo',
    roles,
    run: async (call) => {
      const { undone, kept } = await undoIssueOfSession(call.deps, call.actor, { sessionId: idOf(call) })
      return { to: addressOf(call, `undone=${undone.length}.${kept.length}`) }
    },
  },
  {
    method: 'post',
    path: '/sessions/:id/remind',
    roles,
    run: async (call) => {
      const { reminded } = await remindUnclaimed(call.deps, call.actor, { sessionId: idOf(call) })
      return { to: addressOf(call, `reminded=${reminded}.0`) }
    },
  },
  {
    method: 'post',
    path: '/sessions/:id/resend/:badge',
    roles,
    run: async (call) => {
      await resendHolderLink(call.deps, call.actor, { credentialId: call.params['badge'] as string })
      return { to: addressOf(call, 'resent=1.0') }
    },
  },
]

/** How many completions wait for a badge. */
export const sessionTasks = tasksOf({ name: 'badges', path, roles: ['operator'] }, async (call) => {
  const sessions = await listSessionCounts(call.deps, call.actor)
  const count = sessions.reduce((sum, { counts }) => sum + counts.completed - counts.issued, 0)
  return [{ count, about: wordsOf(call.context).sessions.task }]
})
