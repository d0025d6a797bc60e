import type { Declaration } from '../../domain/declaration.ts'
import type { Honour } from '../../domain/honour.ts'
import type { KpiCredential, KpiDeclaration, KpiHonour, KpiNomination, KpiOutcome, KpiRecords } from '../../domain/kpi-records.ts'
import type { Nomination } from '../../domain/nomination.ts'
import type { Outcome } from '../../domain/outcome.ts'
import { absent } from '../columns.ts'
import { listAllConsents } from '../consents.ts'
import type { Db } from '../database.ts'
import { listPublishedDeclarations } from '../declarations.ts'
import { listHonours } from '../honours.ts'
import { listNominations } from '../nominations.ts'
import { listOutcomes } from '../outcomes.ts'
import { listProductivityRecords } from '../productivity-records.ts'
import { listAllMoves, type RecordMove } from '../record-moves.ts'
import { listSurveyResponses } from '../survey-responses.ts'

/** Everything that the figures are computed from, with the days of each move, so that any past day can be asked for (DOMAIN section 11). */
export const readKpiRecords = async (db: Db): Promise<KpiRecords> => {
  const outcomeMoves = await listAllMoves(db, 'outcome')
  const nominationMoves = await listAllMoves(db, 'nomination')
  return {
    declarations: (await listPublishedDeclarations(db)).map(declarationRow),
    honours: (await listHonours(db)).map(honourRow),
    productivity: (await listProductivityRecords(db)).map((record) => ({
      id: record.id,
      employerId: record.employerId,
      method: record.method,
      unit: record.unit,
      before: record.before,
      after: record.after,
      better: record.better,
      linkedCompletionIds: record.linkedCompletionIds,
      state: record.state,
      ...('submittedOn' in record ? { submittedOn: record.submittedOn } : {}),
      ...(record.state === 'verified' ? { verifiedOn: record.verifiedOn } : {}),
    })),
    credentials: await credentialRows(db),
    outcomes: (await listOutcomes(db)).map((outcome) => outcomeRow(outcome, outcomeMoves.get(outcome.id) ?? [])),
    consents: (await listAllConsents(db)).map(({ consentId, purpose, givenOn, withdrawnOn }) => ({
      id: consentId,
      purpose,
      givenOn,
      ...(withdrawnOn === undefined ? {} : { withdrawnOn }),
    })),
    completions: (
      await db.selectFrom('completion').select(['id', 'participant_id', 'status', 'start_on', 'end_on']).orderBy('id').execute()
    ).map((row) => ({
      id: row.id,
      participantId: row.participant_id,
      status: row.status as KpiRecords['completions'][number]['status'],
      startOn: row.start_on,
      ...(row.end_on === null ? {} : { endOn: row.end_on }),
    })),
    nominations: (await listNominations(db)).map((nomination) => nominationRow(nomination, nominationMoves.get(nomination.id) ?? [])),
    survey: (await listSurveyResponses(db)).map(({ id: _, isDemo: __, credentialId: ___, ...response }) => response),
    employments: (
      await db.selectFrom('employment').select(['participant_id', 'employer_id']).orderBy('participant_id').orderBy('employer_id').execute()
    ).map((row) => ({ participantId: row.participant_id, employerId: row.employer_id })),
  }
}

const declarationRow = (declaration: Declaration): KpiDeclaration => ({
  id: declaration.id,
  employerId: declaration.employerId,
  corporateNumber: declaration.corporateNumber,
  version: declaration.version,
  ...('publishedOn' in declaration ? { publishedOn: declaration.publishedOn, validUntil: declaration.validUntil } : {}),
  ...(declaration.state === 'withdrawn' ? { withdrawnOn: declaration.withdrawnOn } : {}),
  ...(declaration.state === 'expired' ? { endedOn: declaration.endedOn } : {}),
})

const honourRow = (honour: Honour): KpiHonour => ({
  id: honour.id,
  employerId: honour.employerId,
  ...('decidedOn' in honour && honour.decidedOn !== undefined && honour.state !== 'not_awarded' ? { awardedOn: honour.decidedOn } : {}),
  ...(honour.state === 'cancelled' ? { cancelledOn: honour.cancelledOn } : {}),
})

const outcomeRow = (outcome: Outcome, moves: readonly RecordMove[]): KpiOutcome => {
  const until = outcome.state === 'withdrawn' ? outcome.withdrawnOn : outcome.state === 'disputed' ? outcome.disputedOn : undefined
  const former = moves.filter(({ state }) => state !== outcome.state).at(-1)
  return {
    id: outcome.id,
    participantId: outcome.participantId,
    employerId: outcome.employerId,
    type: outcome.type,
    effectiveOn: outcome.effectiveOn,
    state: outcome.state,
    badgeWeight: outcome.badgeWeight,
    ...(outcome.consentId === undefined ? {} : { consentId: outcome.consentId }),
    ...(until === undefined || former === undefined ? {} : { before: { state: former.state as Outcome['state'], until } }),
  }
}

/** The days that a nomination itself keeps, and those of its recorded moves. */
const nominationRow = (nomination: Nomination, moves: readonly RecordMove[]): KpiNomination => {
  if (moves.length > 0) return { id: nomination.id, state: nomination.state, history: [...moves] }
  const kept: [string, string | undefined][] = [
    ['awaiting_employer', nomination.state === 'awaiting_employer' ? nomination.requestedOn : undefined],
    ['submitted', 'submittedOn' in nomination ? nomination.submittedOn : undefined],
    ['returned', nomination.state === 'returned' ? nomination.returnedOn : undefined],
    ['rejected', nomination.state === 'rejected' ? nomination.rejectedOn : undefined],
    ['approved', 'approvedOn' in nomination ? nomination.approvedOn : undefined],
    ['issued', nomination.state === 'issued' ? nomination.issuedOn : undefined],
    ['withdrawn', nomination.state === 'withdrawn' ? nomination.withdrawnOn : undefined],
  ]
  const history = kept.flatMap(([state, on]) => (on === undefined ? [] : [{ state, on }]))
  return { id: nomination.id, state: nomination.state, ...(history.length === 0 ? {} : { history }) }
}

const credentialRows = async (db: Db): Promise<KpiCredential[]> => {
  const events = new Map<string, { event: string; on: string }[]>()
  const rows = await db
    .selectFrom('credential_event')
    .select(['credential_id', 'event', 'on_day'])
    .where('event', 'in', ['suspended', 'reinstated', 'revoked'])
    .orderBy('at')
    .orderBy('on_day')
    .execute()
  for (const row of rows) events.set(row.credential_id, [...(events.get(row.credential_id) ?? []), { event: row.event, on: row.on_day }])
  const credentials = await db
    .selectFrom('credential')
    .select(['id', 'kind', 'participant_id', 'awarded_on', 'valid_until_on'])
    .where('state', '<>', 'reserved')
    .where('undone_at', 'is', null)
    .orderBy('id')
    .execute()
  return credentials.map((row) => {
    const own = events.get(row.id) ?? []
    const revokedOn = own.find(({ event }) => event === 'revoked')?.on
    return {
      id: row.id,
      kind: row.kind as KpiCredential['kind'],
      participantId: row.participant_id,
      issuedOn: row.awarded_on,
      ...(row.valid_until_on === null ? {} : { validUntilOn: absent(row.valid_until_on) }),
      ...(revokedOn === undefined ? {} : { revokedOn }),
      suspensions: suspensionsOf(own),
    }
  })
}

const suspensionsOf = (events: readonly { event: string; on: string }[]): KpiCredential['suspensions'] => {
  const suspensions: KpiCredential['suspensions'] = []
  for (const { event, on } of events) {
    const open = suspensions.at(-1)
    if (event === 'suspended') suspensions.push({ from: on })
    else if (event === 'reinstated' && open !== undefined && open.to === undefined) open.to = on
  }
  return suspensions
}
