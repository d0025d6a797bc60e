import type { Actor } from '../domain/actor.ts'
import type { ConsentGiven } from '../domain/consent.ts'
import type { Day } from '../domain/japanese-date.ts'
import { permit } from '../domain/permit.ts'
import { type ProvisionRecord, recordOwnSharing, recordProvision } from '../domain/provision-record.ts'
import { refuseProblems } from '../domain/refusal.ts'
import { surveyProblems } from '../domain/survey.ts'
import { findConsent } from '../store/consents.ts'
import { appendProvisionRecord, findProvisionRecord } from '../store/provision-records.ts'
import { hasSurveyResponse, insertSurveyResponse, type StoredSurveyResponse } from '../store/survey-responses.ts'
import { inTransaction } from '../store/transaction.ts'
import { audit } from './audit.ts'
import { giveConsent, withdrawConsent } from './consents.ts'
import type { Deps } from './deps.ts'
import { requireBasis } from './honours.ts'
import { settleEndorsements } from './settle-endorsements.ts'
import type { RecordedHonour } from './take-over-honour.ts'
import { type RecordedOutcome, takeOverOutcome } from './take-over-outcome.ts'
import { type RecordedProductivity, takeOverProductivity } from './take-over-productivity.ts'

/** What came of a programme's badges, read and checked; `cli/read-ledger.ts` makes one from a folder of files. */
export interface Ledger {
  consents: RecordedConsent[]
  productivity: RecordedProductivity[]
  outcomes: RecordedOutcome[]
  provisionRecords: RecordedProvision[]
  survey: StoredSurveyResponse[]
  /** already taken over with the programme; here their basis is held against the results */
  honours: RecordedHonour[]
}

export type RecordedConsent = Omit<ConsentGiven, 'event' | 'on' | 'isDemo'> & { givenOn: Day; withdrawnOn?: Day }

export type RecordedProvision = {
  id: string
  participantId: string
  items: string[]
  providedOn: Day
  isDemo: boolean
} & (
  | {
      provider: 'secretariat' | 'operator' | 'employer'
      recipient: { organisationId?: string; name: string; corporateNumber?: string; representative: string; address: string }
      consentId: string
    }
  | { provider: 'learner_self'; recipientName: string }
)

export interface LedgerReport {
  consents: number
  productivity: number
  outcomes: number
  provisionRecords: number
  surveyResponses: number
}

/**
 * Loads what came of the badges, after `loadProgramme`, through the same rules as the API. Safe to stop and to run again.
 *
 * @param progress - told after each record how many of all are done
 * @throws ServiceError of the record that breaks a rule
 */
export const loadLedger = async (
  deps: Deps,
  actor: Actor,
  ledger: Ledger,
  progress: (done: number, total: number, what: string) => void = () => undefined,
): Promise<LedgerReport> => {
  permit(actor, 'programme.load')
  const { consents, productivity, outcomes, provisionRecords, survey, honours } = ledger
  const total = consents.length + productivity.length + outcomes.length + provisionRecords.length + survey.length
  let done = 0
  const each = async <T>(items: readonly T[], what: string, step: (item: T) => Promise<unknown>): Promise<void> => {
    for (const item of items) {
      await step(item)
      done += 1
      progress(done, total, what)
    }
  }
  await each(consents, 'consents', (consent) => takeOverConsent(deps, actor, consent))
  await each(productivity, 'productivity records', (record) => takeOverProductivity(deps, actor, record))
  await each(outcomes, 'outcomes', (outcome) => takeOverOutcome(deps, actor, outcome))
  await each(provisionRecords, 'provision records', (record) => takeOverProvision(deps, actor, record))
  await each(survey, 'survey answers', (response) => takeOverResponse(deps, actor, response))
  for (const { content, awarded } of honours) if (awarded !== undefined) await requireBasis(deps, content.employerId, content.basis)
  await settleEndorsements(deps)
  return {
    consents: consents.length,
    productivity: productivity.length,
    outcomes: outcomes.length,
    provisionRecords: provisionRecords.length,
    surveyResponses: survey.length,
  }
}

const takeOverConsent = async (deps: Deps, actor: Actor, { givenOn, withdrawnOn, ...given }: RecordedConsent): Promise<void> => {
  const consent = await giveConsent(deps, actor, { ...given, on: givenOn })
  if (withdrawnOn !== undefined && consent.withdrawnOn === undefined)
    await withdrawConsent(deps, actor, {
      consentId: consent.consentId,
      participantId: consent.participantId,
      channel: consent.channel,
      on: withdrawnOn,
    })
}

const takeOverProvision = async (deps: Deps, actor: Actor, recorded: RecordedProvision): Promise<void> => {
  if ((await findProvisionRecord(deps.db, recorded.id)) !== undefined) return
  let record: ProvisionRecord
  if (recorded.provider === 'learner_self') {
    const { provider: _, ...sharing } = recorded
    record = recordOwnSharing(sharing)
  } else {
    const { consentId, ...provision } = recorded
    record = recordProvision(provision, await findConsent(deps.db, consentId))
  }
  await inTransaction(deps, async (deps) => {
    await appendProvisionRecord(deps.db, record, deps.now())
    await audit(deps, actor, 'provision.recorded', `provision:${record.id}`, { provider: record.provider, basis: record.basis })
  })
}

const takeOverResponse = async (deps: Deps, actor: Actor, response: StoredSurveyResponse): Promise<void> => {
  if (await hasSurveyResponse(deps.db, response.id)) return
  refuseProblems(`The answer ${response.id} does not fit the form.`, surveyProblems(response))
  await inTransaction(deps, async (deps) => {
    await insertSurveyResponse(deps.db, response, deps.now())
    await audit(deps, actor, 'survey.answered', `survey:${response.id}`)
  })
}
