import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { diskOf } from '../../src/disk-space.ts'
import { createApiKey } from '../../src/service/create-api-key.ts'
import type { Database } from '../../src/store/database.ts'
import { addCompletions, completionId } from '../../test/support/many-completions.ts'
import { newWebWorld } from '../../test/support/web-world.ts'

export interface Answer {
  status: number
  retryAfter: string | undefined
}

/** The service as it answers over HTTP, with one course and many completions, on a database file. */
export interface Served {
  database: Database
  /** issues the next badge by the API */
  issue(): Promise<Answer>
  /** status of `/readyz` */
  ready(): Promise<number>
  /** status of what must go on whatever happens to writing: a badge page, its credential, its status list, a verification, the pulse */
  readAll(): Promise<number[]>
  close(): Promise<void>
}

export const newServed = async (options: { file: string; completions?: number }): Promise<Served> => {
  const web = await newWebWorld({
    file: options.file,
    ready: async () => {
      const disk = diskOf({ kind: 'sqlite', file: options.file })
      return { ok: disk === 'ok', detail: { disk } }
    },
  })
  const { world } = web
  await world.loadOne(['CMP-001'])
  const sample = world.programme.completions.find(({ id }) => id === 'CMP-001')
  if (sample === undefined) throw new Error('the demo has no CMP-001')
  await addCompletions({ db: world.deps.db }, sample, { from: 0, count: options.completions ?? 20 })
  const badge = await web.badge('CMP-001')
  const { secret } = await createApiKey(world.deps, world.system, { role: 'operator', label: 'scenario', organisationSlug: 'op-04' })
  const server = createServer(web.app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let next = 0
  const issue = async (): Promise<Answer> => {
    const answer = await fetch(`${base}/api/v1/credentials`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ completionId: completionId(next++), notify: false }),
    })
    await answer.arrayBuffer()
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') ?? undefined }
  }
  const get = async (path: string, accept: string): Promise<number> => {
    const answer = await fetch(`${base}${path}`, { headers: { Accept: accept } })
    await answer.arrayBuffer()
    return answer.status
  }
  const verify = async (): Promise<number> => {
    const answer = await fetch(`${base}/verify`, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ text: badge.document.text }),
    })
    const { verdict } = (await answer.json()) as { verdict?: string }
    return answer.status === 200 && verdict !== 'valid' ? 599 : answer.status
  }
  // The list is signed once before anything happens.
  await get(`/status/${badge.entry.listId}`, 'application/json')
  return {
    database: world.database,
    issue,
    ready: () => get('/readyz', '*/*'),
    readAll: () =>
      Promise.all([
        get(`/badges/${badge.id}`, 'text/html'),
        get(`/badges/${badge.id}`, 'application/vc'),
        get(`/status/${badge.entry.listId}`, 'application/json'),
        get('/healthz', '*/*'),
        verify(),
      ]),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await web.close()
    },
  }
}
