import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { diskOf } from '../src/disk-space.ts'
import { projectRoot } from '../src/project-root.ts'

describe('whether the disk has room', () => {
  const sqlite = { kind: 'sqlite', file: '/data/below/akashi.db' } as const

  test('is asked of the folder of an SQLite file, and says how much is left', () => {
    const asked: string[] = []
    const free = (bytes: number) => (folder: string) => {
      asked.push(folder)
      return bytes
    }
    expect(diskOf(sqlite, free(20_000_000))).toBe('ok')
    expect(diskOf(sqlite, free(19_999_999))).toBe('only 19 MB free at /data/below')
    expect(asked).toEqual(['/data/below', '/data/below'])
  })

  test('is no question for a database in memory or elsewhere', () => {
    const never = () => 0
    expect(diskOf({ kind: 'sqlite', file: ':memory:' }, never)).toBe('ok')
    expect(diskOf({ kind: 'postgres', url: 'postgres://host/akashi' }, never)).toBe('ok')
  })
})

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

describe('a service that is told to stop', () => {
  test('says so at /readyz for a second while it still answers, then ends by itself with 0', { timeout: 90_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'akashi-stop-'))
    const port = await freePort()
    const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'src', 'main.ts')], {
      cwd: projectRoot,
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        AKASHI_DEMO: 'off',
        AKASHI_DATABASE_URL: `sqlite:${join(directory, 'akashi.db')}`,
        AKASHI_KEYS_DIR: join(directory, 'keys'),
      },
      stdio: 'ignore',
    })
    const exit = once(child, 'exit') as Promise<[number | null]>
    const ask = async (path: string): Promise<{ status: number; body: Record<string, string> }> => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { Connection: 'close' } }).catch(() => undefined)
      return { status: answer?.status ?? 0, body: answer === undefined ? {} : ((await answer.json()) as Record<string, string>) }
    }
    try {
      for (let tries = 0; (await ask('/readyz')).status !== 200; tries += 1) {
        if (tries > 400 || child.exitCode !== null) throw new Error('the service did not start')
        await pause(150)
      }
      const told = performance.now()
      child.kill('SIGTERM')
      let notice = await ask('/readyz')
      while (notice.status === 200 && performance.now() - told < 900) notice = await ask('/readyz')
      expect(notice).toMatchObject({ status: 503, body: { status: 'not ready', state: 'stopping', database: 'ok' } })
      expect((await ask('/healthz')).status).toBe(200)
      expect((await exit)[0]).toBe(0)
      expect(performance.now() - told).toBeGreaterThan(950)
      expect((await ask('/healthz')).status).toBe(0)
    } finally {
      child.kill('SIGKILL')
      rmSync(directory, { recursive: true, force: true })
    }
  })
})
