/** Counters that other rooms keep; put together in `compose.ts`. */
export interface MetricsSources {
  /** the compiled path of the verifier */
  verifierShapes(): { filled: number; fallbacks: Partial<Record<string, number>> }
  /** tasks that wait for a thread, by pool */
  waiting(): Record<string, number>
  /** looks outward by result */
  outward(): Record<string, number>
  /** counters of the process: memory, event loop, open files */
  processMetrics: boolean
}
