/** What a scenario answers: its own figures, and whether bar and invariants hold (RELIABILITY "Scenarios"). */
export interface ScenarioResult {
  ok: boolean
  [figure: string]: unknown
}

export interface ScenarioOptions {
  /** many rounds, as before a release; otherwise few, as in CI */
  long: boolean
}
