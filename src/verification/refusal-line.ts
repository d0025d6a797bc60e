import { line } from './checks/context.ts'
import type { Refusal } from './input-result.ts'
import type { Check } from './verdict.ts'

/** The line of an input that never reaches the checks. */
export const refusalLine = ({ check, code, detail, path }: Refusal): Check =>
  line(check, 'failed', code, { detail, ...(path === undefined ? {} : { path }) })
