import type { Actor } from '../domain/actor.ts'
import type { ImportFile } from '../domain/import-file.ts'
import type { Job } from '../domain/job.ts'
import { checkImport } from './check-import.ts'
import { confirmImport, registerImport, requireOwnImport } from './confirm-import.ts'
import type { Deps } from './deps.ts'
import { importLimits } from './import-limits.ts'
import { enqueueJob, type JobHandler } from './jobs.ts'
import { readImport } from './read-import.ts'

interface ImportParams {
  importId: string
}

/** Dry run of a large file: a job whose progress is counted in bytes of the file. */
export const importCheckJob: JobHandler = async (deps, { job, report, signal }) => {
  const { importId } = job.params as ImportParams
  await checkImport(deps, job.actor, importId, ({ bytesRead, byteCount }) => report({ done: bytesRead, total: byteCount }), signal)
  const { file, summary } = await readImport(deps, job.actor, importId)
  return { importId, state: file.state, summary }
}

/** Second step of a large import: a job whose progress is counted in accepted rows. */
export const importRegisterJob: JobHandler = async (deps, { job, report, signal }) => {
  const { importId } = job.params as ImportParams
  await registerImport(deps, job.actor, importId, (done) => report({ done }), signal)
  const { file, outcomes } = await readImport(deps, job.actor, importId)
  return { importId, state: file.state, outcomes }
}

const start = (deps: Deps, actor: Actor, file: ImportFile, kind: string, total: number): Promise<Job> =>
  enqueueJob(deps, actor, {
    kind,
    params: { importId: file.id } satisfies ImportParams,
    total,
    ...(file.organisationId === undefined ? {} : { operatorId: file.organisationId }),
  })

/**
 * Checks a received file: a small one at once, a large one as a job.
 *
 * @returns the job where there is one
 */
export const startCheck = async (deps: Deps, actor: Actor, file: ImportFile): Promise<Job | undefined> => {
  if (file.byteCount > importLimits.checkAtOnceBytes) return start(deps, actor, file, 'import_check', file.byteCount)
  await checkImport(deps, actor, file.id)
  return undefined
}

/**
 * Confirms a checked import and registers its accepted rows: few at once, many as a job.
 *
 * @returns the job where there is one
 * @throws ServiceError as `confirmImport`
 */
export const startRegistration = async (deps: Deps, actor: Actor, importId: string): Promise<Job | undefined> => {
  const before = await requireOwnImport(deps, actor, importId)
  const file = await confirmImport(deps, actor, importId)
  if (file.state === 'imported') return undefined
  const { summary } = await readImport(deps, actor, importId)
  const accepted = summary.accept + summary.accept_with_warnings
  if (accepted <= importLimits.batchRows) {
    await registerImport(deps, actor, importId)
    return undefined
  }
  // Confirmed before and not finished: its job is on the way already.
  return before.state === 'checked' ? start(deps, actor, file, 'import_register', accepted) : undefined
}
