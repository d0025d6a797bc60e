import type { Deps } from './deps.ts'
import { sendEmployerSurveys } from './employer-survey.ts'
import { forgetFiled } from './file-for-signing.ts'
import { issueAllConsented } from './issue-consented.ts'
import { signDueHead } from './log/sign-head.ts'
import { publishStaleLists } from './publish-status-list.ts'
import { applyRetention } from './retention.ts'
import { sendFollowUps } from './send-follow-ups.ts'
import { settleEndorsements } from './settle-endorsements.ts'
import { resumeEndorsing } from './sign-endorsement.ts'
import { forgetOldSignIns } from './sign-in/sessions.ts'
import { finishWaiting } from './sign-reserved.ts'

/** Work that comes back by itself. It must be safe to run in several processes at once and to run again after a crash. */
export interface PeriodicTask {
  name: string
  everySeconds: number
  run(deps: Deps): Promise<void>
}

const HOUR_SECONDS = 3600

/** What a process left between reservation, signature and confirmation is finished by whoever is next. */
const finishNominations = async (deps: Deps): Promise<void> => {
  await resumeEndorsing(deps)
  await issueAllConsented(deps)
}

export const periodicTasks: readonly PeriodicTask[] = [
  { name: 'sign-ins', everySeconds: HOUR_SECONDS, run: forgetOldSignIns },
  { name: 'texts that nobody signed', everySeconds: HOUR_SECONDS, run: forgetFiled },
  {
    name: 'follow-ups',
    everySeconds: HOUR_SECONDS,
    run: async (deps) => {
      await sendFollowUps(deps)
      await sendEmployerSurveys(deps)
    },
  },
  {
    name: 'retention',
    everySeconds: HOUR_SECONDS,
    run: async (deps) => {
      await applyRetention(deps)
    },
  },
  { name: 'endorsements of declarations and honours', everySeconds: HOUR_SECONDS, run: settleEndorsements },
  // So that a revocation stands in the record of publications also when nobody reads the list.
  { name: 'status lists', everySeconds: 5, run: publishStaleLists },
  { name: 'public log', everySeconds: HOUR_SECONDS, run: signDueHead },
  { name: 'badges that wait for the signer', everySeconds: 60, run: finishWaiting },
  { name: 'nominations', everySeconds: 300, run: finishNominations },
]
