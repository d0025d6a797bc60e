/** One line of the benchmark: a measured value beside the reference that was measured in the same process, round by round. */
export interface Figure {
  /** what was measured, in words, e.g. `issue eddsa-rdfc-2022 in process` */
  name: string
  /** median over the rounds, in `unit` */
  value: number
  unit: string
  /** what it is compared with, in words, e.g. `one bare Ed25519 signature` */
  reference: string
  /** value ÷ reference, or reference ÷ value where the goal is "so many times faster"; `reference` says which */
  ratio: number
  /**
   * the same ratio by the processor's time alone, in the best tenth of the rounds: what it is where nothing else runs. Beside `ratio`, which is what
   * counts
   */
  calm?: number
  /** the goal for the ratio: `≤ 2.0`, `≥ 80`, or a number that it must be exactly; another text where there is no goal */
  bound: number | string
}

/** Whether a figure meets its bound; `undefined` where it has none. */
export const meets = ({ ratio, bound }: Figure): boolean | undefined => {
  if (typeof bound === 'number') return ratio === bound
  const goal = /^([≤≥]) ([\d.]+)$/.exec(bound)
  if (goal === null) return undefined
  return goal[1] === '≤' ? ratio <= Number(goal[2]) : ratio >= Number(goal[2])
}

/** What every benchmark file exports: `measure({ count })`, where `count` is how many badges (or operations) are worked on altogether. */
export type Measure = (options: { count: number }) => Promise<Figure[]>

/** The middle value, or the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  if (values.length === 0) throw new RangeError('There is no median of nothing.')
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/** Something to be measured: does `times` operations. */
export interface Candidate {
  name: string
  /** operations in each round; slow candidates do fewer, so that all rounds take about the same time */
  times: number
  run(times: number, round: number): void | Promise<void>
}

/** What was measured of each candidate, round by round: microseconds of one operation. */
export interface Rounds {
  /** by the clock */
  clock: ReadonlyMap<string, readonly number[]>
  /** of the processor, in all threads of this process */
  processor: ReadonlyMap<string, readonly number[]>
}

/**
 * Measures candidates side by side: after one round to warm up, round by round each candidate in turn, so that what else the machine
 * does falls on all of them alike.
 */
export const interleaved = async (candidates: readonly Candidate[], rounds: number): Promise<Rounds> => {
  const clock = new Map<string, number[]>(candidates.map(({ name }) => [name, []]))
  const processor = new Map<string, number[]>(candidates.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const candidate of candidates) {
      const used = process.cpuUsage()
      const begin = process.hrtime.bigint()
      await candidate.run(candidate.times, round)
      const microseconds = Number(process.hrtime.bigint() - begin) / 1_000 / candidate.times
      const { user, system } = process.cpuUsage(used)
      if (round === 0) continue
      clock.get(candidate.name)?.push(microseconds)
      processor.get(candidate.name)?.push((user + system) / candidate.times)
    }
  }
  return { clock, processor }
}

/** The median of one candidate by the clock. */
export const medianOf = ({ clock }: Rounds, name: string): number => median(clock.get(name) ?? [])

/** The median over the rounds of one candidate ÷ another, taken round by round. */
export const medianRatio = ({ clock }: Rounds, name: string, reference: string): number => {
  const [own, other] = [clock.get(name) ?? [], clock.get(reference) ?? []]
  return median(own.map((value, round) => value / (other[round] as number)))
}

/** The same by the processor's time, each in the best tenth of its rounds. */
export const calmRatio = ({ processor }: Rounds, name: string, reference: string): number =>
  bestTenth(processor.get(name) ?? []) / bestTenth(processor.get(reference) ?? [])

const bestTenth = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return median(sorted.slice(0, Math.max(1, Math.floor(sorted.length / 10))))
}
