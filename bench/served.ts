import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { publishedDigests } from '../contexts/published-digests.ts'
import { readProgramme } from '../src/cli/read-programme.ts'
import { compose, type House } from '../src/compose.ts'
import { readConfig } from '../src/config.ts'
import type { Actor } from '../src/domain/actor.ts'
import { logSink } from '../src/log-sink.ts'
import { projectRoot } from '../src/project-root.ts'
import { createApiKey } from '../src/service/create-api-key.ts'
import { loadProgramme } from '../src/service/load-programme.ts'
import { verifying } from '../src/service/verifying.ts'
import { createApp } from '../src/web/app.ts'
import { addCompletions, completionId } from '../test/support/many-completions.ts'
import { oneCourse, SESSION_COMPLETION } from './world.ts'

/** The whole service on loopback, as `npm start` puts it together, with one course of the demo programme and `count` completions of it. */
export interface Served {
  house: House
  actor: Actor
  base: string
  /** of a secretariat, for the programme's API */
  apiKey: string
  completionId(n: number): string
  close(): Promise<void>
}

export const served = async (count: number): Promise<Served> => {
  const directory = mkdtempSync(join(tmpdir(), 'akashi-served-'))
  const assets = join(directory, 'assets')
  execFileSync(process.execPath, ['--import', 'tsx', join(projectRoot, 'scripts/build-assets.ts'), assets], { cwd: projectRoot })
  const house = await compose(
    readConfig({
      AKASHI_PUBLIC_URL: 'http://localhost:3000',
      AKASHI_DATABASE_URL: `sqlite:${join(directory, 'akashi.db')}`,
      AKASHI_KEYS_DIR: join(directory, 'keys'),
      AKASHI_DEMO: 'off',
      AKASHI_OUTWARD: 'off',
      AKASHI_RATE_LIMITS: 'off',
    }),
  )
  const { deps, database } = house
  const actor: Actor = { kind: 'system', reason: 'bench' }
  const programme = readProgramme(join(projectRoot, 'demo'))
  await loadProgramme(deps, actor, oneCourse(programme))
  const sample = programme.completions.find(({ id }) => id === SESSION_COMPLETION)
  if (sample === undefined) throw new Error(`the demo programme has no completion ${SESSION_COMPLETION}`)
  await addCompletions({ db: database.db, sqlite: database.sqlite }, sample, { from: 0, count })
  const app = createApp({
    deps,
    verifying: verifying(deps, house.verifier, house.work),
    // Every request is logged, as in a real service; nobody reads it.
    log: pino({ level: 'info' }, logSink('/dev/null')),
    assetsDir: assets,
    rateLimits: false,
    publishedDigests,
    demo: true,
    sources: house.sources,
    ready: async () => ({ ok: true, detail: {} }),
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  house.work.warm()
  const { secret } = await createApiKey(deps, actor, { role: 'secretariat', label: 'bench' })
  return {
    house,
    actor,
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey: secret,
    completionId,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await house.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
