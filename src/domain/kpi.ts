import type { Day } from './japanese-date.ts'
import type { KpiCredential, KpiDeclaration, KpiNomination, KpiProductivity, KpiRecords } from './kpi-records.ts'
import { type OutcomeNotCounted, outcomeNotCounted } from './outcome.ts'
import { productivityMethods, productivityProblems } from './productivity.ts'
import { foundUseful, hasShown, latestResponses } from './survey.ts'

/** Version of the counting rules below; it stands in every export (DOMAIN section 11). Raise it with every change of a rule. */
export const kpiRulesVersion = '2026-04-01/1'

/** What the policy leaves open: settings, not guesses (DOMAIN section 1). */
export interface KpiSettings {
  /** first and last day */
  period: [Day, Day]
  targets: { declared: number; honoured: number; productivity: number }
  /** which of the two declared figures is held against the target; both are always computed */
  counting: 'new_in_period' | 'active'
  methods: readonly string[]
}

export const defaultKpiSettings: KpiSettings = {
  period: ['2026-01-01', '2027-12-31'],
  targets: { declared: 200, honoured: 20, productivity: 100 },
  counting: 'new_in_period',
  methods: productivityMethods,
}

/** The figures, in the shape of `kpi-expected.json`. */
export interface KpiFigures {
  asOf: Day
  period: [Day, Day]
  targets: KpiSettings['targets']
  declared: { newInPeriod: number; activeAsOf: number; employersNew: string[]; employersActive: string[] }
  honoured: { value: number; employers: string[] }
  productivity: { value: number; employers: string[] }
  badgeUse: {
    holders: number
    verifiedOutcomes: number
    verifiedOutcomesByType: Record<string, number>
    peopleWithVerifiedOutcome: number
    notCounted: { id: string; why: string }[]
  }
  survey: { respondents: number; shown: number; useful: number; notUsefulOrNotShown: number }
  counts: {
    completions: number
    completed: number
    badges: number
    badgesByKind: Record<string, number>
    badgesByValidity: Record<string, number>
    nominationsByStatus: Record<string, number>
    consents: number
  }
}

export type KpiFigureName =
  | 'declared.newInPeriod'
  | 'declared.activeAsOf'
  | 'honoured'
  | 'productivity'
  | 'badgeUse.holders'
  | 'badgeUse.verifiedOutcomes'
  | 'badgeUse.peopleWithVerifiedOutcome'
  | 'survey.respondents'
  | 'survey.shown'
  | 'survey.useful'
  | 'counts.completions'
  | 'counts.completed'
  | 'counts.badges'
  | 'counts.consents'

/** One record behind a figure. */
export interface KpiRow {
  entity: string
  id: string
  /** what is counted once: an employer, a person, or the record itself */
  countedAs: string
  /** the day that puts it into the figure */
  on: Day
}

export interface Kpis {
  figures: KpiFigures
  rows: Record<KpiFigureName, KpiRow[]>
  /** records that look as if they counted and do not, with the reason */
  notCounted: { figure: KpiFigureName; entity: string; id: string; why: string }[]
  rules: Record<KpiFigureName, string>
  rulesVersion: string
}

/** The rule behind each figure, for the page and the CSV. */
export const kpiRules: Record<KpiFigureName, string> = {
  'declared.newInPeriod': '期間内に最初の宣言を公表した法人番号の数（その後の撤回も含む）',
  'declared.activeAsOf': '基準日に公表中で、期限内かつ撤回されていない宣言のある法人番号の数',
  honoured: '期間内に表彰を決定し、取り消されていない企業の数',
  productivity: '期間内に確認された生産性向上の実績のある企業の数（改善・従業員の修了・受講後の期間・所定の方法を満たすもの）',
  'badgeUse.holders': '基準日に有効なバッジを1つ以上もつ人の数（受取の有無を問わない）',
  'badgeUse.verifiedOutcomes': '双方が確認し、同意が有効で、バッジが決め手又は理由の一つとなった処遇の件数',
  'badgeUse.peopleWithVerifiedOutcome': '上記の処遇が1件以上ある人の数',
  'survey.respondents': '基準日までに回答した人の数（最新の回答）',
  'survey.shown': '「示していない」以外を選んだ人の数',
  'survey.useful': '「決め手になった」又は「理由の一つになった」を選んだ人の数',
  'counts.completions': '基準日までに終えた（又は辞退した）受講の件数。訂正前の記録を除く',
  'counts.completed': 'そのうち修了の件数',
  'counts.badges': '基準日までに発行したバッジの件数',
  'counts.consents': '基準日までに得た同意の件数（撤回を含む）',
}

/** The validity of a badge on a day, from its events. */
export const credentialValidityOn = (credential: KpiCredential, day: Day): 'valid' | 'suspended' | 'revoked' | 'expired' => {
  if (credential.revokedOn !== undefined && credential.revokedOn <= day) return 'revoked'
  if (credential.suspensions.some(({ from, to }) => from <= day && (to === undefined || day < to))) return 'suspended'
  return credential.validUntilOn !== undefined && day > credential.validUntilOn ? 'expired' : 'valid'
}

/**
 * All figures for a day, present or past, with the rows behind each, what does not count and why.
 *
 * @param records - everything, also what came later; rows after `asOf` are left out here
 */
export const computeKpis = (records: KpiRecords, asOf: Day, settings: KpiSettings = defaultKpiSettings): Kpis => {
  const inPeriod = (day: Day | undefined): day is Day =>
    day !== undefined && settings.period[0] <= day && day <= settings.period[1] && day <= asOf
  const notCounted: Kpis['notCounted'] = []

  const declaredNew = newDeclarations(records.declarations, inPeriod)
  const declaredActive = oncePer(
    records.declarations.filter((declaration) => isActive(declaration, asOf)),
    numberOf,
  )
  const honours = oncePer(
    records.honours.filter(({ awardedOn, cancelledOn }) => inPeriod(awardedOn) && !(cancelledOn !== undefined && cancelledOn <= asOf)),
    ({ employerId }) => employerId,
  )
  const { counted: productivity, problems } = productiveRecords(records, asOf, inPeriod, settings)
  notCounted.push(...problems)
  const outcomes = countedOutcomes(records, asOf)
  const outcomesNotCounted = outcomes.notCounted
  notCounted.push(
    ...outcomesNotCounted.map(({ id, why }) => ({ figure: 'badgeUse.verifiedOutcomes' as const, entity: 'outcome', id, why })),
  )

  const credentials = records.credentials.filter(({ issuedOn }) => issuedOn <= asOf)
  const valid = credentials.filter((credential) => credentialValidityOn(credential, asOf) === 'valid')
  const holders = oncePer(valid, ({ participantId }) => participantId)
  const people = oncePer(outcomes.counted, ({ participantId }) => participantId)
  const responses = latestResponses(records.survey, asOf)
  const completions = records.completions.filter(
    ({ status, startOn, endOn }) => status !== 'corrected' && status !== 'enrolled' && (endOn ?? startOn) <= asOf,
  )
  const completed = completions.filter(({ status }) => status === 'completed')
  const consents = records.consents.filter(({ givenOn }) => givenOn <= asOf)
  const nominationStates = records.nominations.flatMap((nomination) => nominationStateOn(nomination, asOf) ?? [])

  const row = (entity: string, id: string, countedAs: string, on: Day): KpiRow => ({ entity, id, countedAs, on })
  return {
    figures: {
      asOf,
      period: settings.period,
      targets: settings.targets,
      declared: {
        newInPeriod: declaredNew.length,
        activeAsOf: declaredActive.length,
        employersNew: declaredNew.map(({ employerId }) => employerId).sort(),
        employersActive: declaredActive.map(({ employerId }) => employerId).sort(),
      },
      honoured: { value: honours.length, employers: honours.map(({ employerId }) => employerId).sort() },
      productivity: {
        value: distinct(productivity.map(({ employerId }) => employerId)).length,
        employers: distinct(productivity.map(({ employerId }) => employerId)),
      },
      badgeUse: {
        holders: holders.length,
        verifiedOutcomes: outcomes.counted.length,
        verifiedOutcomesByType: tally(outcomes.counted.map(({ type }) => type)),
        peopleWithVerifiedOutcome: people.length,
        notCounted: outcomesNotCounted,
      },
      survey: {
        respondents: responses.length,
        shown: responses.filter(hasShown).length,
        useful: responses.filter(foundUseful).length,
        notUsefulOrNotShown: responses.filter((response) => !foundUseful(response)).length,
      },
      counts: {
        completions: completions.length,
        completed: completed.length,
        badges: credentials.length,
        badgesByKind: tally(credentials.map(({ kind }) => kind)),
        badgesByValidity: tally(credentials.map((credential) => credentialValidityOn(credential, asOf))),
        nominationsByStatus: tally(nominationStates),
        consents: consents.length,
      },
    },
    rows: {
      'declared.newInPeriod': declaredNew.map((one) => row('declaration', one.id, numberOf(one), one.publishedOn)),
      'declared.activeAsOf': declaredActive.map((one) => row('declaration', one.id, numberOf(one), one.publishedOn ?? asOf)),
      honoured: honours.map((one) => row('honour', one.id, one.employerId, one.awardedOn ?? asOf)),
      productivity: productivity.map((one) => row('productivityRecord', one.id, one.employerId, one.verifiedOn ?? asOf)),
      'badgeUse.holders': holders.map((one) => row('credential', one.id, one.participantId, one.issuedOn)),
      'badgeUse.verifiedOutcomes': outcomes.counted.map((one) => row('outcome', one.id, one.id, one.effectiveOn)),
      'badgeUse.peopleWithVerifiedOutcome': people.map((one) => row('outcome', one.id, one.participantId, one.effectiveOn)),
      'survey.respondents': responses.map((one) => row('surveyResponse', one.participantId, one.participantId, one.answeredOn)),
      'survey.shown': responses.filter(hasShown).map((one) => row('surveyResponse', one.participantId, one.participantId, one.answeredOn)),
      'survey.useful': responses
        .filter(foundUseful)
        .map((one) => row('surveyResponse', one.participantId, one.participantId, one.answeredOn)),
      'counts.completions': completions.map((one) => row('completion', one.id, one.id, one.endOn ?? one.startOn)),
      'counts.completed': completed.map((one) => row('completion', one.id, one.id, one.endOn ?? one.startOn)),
      'counts.badges': credentials.map((one) => row('credential', one.id, one.id, one.issuedOn)),
      'counts.consents': consents.map((one) => row('consent', one.id, one.id, one.givenOn)),
    },
    notCounted,
    rules: kpiRules,
    rulesVersion: kpiRulesVersion,
  }
}

const numberOf = (declaration: KpiDeclaration): string => declaration.corporateNumber ?? declaration.employerId

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort()

/** The first record for each key, in order. */
const oncePer = <T>(records: readonly T[], key: (record: T) => string): T[] => {
  const first = new Map<string, T>()
  for (const record of records) if (!first.has(key(record))) first.set(key(record), record)
  return [...first.values()]
}

const tally = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** New: the first publication of a corporate number lies in the period. A renewal is not new, a later withdrawal does not undo it. */
const newDeclarations = (
  declarations: readonly KpiDeclaration[],
  inPeriod: (day: Day | undefined) => day is Day,
): (KpiDeclaration & { publishedOn: Day })[] => {
  const published = declarations.filter((one): one is KpiDeclaration & { publishedOn: Day } => one.publishedOn !== undefined)
  const firsts = oncePer(
    [...published].sort((a, b) => (a.publishedOn < b.publishedOn ? -1 : a.publishedOn > b.publishedOn ? 1 : a.version - b.version)),
    numberOf,
  )
  return firsts.filter(({ publishedOn }) => inPeriod(publishedOn))
}

const isActive = ({ publishedOn, validUntil, withdrawnOn, endedOn }: KpiDeclaration, day: Day): boolean =>
  publishedOn !== undefined &&
  publishedOn <= day &&
  (validUntil === undefined || day <= validUntil) &&
  (withdrawnOn === undefined || day < withdrawnOn) &&
  (endedOn === undefined || day < endedOn)

/** Verified records of the period that keep the rules of section 11; verified ones that break a rule are named with it. */
const productiveRecords = (
  records: KpiRecords,
  asOf: Day,
  inPeriod: (day: Day | undefined) => day is Day,
  settings: KpiSettings,
): { counted: KpiProductivity[]; problems: Kpis['notCounted'] } => {
  const worksFor = new Set(records.employments.map(({ participantId, employerId }) => `${participantId}|${employerId}`))
  const completions = records.completions.filter(({ startOn, endOn }) => (endOn ?? startOn) <= asOf)
  const byId = new Map(completions.map((completion) => [completion.id, completion]))
  const counted: KpiProductivity[] = []
  const problems: Kpis['notCounted'] = []
  for (const record of records.productivity) {
    if ((record.verifiedOn !== undefined && record.verifiedOn > asOf) || (record.submittedOn ?? asOf) > asOf) continue
    const linked = record.linkedCompletionIds.flatMap((id) => byId.get(id) ?? [])
    const broken = productivityProblems(
      { ...record, isDemo: false },
      linked,
      (participantId, employerId) => worksFor.has(`${participantId}|${employerId}`),
      settings.methods,
    )
    const why = [...(record.state === 'verified' ? [] : [record.state]), ...broken.map(({ message }) => message)]
    if (why.length === 0 && inPeriod(record.verifiedOn)) counted.push(record)
    else if (why.length > 0 && record.state !== 'draft') {
      problems.push({ figure: 'productivity', entity: 'productivityRecord', id: record.id, why: why.join(' ') })
    }
  }
  return { counted, problems }
}

const countedOutcomes = (
  records: KpiRecords,
  asOf: Day,
): { counted: KpiRecords['outcomes']; notCounted: { id: string; why: OutcomeNotCounted }[] } => {
  const consents = new Map(records.consents.map((consent) => [consent.id, consent]))
  const counted: KpiRecords['outcomes'] = []
  const notCounted: { id: string; why: OutcomeNotCounted }[] = []
  for (const outcome of records.outcomes) {
    if (outcome.effectiveOn > asOf) continue
    const consent = outcome.consentId === undefined ? undefined : consents.get(outcome.consentId)
    const state = outcome.before !== undefined && asOf < outcome.before.until ? outcome.before.state : outcome.state
    const why = outcomeNotCounted({ ...outcome, state }, consent?.purpose === 'outcome_reporting' ? consent : undefined, asOf)
    if (why === undefined) counted.push(outcome)
    else notCounted.push({ id: outcome.id, why })
  }
  return { counted, notCounted }
}

/** The state on a day by the history; the present state where no days are known. */
const nominationStateOn = (nomination: KpiNomination, day: Day): string | undefined => {
  const steps = [
    ...(nomination.history ?? []),
    ...(nomination.since === undefined ? [] : [{ state: nomination.state, on: nomination.since }]),
  ]
  if (steps.length === 0) return nomination.state
  return steps.filter(({ on }) => on <= day).at(-1)?.state
}

/** Verified-use rate: people with a counted outcome ÷ people with a valid badge; undefined while nobody holds one. */
export const verifiedUseRate = ({ badgeUse }: KpiFigures): { n: number; of: number; rate: number } | undefined =>
  badgeUse.holders === 0
    ? undefined
    : { n: badgeUse.peopleWithVerifiedOutcome, of: badgeUse.holders, rate: badgeUse.peopleWithVerifiedOutcome / badgeUse.holders }

/** The figure that is held against the target of declared employers, by the counting rule of the settings. */
export const declaredAgainstTarget = ({ declared }: KpiFigures, counting: KpiSettings['counting']): number =>
  counting === 'active' ? declared.activeAsOf : declared.newInPeriod
