import { completionRoutes } from './completions.ts'
import { courseRoutes } from './courses.ts'
import { credentialRoutes } from './credentials.ts'
import { declarationRoutes } from './declarations.ts'
import { exportRoutes } from './exports.ts'
import { honourRoutes } from './honours.ts'
import { importRoutes } from './imports.ts'
import { issueBatchRoutes } from './issue-batch.ts'
import { issuingRoutes } from './issuing.ts'
import { jobRoutes } from './jobs.ts'
import { kpiRoutes } from './kpis.ts'
import { ledgerHistoryRoutes } from './ledger-history.ts'
import { nominationRoutes } from './nominations.ts'
import { occasionRoutes } from './occasions.ts'
import { outcomeRoutes } from './outcomes.ts'
import { participantRoutes } from './participants.ts'
import { personalRecordRoutes } from './personal-records.ts'
import { productivityRoutes } from './productivity.ts'
import { quotaRoutes } from './quotas.ts'
import type { ApiRoute } from './route.ts'
import { supportProgrammeRoutes } from './support-programmes.ts'
import { surveyRoutes } from './survey.ts'
import { webhookRoutes } from './webhooks.ts'

/** Every route of the programme's API. */
export const apiRouteList: readonly ApiRoute[] = [
  ...completionRoutes,
  ...participantRoutes,
  ...courseRoutes,
  ...credentialRoutes,
  ...issueBatchRoutes,
  ...issuingRoutes,
  ...webhookRoutes,
  ...jobRoutes,
  ...importRoutes,
  ...exportRoutes,
  ...declarationRoutes,
  ...honourRoutes,
  ...kpiRoutes,
  ...nominationRoutes,
  ...outcomeRoutes,
  ...personalRecordRoutes,
  ...productivityRoutes,
  ...surveyRoutes,
  ...occasionRoutes,
  ...supportProgrammeRoutes,
  ...ledgerHistoryRoutes,
  ...quotaRoutes,
]
