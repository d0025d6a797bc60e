import { importCheckJob, importRegisterJob } from './import-jobs.ts'
import { ISSUE_BATCH, issueBatchJob } from './issue-batch-job.ts'
import type { JobHandler } from './jobs.ts'
import { resignBadgesJob } from './resign-badges.ts'

/** Every kind of long work by its name. A kind that is not named here stays in the queue until a version that knows it runs. */
export const jobHandlers: Readonly<Record<string, JobHandler>> = {
  import_check: importCheckJob,
  import_register: importRegisterJob,
  resign_badges: resignBadgesJob,
  [ISSUE_BATCH]: issueBatchJob,
}
