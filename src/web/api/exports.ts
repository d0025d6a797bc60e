import { exportRecords } from '../../service/export-records.ts'
import { fields, z } from './fields.ts'
import { apiRoute } from './route.ts'

const csv = 'text/csv'

export const exportRoutes = [
  apiRoute({
    method: 'get',
    path: '/exports/{kind}',
    tag: 'Exports',
    summary: 'Completions, participants or badges as a file for a spreadsheet; an operator gets its own courses.',
    action: 'completion.read',
    params: z.strictObject({ kind: z.enum(['completions', 'participants', 'badges']) }),
    query: z.strictObject({
      sessionId: fields.id.optional(),
      /** the secretariat names why it looks at personal data */
      purpose: fields.line.optional(),
    }),
    answers: { 200: { description: 'UTF-8 with a byte order mark, formulas neutralised', mediaType: csv } },
    run: async ({ deps, actor, params, query }) => ({
      status: 200,
      file: await exportRecords(deps, actor, {
        kind: params.kind,
        ...(query.sessionId === undefined ? {} : { sessionId: query.sessionId }),
        ...(query.purpose === undefined ? {} : { purpose: query.purpose }),
      }),
      mediaType: csv,
      fileName: `${params.kind}.csv`,
    }),
  }),
]
