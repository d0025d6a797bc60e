/** The way from a completion to an effect: 修了 completed → 申請 applied → 受取 claimed → 提示 shown → 処遇 outcome (DOMAIN section 1). */

export const funnelSteps = ['completed', 'applied', 'claimed', 'shown', 'outcome'] as const
export type FunnelStep = (typeof funnelSteps)[number]

/** One completion with what became of it. */
export interface FunnelRecord {
  completionId: string
  participantId: string
  courseId: string
  /** an application, or a badge */
  applied: boolean
  credentialId?: string
  claim?: 'unclaimed' | 'claimed' | 'declined'
  /** a link or page is open, a share link was made, or the learner said so in the survey */
  shown: boolean
  /** a counted outcome names the badge */
  hasOutcome: boolean
}

export interface Funnel {
  counts: Record<FunnelStep, number>
  /** completions that stopped before the step: `applied` holds those completed and not applied */
  workLists: Record<Exclude<FunnelStep, 'completed'>, FunnelRecord[]>
  declined: FunnelRecord[]
}

/** Whether a record got as far as a step; each step contains the ones before. */
const reached: Record<FunnelStep, (record: FunnelRecord) => boolean> = {
  completed: () => true,
  applied: ({ applied }) => applied,
  claimed: ({ applied, claim }) => applied && claim === 'claimed',
  shown: ({ applied, claim, shown }) => applied && claim === 'claimed' && shown,
  outcome: ({ applied, claim, shown, hasOutcome }) => applied && claim === 'claimed' && shown && hasOutcome,
}

/**
 * Counts and work lists of a set of completed courses.
 *
 * @param records - completions with the status `completed` only
 */
export const funnel = (records: readonly FunnelRecord[]): Funnel => {
  const counts = Object.fromEntries(funnelSteps.map((step) => [step, records.filter(reached[step]).length])) as Record<FunnelStep, number>
  const stoppedBefore = (step: FunnelStep, after: FunnelStep): FunnelRecord[] =>
    records.filter((record) => reached[after](record) && !reached[step](record) && record.claim !== 'declined')
  return {
    counts,
    workLists: {
      applied: stoppedBefore('applied', 'completed'),
      claimed: stoppedBefore('claimed', 'applied'),
      shown: stoppedBefore('shown', 'claimed'),
      outcome: stoppedBefore('outcome', 'shown'),
    },
    declined: records.filter(({ claim }) => claim === 'declined'),
  }
}
