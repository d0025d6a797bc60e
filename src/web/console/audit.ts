import { AuditPage } from '../../../templates/pages/audit-page.tsx'
import { type AuditSearch, exportAuditLog, readAuditLog } from '../../service/read-audit.ts'
import { sendCsv } from '../send-file.ts'
import { auditCsv, auditView, ENTRIES_ON_A_PAGE } from '../views/audit-view.ts'
import { wordsOf } from '../views/page-context.ts'
import type { ConsoleRoute } from './console-route.ts'

const searchIn = (query: Record<string, string>): AuditSearch => {
  const search: AuditSearch = {}
  for (const name of ['record', 'person', 'action', 'from', 'to'] as const) {
    const typed = (query[name] ?? '').normalize('NFKC').trim().slice(0, 200)
    if (typed !== '') search[name] = typed
  }
  return search
}

/** The audit log: search, pages, and a file. */
export const auditRoutes: readonly ConsoleRoute[] = [
  {
    method: 'get',
    path: '/audit',
    roles: ['secretariat', 'administrator'],
    run: async ({ deps, actor, query, context, frame, response }) => {
      const search = searchIn(query)
      if (query['format'] === 'csv') {
        const events = await exportAuditLog(deps, actor, search)
        sendCsv(response, 'audit', auditCsv(events))
        return 'sent'
      }
      const before = /^\d{1,12}$/.test(query['before'] ?? '') ? Number(query['before']) : undefined
      const page = await readAuditLog(deps, actor, { ...search, ...(before === undefined ? {} : { before }), limit: ENTRIES_ON_A_PAGE })
      return { page: AuditPage(auditView({ console: frame(wordsOf(context).audit.title), search, page }, context)) }
    },
  },
]
