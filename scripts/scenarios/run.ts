import { readFileSync } from 'node:fs'
import { clockJumps } from './clock-jumps.ts'
import { damagedKeys } from './damaged-keys.ts'
import { fullDisk } from './full-disk.ts'
import { lockedDatabase } from './locked-database.ts'
import { migration } from './migration.ts'
import type { ScenarioOptions, ScenarioResult } from './scenario.ts'
import { tenYears } from './ten-years.ts'
import { verificationLoad } from './verification-load.ts'

const scenarios: Readonly<Record<string, (options: ScenarioOptions) => Promise<ScenarioResult>>> = {
  R5: fullDisk,
  R6: lockedDatabase,
  R7: damagedKeys,
  R9: clockJumps,
  R12: migration,
  R14: verificationLoad,
  R20: tenYears,
}

/** `npm run scenario -- R7 [--long]`: prints one JSON object; ends with 0 only if everything holds. */
const [name = '', ...flags] = process.argv.slice(2)
const scenario = scenarios[name]
if (scenario === undefined) {
  process.stderr.write(`Name one of ${Object.keys(scenarios).join(', ')}, e.g. npm run scenario -- R7\n`)
  process.exitCode = 2
} else {
  const started = performance.now()
  const result = await scenario({ long: flags.includes('--long') })
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  const seconds = Math.round((performance.now() - started) / 100) / 10
  process.stdout.write(`${JSON.stringify({ scenario: name, version, ...result, seconds })}\n`)
  process.exitCode = result.ok ? 0 : 1
}
