import type { Actor } from '../../domain/actor.ts'
import type { ImportFile } from '../../domain/import-file.ts'
import type { Job } from '../../domain/job.ts'
import { discardImport } from '../../service/confirm-import.ts'
import type { Deps } from '../../service/deps.ts'
import { startCheck, startRegistration } from '../../service/import-jobs.ts'
import {
  type ImportReport,
  importReportCsv,
  importTemplate,
  listOwnImports,
  listReportedRows,
  readImport,
} from '../../service/read-import.ts'
import { receiveImport } from '../../service/receive-import.ts'
import { readUpload } from '../read-upload.ts'
import { fields, page, z } from './fields.ts'
import { jobSchema, jobView } from './jobs.ts'
import { apiRoute } from './route.ts'

const both = z.strictObject({ ja: z.string(), en: z.string() })
const kind = z.enum(['completions', 'participants'])
const count = z.number().int()

const file = z
  .strictObject({
    id: fields.id,
    kind,
    state: z.enum(['received', 'checked', 'refused', 'confirmed', 'imported', 'discarded']),
    fileName: z.string(),
    sha256: z.string(),
    byteCount: count,
    encoding: z.enum(['utf-8', 'cp932']),
    encodingReason: z.enum(['named', 'byte_order_mark', 'valid_utf8', 'header_is_utf8', 'not_utf8']),
    sessionId: fields.id.optional(),
    bytesRead: count,
    rowsRead: count,
    rowsDone: count,
    problem: both.optional(),
    createdAt: fields.instant,
    checkedAt: fields.instant.optional(),
    confirmedAt: fields.instant.optional(),
    finishedAt: fields.instant.optional(),
  })
  .meta({ id: 'ImportFile', description: 'A file to import and how far it is.' })

const report = z
  .strictObject({
    import: file,
    summary: z.strictObject({ accept: count, accept_with_warnings: count, reject: count, skip: count }),
    outcomes: z.strictObject({ imported: count, skipped: count, conflict: count }),
    job: jobSchema.optional(),
  })
  .meta({ id: 'Import', description: 'An import with its counts, and its job where it is a long one.' })

const row = z
  .strictObject({
    record: count,
    line: count,
    decision: z.enum(['accept', 'accept_with_warnings', 'reject', 'skip']),
    codes: z.array(z.string()),
    message: both,
    findings: z.array(
      z.strictObject({
        code: z.string(),
        column: z.string().optional(),
        message: both,
        from: z.string().optional(),
        to: z.string().optional(),
      }),
    ),
    changes: z.array(z.strictObject({ column: z.string(), from: z.string(), to: z.string() })),
    normalised: z.record(z.string(), z.unknown()).optional(),
    writtenName: z.string().optional(),
    outcome: z.enum(['imported', 'skipped', 'conflict']).optional(),
    entityId: fields.id.optional(),
  })
  .meta({ id: 'ImportRow', description: 'What becomes of one row: decision, codes, line and column, what was changed and why.' })

const fileView = ({ organisationId: _o, createdBy: _c, confirmedBy: _b, ...own }: ImportFile) => ({
  ...own,
  createdAt: own.createdAt.toISOString(),
  checkedAt: own.checkedAt?.toISOString(),
  confirmedAt: own.confirmedAt?.toISOString(),
  finishedAt: own.finishedAt?.toISOString(),
})

const reportView = ({ file, summary, outcomes }: ImportReport, job?: Job) => ({
  import: fileView(file),
  summary,
  outcomes,
  job: job && jobView(job),
})

const answer = async (deps: Deps, actor: Actor, id: string, job: Job | undefined, status: number) => ({
  status: job === undefined ? status : 202,
  body: reportView(await readImport(deps, actor, id), job),
})

const params = z.strictObject({ id: fields.id })
const tag = 'Imports'
const csv = 'text/csv'

export const importRoutes = [
  apiRoute({
    method: 'post',
    path: '/imports/{kind}',
    tag,
    summary: 'Dry run: send a CSV file and get a decision for every row. Nothing is registered yet.',
    action: 'completion.import',
    params: z.strictObject({ kind }),
    query: z.strictObject({
      sessionId: fields.id.optional(),
      encoding: z.enum(['utf-8', 'cp932']).optional(),
      fileName: z.string().max(200).optional(),
    }),
    reads: { file: [csv, 'application/octet-stream', 'multipart/form-data'] },
    answers: {
      201: { description: 'The file is checked; its rows say what the second step would do', schema: report },
      202: { description: 'A large file: a job checks it', schema: report },
    },
    run: async ({ deps, actor, params, query, request }) => {
      const upload = await readUpload(request, [csv, 'application/octet-stream'], query.fileName ?? `${params.kind}.csv`)
      try {
        const received = await receiveImport(deps, actor, {
          kind: params.kind,
          fileName: query.fileName ?? upload.name,
          bytes: upload.bytes,
          ...(query.sessionId === undefined ? {} : { sessionId: query.sessionId }),
          ...(query.encoding === undefined ? {} : { encoding: query.encoding }),
        })
        return answer(deps, actor, received.id, await startCheck(deps, actor, received), 201)
      } finally {
        upload.letGo()
      }
    },
  }),
  apiRoute({
    method: 'get',
    path: '/imports',
    tag,
    summary: 'Imports that the caller may see, the newest first.',
    action: 'completion.import',
    query: page.extend({ kind: kind.optional() }),
    answers: { 200: { description: 'Imports', schema: z.strictObject({ items: z.array(file) }) } },
    run: async ({ deps, actor, query }) => ({
      status: 200,
      body: {
        items: (
          await listOwnImports(deps, actor, {
            limit: query.limit,
            ...(query.after === undefined ? {} : { after: query.after }),
            ...(query.kind === undefined ? {} : { kind: query.kind }),
          })
        ).map(fileView),
      },
    }),
  }),
  apiRoute({
    method: 'get',
    path: '/imports/{id}',
    tag,
    summary: 'How far an import is, with its counts.',
    action: 'completion.import',
    params,
    answers: { 200: { description: 'The import', schema: report } },
    run: async ({ deps, actor, params }) => ({ status: 200, body: reportView(await readImport(deps, actor, params.id)) }),
  }),
  apiRoute({
    method: 'get',
    path: '/imports/{id}/rows',
    tag,
    summary: 'The table of decisions, in the order of the file.',
    action: 'completion.import',
    params,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      after: z.coerce.number().int().min(0).default(0),
      decision: z.enum(['accept', 'accept_with_warnings', 'reject', 'skip']).optional(),
    }),
    answers: { 200: { description: 'Rows after the record `after`', schema: z.strictObject({ items: z.array(row) }) } },
    run: async ({ deps, actor, params, query }) => ({
      status: 200,
      body: {
        items: await listReportedRows(deps, actor, params.id, {
          after: query.after,
          limit: query.limit,
          ...(query.decision === undefined ? {} : { decisions: [query.decision] }),
        }),
      },
    }),
  }),
  apiRoute({
    method: 'get',
    path: '/imports/{id}/report.csv',
    tag,
    summary: 'The table of decisions as a file for a spreadsheet.',
    action: 'completion.import',
    params,
    query: z.strictObject({ lang: z.enum(['ja', 'en']).default('ja') }),
    answers: { 200: { description: 'UTF-8 with a byte order mark, formulas neutralised', mediaType: csv } },
    run: async ({ deps, actor, params, query }) => {
      const { file } = await readImport(deps, actor, params.id)
      return {
        status: 200,
        file: importReportCsv(deps, file.id, query.lang),
        mediaType: csv,
        fileName: `${file.fileName.replace(/\.csv$/i, '')}-report.csv`,
      }
    },
  }),
  apiRoute({
    method: 'post',
    path: '/imports/{id}/confirm',
    tag,
    summary: 'Second step: register exactly the accepted rows, once each. Confirming again changes nothing.',
    action: 'completion.import',
    params,
    body: z.strictObject({}),
    example: {},
    answers: {
      200: { description: 'The accepted rows are registered', schema: report },
      202: { description: 'Many rows: a job registers them', schema: report },
    },
    run: async ({ deps, actor, params }) => answer(deps, actor, params.id, await startRegistration(deps, actor, params.id), 200),
  }),
  apiRoute({
    method: 'post',
    path: '/imports/{id}/discard',
    tag,
    summary: 'Give up an import before its second step; its rows are erased.',
    action: 'completion.import',
    params,
    body: z.strictObject({}),
    example: {},
    answers: { 200: { description: 'The import', schema: report } },
    run: async ({ deps, actor, params }) => {
      await discardImport(deps, actor, params.id)
      return answer(deps, actor, params.id, undefined, 200)
    },
  }),
  apiRoute({
    method: 'get',
    path: '/import-templates/{kind}',
    tag,
    summary: 'A file to fill in, with the header and one row as an example.',
    action: 'public',
    params: z.strictObject({ kind }),
    answers: { 200: { description: 'UTF-8 with a byte order mark', mediaType: csv } },
    run: async ({ params }) => ({
      status: 200,
      file: importTemplate(params.kind),
      mediaType: csv,
      fileName: params.kind === 'completions' ? '修了者名簿ひな形.csv' : '受講者名簿ひな形.csv',
    }),
  }),
]
