import { ImportPage, ImportsPage } from '../../../templates/pages/import-page.tsx'
import type { Role } from '../../domain/actor.ts'
import { ServiceError } from '../../errors.ts'
import { discardImport } from '../../service/confirm-import.ts'
import { startCheck, startRegistration } from '../../service/import-jobs.ts'
import { listOwnSessions } from '../../service/own-sessions.ts'
import { listOwnImports, listReportedRows, readImport } from '../../service/read-import.ts'
import { readImportedSessions } from '../../service/read-session.ts'
import { receiveImport } from '../../service/receive-import.ts'
import { readUpload, type Upload } from '../read-upload.ts'
import { requireFormToken } from '../session.ts'
import { importsView, importView, isDecision, ROWS_ON_A_PAGE } from '../views/imports-view.ts'
import { linkTo, wordsOf } from '../views/page-context.ts'
import type { ConsoleAnswer, ConsoleCall, ConsoleRoute } from './console-route.ts'

const roles: readonly Role[] = ['operator', 'secretariat']
const EARLIER = 20
const REFRESH_SECONDS = 5

const start = async (call: ConsoleCall, error?: string): Promise<ConsoleAnswer> => {
  const { deps, actor, context } = call
  const view = importsView(
    {
      console: call.frame(wordsOf(context).imports.title),
      sessions: await listOwnSessions(deps, actor),
      earlier: await listOwnImports(deps, actor, { limit: EARLIER }),
      ...(call.query['session'] === undefined ? {} : { chosenSession: call.query['session'] }),
      ...(error === undefined ? {} : { error }),
    },
    context,
  )
  return { page: ImportsPage(view), ...(error === undefined ? {} : { status: 400 }) }
}

/** Drop a file, read the dry run, take the rows in. */
export const importConsoleRoutes: readonly ConsoleRoute[] = [
  { method: 'get', path: '/imports', roles, run: (call) => start(call) },
  {
    method: 'post',
    path: '/imports',
    roles,
    multipart: true,
    run: async (call) => {
      const { deps, actor, request, web } = call
      let upload: Upload | undefined
      try {
        upload = await readUpload(request, ['text/csv'], 'import.csv')
        requireFormToken(web, request, upload.fields.get('token'))
        const kind = upload.fields.get('kind') === 'participants' ? 'participants' : 'completions'
        const session = upload.fields.get('session') ?? ''
        const encoding = upload.fields.get('encoding')
        const received = await receiveImport(deps, actor, {
          kind,
          fileName: upload.name,
          bytes: upload.bytes,
          ...(session === '' || kind === 'participants' ? {} : { sessionId: session }),
          ...(encoding === 'utf-8' || encoding === 'cp932' ? { encoding } : {}),
        })
        await startCheck(deps, actor, received)
        return { to: linkTo(call.context, `/console/imports/${received.id}`) }
      } catch (error) {
        const said = wordsOf(call.context).imports.errors
        if (error instanceof ServiceError && Object.hasOwn(said, error.code)) return start(call, said[error.code as keyof typeof said])
        throw error
      } finally {
        upload?.letGo()
      }
    },
  },
  {
    method: 'get',
    path: '/imports/:id',
    roles,
    run: async (call) => {
      const { deps, actor, context, query, params } = call
      const id = params['id'] as string
      const report = await readImport(deps, actor, id)
      const decision = isDecision(query['show']) ? query['show'] : undefined
      const after = /^\d{1,7}$/.test(query['after'] ?? '') ? Number(query['after']) : 0
      const rows = await listReportedRows(deps, actor, id, {
        after,
        limit: ROWS_ON_A_PAGE,
        ...(decision === undefined ? {} : { decisions: [decision] }),
      })
      if (report.file.state === 'received' || report.file.state === 'confirmed') call.response.set('Refresh', String(REFRESH_SECONDS))
      const view = importView(
        {
          console: call.frame(wordsOf(context).imports.title),
          report,
          rows,
          after,
          sessions:
            report.file.state === 'imported' && report.file.kind === 'completions' ? await readImportedSessions(deps, actor, id) : [],
          ...(decision === undefined ? {} : { decision }),
        },
        context,
      )
      return { page: ImportPage(view) }
    },
  },
  {
    method: 'post',
    path: '/imports/:id/confirm',
    roles,
    run: async ({ deps, actor, params, context }) => {
      await startRegistration(deps, actor, params['id'] as string)
      return { to: linkTo(context, `/console/imports/${params['id']}`) }
    },
  },
  {
    method: 'post',
    path: '/imports/:id/discard',
    roles,
    run: async ({ deps, actor, params, context }) => {
      await discardImport(deps, actor, params['id'] as string)
      return { to: linkTo(context, `/console/imports/${params['id']}`) }
    },
  },
]
