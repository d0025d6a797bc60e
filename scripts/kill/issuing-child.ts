/* One life of the service that `scripts/kill.ts` ends: finishes what an earlier life left, then issues a session, and notes each badge that it acknowledged. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { issueBatch } from '../../src/service/issue-batch.ts'
import { requireNotBehind } from '../../src/service/reconcile.ts'
import { resumeIssuing } from '../../src/service/sign-reserved.ts'
import { findCredential } from '../../src/store/credentials.ts'

const [sessionId = '', acknowledged = '', chunkSize = '50'] = process.argv.slice(2)
const house = await compose(readConfig(process.env))
const synchronous = house.database.sqlite?.pragma('synchronous', { simple: true })
if (synchronous !== undefined && synchronous !== 2) throw new Error(`the database runs with synchronous=${String(synchronous)}`)
await requireNotBehind(house.deps)
const { finished, failed } = await resumeIssuing(house.deps)
if (failed.length > 0) throw new Error(`${failed.length} badges could not be finished: ${failed[0]?.reason}`)
process.stdout.write(`ready ${finished}\n`)

const file = openSync(acknowledged, 'a')
const report = await issueBatch(
  house.deps,
  { kind: 'system', reason: 'kill' },
  { sessionId },
  {
    chunkSize: Number(chunkSize),
    rows: async (outcomes) => {
      for (const row of outcomes) {
        if (row.outcome === 'refused') throw new Error(`${row.completionId} was refused: ${row.reason}`)
        const badge = await findCredential(house.deps.db, row.credentialId)
        if (badge === undefined || badge.state === 'reserved') throw new Error(`${row.credentialId} was acknowledged and is not there`)
        writeSync(file, `${row.completionId} ${badge.id} ${badge.document.sha256}\n`)
      }
      fsyncSync(file)
    },
  },
)
closeSync(file)
await house.close()
process.stdout.write(`done ${report.issued} ${report.already}\n`)
