import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oneCourse, SESSION_COMPLETION } from '../../bench/world.ts'
import { readProgramme } from '../../src/cli/read-programme.ts'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { projectRoot } from '../../src/project-root.ts'
import { loadProgramme } from '../../src/service/load-programme.ts'
import { verifyDocument } from '../../src/verification/verify-document.ts'
import { addCompletions } from '../../test/support/many-completions.ts'
import { type Acknowledged, brokenInvariants } from './invariants.ts'

export interface KillReport {
  rows: number
  kills: number
  /** lives that ended before the kill came */
  tooLate: number
  /** badges that a later life finished at its start */
  resumed: number
  acknowledged: number
  broken: string[]
}

const child = fileURLToPath(new URL('./issuing-child.ts', import.meta.url))
/** A life that neither ends nor can be killed is a defect. */
const LONGEST_MS = 120_000
const MAX_TRIES = 10

/** Numbers between 0 and 1, the same for the same seed. */
const seeded = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 48_271) % (2 ** 31 - 1)
    return state / (2 ** 31 - 1)
  }
}

/**
 * SIGKILL while a session is being issued (RELIABILITY R1): so many lives of a real process are ended, each at a random moment after it began to issue;
 * the last one ends by itself. Then all invariants must hold.
 *
 * @param plan.withinMs - the kill comes at most so long after a life is ready
 */
export const killWhileIssuing = async (plan: {
  rows: number
  kills: number
  withinMs: number
  seed: number
  chunkSize: number
}): Promise<KillReport> => {
  const directory = mkdtempSync(join(tmpdir(), 'akashi-kill-'))
  const environment = {
    AKASHI_PUBLIC_URL: 'http://localhost:3000',
    AKASHI_DATABASE_URL: `sqlite:${join(directory, 'akashi.db')}`,
    AKASHI_KEYS_DIR: join(directory, 'keys'),
    AKASHI_DEMO: 'off',
    AKASHI_OUTWARD: 'off',
  }
  const acknowledgedFile = join(directory, 'acknowledged')
  const random = seeded(plan.seed)
  const report: KillReport = { rows: plan.rows, kills: 0, tooLate: 0, resumed: 0, acknowledged: 0, broken: [] }
  try {
    const house = await compose(readConfig(environment))
    const programme = readProgramme(join(projectRoot, 'demo'))
    await loadProgramme(house.deps, { kind: 'system', reason: 'kill' }, oneCourse(programme))
    const sample = programme.completions.find(({ id }) => id === SESSION_COMPLETION)
    if (sample === undefined) throw new Error(`the demo programme has no completion ${SESSION_COMPLETION}`)
    await addCompletions({ db: house.database.db, sqlite: house.database.sqlite }, sample, { from: 0, count: plan.rows })
    await house.close()

    const live = (killAfterMs: number | undefined): Promise<boolean> =>
      new Promise((resolve, reject) => {
        const life = spawn(process.execPath, ['--import', 'tsx', child, sample.sessionId, acknowledgedFile, String(plan.chunkSize)], {
          env: { PATH: process.env['PATH'], ...environment },
          cwd: projectRoot,
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        const late = setTimeout(() => life.kill('SIGKILL'), LONGEST_MS)
        let [said, complained] = ['', '']
        let isKilled = false
        life.stderr.on('data', (chunk: Buffer) => {
          complained += chunk.toString('utf8')
        })
        life.stdout.on('data', (chunk: Buffer) => {
          const before = said
          said += chunk.toString('utf8')
          const ready = /^ready (\d+)$/m.exec(said)
          if (ready === null || /^ready \d+$/m.test(before)) return
          report.resumed += Number(ready[1])
          if (killAfterMs !== undefined)
            setTimeout(() => {
              isKilled = life.kill('SIGKILL')
            }, killAfterMs)
        })
        life.once('exit', (code, signal) => {
          clearTimeout(late)
          if (isKilled && signal === 'SIGKILL') resolve(true)
          else if (code === 0) resolve(false)
          else reject(new Error(`a life ended with ${code ?? signal}: ${complained.slice(-2000)}`))
        })
      })

    for (let n = 0; n < plan.kills; n += 1) {
      if (await live(Math.floor(random() * plan.withinMs))) report.kills += 1
      else report.tooLate += 1
    }
    await live(undefined)

    // A line that a kill cut in two was not acknowledged.
    const lines = existsSync(acknowledgedFile) ? readFileSync(acknowledgedFile, 'utf8').split('\n').slice(0, -1) : []
    const acknowledged = lines.flatMap((line): Acknowledged[] => {
      const [completionId, id, sha256] = line.split(' ')
      return completionId === undefined || id === undefined || sha256?.length !== 64 ? [] : [{ completionId, id, sha256 }]
    })
    report.acknowledged = new Set(acknowledged.map(({ id }) => id)).size
    const after = await compose(readConfig(environment))
    try {
      // A busy machine may lack the time to judge a new shape; that is no verdict on the badge.
      const verify = async (text: string): Promise<string> => {
        let verdict = ''
        for (let n = 0; n < MAX_TRIES && verdict !== 'valid'; n += 1) ({ verdict } = await verifyDocument(JSON.parse(text), after.verifier))
        return verdict
      }
      report.broken = await brokenInvariants(after.database, { acknowledged, completions: plan.rows }, verify)
      if (report.acknowledged !== plan.rows) report.broken.push(`I4: ${report.acknowledged} of ${plan.rows} were acknowledged in the end`)
    } finally {
      await after.close()
    }
    return report
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
