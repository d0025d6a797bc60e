import { ConsoleFormPage } from '../../../templates/pages/form-page.tsx'
import { TablePage } from '../../../templates/pages/table-page.tsx'
import { listOwnMails, readOwnMail, retryMail } from '../../service/outbox.ts'
import { isMailState, MAILS_ON_A_PAGE, mailView, outboxView } from '../views/outbox-views.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleRoute } from './console-route.ts'

const roles = ['operator', 'secretariat'] as const

/** Every mail and how far it came. */
export const outboxRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/outbox',
    roles,
    run: async (call) => {
      const { deps, actor, query, context, web } = call
      const state = isMailState(query['state']) ? query['state'] : undefined
      const mails = await listOwnMails(deps, actor, {
        limit: MAILS_ON_A_PAGE,
        ...(state === undefined ? {} : { state }),
        ...(query['after'] === undefined ? {} : { after: query['after'] }),
      })
      const view = outboxView(
        {
          console: call.frame(wordsOf(context).outbox.title),
          mails,
          ...(state === undefined ? {} : { state }),
          hasServer: web.letters?.hasServer === true,
          retried: query['retried'] === '1',
        },
        context,
      )
      return { page: TablePage(view) }
    },
  },
  {
    method: 'get',
    path: '/outbox/:id',
    roles,
    run: async (call) => {
      const mail = await readOwnMail(call.deps, call.actor, call.params['id'] as string)
      const letter = (await call.web.letters?.read(mail)) ?? { subject: '', text: '' }
      const view = mailView({ console: call.frame(wordsOf(call.context).outbox.title), mail, letter }, call.context)
      return { page: ConsoleFormPage(view) }
    },
  },
  {
    method: 'post',
    path: '/outbox/:id/retry',
    roles,
    run: async (call) => {
      await retryMail(call.deps, call.actor, call.params['id'] as string)
      return { to: linkTo(call.context, '/console/outbox?retried=1') }
    },
  },
]
