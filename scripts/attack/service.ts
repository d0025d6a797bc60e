import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { projectRoot } from '../../src/project-root.ts'
import { agentOf, send } from './send.ts'

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/**
 * Starts the built service with the demo programme in a directory of its own, once it is ready.
 *
 * @returns the process, its address, and the ids of badges that it named
 */
export const startService = async (home: string) => {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const service = spawn(process.execPath, [join(projectRoot, 'dist/src/main.js')], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      AKASHI_PUBLIC_URL: base,
      AKASHI_DATABASE_URL: `sqlite:${join(home, 'akashi.db')}`,
      AKASHI_KEYS_DIR: join(home, 'keys'),
      AKASHI_DEMO: 'on',
      AKASHI_OUTWARD: 'off',
      AKASHI_RATE_LIMITS: 'off',
      AKASHI_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  service.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  const agent = agentOf(1)
  for (let attempt = 0; attempt < 240; attempt++) {
    if (service.exitCode !== null) throw new Error(`The service ended: ${output}`)
    const ready = await send(base, agent, { path: '/readyz', method: 'GET', headers: {} })
    if (ready.status === 200 && /\/badges\//.test(output)) break
    await wait(500)
  }
  const addresses = [...output.matchAll(/\/badges\/([0-9a-z]{26})/g)].map((match) => match[1] as string)
  agent.destroy()
  return { service, base, addresses }
}
