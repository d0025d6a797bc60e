/*
 * SIGKILL in bulk issuance (RELIABILITY R1, random moments): a real process is killed again and again while it issues a session; after the last
 * start all invariants must hold. Prints one JSON object; ends with 0 only if they do.
 *
 *   npx tsx scripts/kill.ts [--rows 10000] [--kills 25] [--within 1500] [--seed 1] [--chunk 500]
 */
import { parseArgs } from 'node:util'
import { killWhileIssuing } from './kill/run.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '25' },
    within: { type: 'string', default: '1500' },
    seed: { type: 'string', default: '1' },
    chunk: { type: 'string', default: '500' },
  },
})
const report = await killWhileIssuing({
  rows: Number(values.rows),
  kills: Number(values.kills),
  withinMs: Number(values.within),
  seed: Number(values.seed),
  chunkSize: Number(values.chunk),
})
console.log(JSON.stringify(report, null, 2))
process.exitCode = report.broken.length === 0 && report.kills > 0 ? 0 : 1
