import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Request } from 'express'
import { shareCredential } from '../src/service/holder.ts'
import { issueBatch } from '../src/service/issue-batch.ts'
import { findCredentialOfCompletion } from '../src/store/credentials.ts'
import { writeSetting } from '../src/store/settings.ts'
import { type Figure, median } from './figure.ts'
import { type Load, loader } from './load.ts'
import { type Served, served } from './served.ts'

const ROUNDS = 5
const CONNECTIONS = 16
const SHARED_BADGES = 200
const BATCH = 1000
const KIB = 1024

/** One thing that is asked of the service, and a handler of the same framework that has the answer ready. */
interface Scenario {
  name: string
  load: Omit<Load, 'base' | 'connections' | 'amount'>
  connections?: number
  amount: number
  bound: string
  unit?: string
  /** badges or requests in one request, for the figure */
  each?: number
}

/** Requests to a few badges much more often than to others, always in the same order. */
const popular = (paths: readonly string[], length: number): string[] => {
  let state = 1
  return Array.from({ length }, () => {
    state = (state * 48_271) % (2 ** 31 - 1)
    return paths[Math.floor(paths.length ** (state / 2 ** 31)) - 1] as string
  })
}

const read = async (request: Request): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** A bare application that answers every request alike: as the service answered, or 304 to whoever has it. */
const bareServer = async (answer: { status: number; type: string; etag: string | null; body: Buffer }) => {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.get('/{*path}', (request, response) => {
    if (answer.etag !== null) response.set('ETag', answer.etag)
    if (answer.etag !== null && request.get('if-none-match') === answer.etag) response.status(304).end()
    else response.set('Content-Type', answer.type).end(answer.body)
  })
  app.post('/{*path}', async (request, response) => {
    JSON.parse(await read(request))
    response.status(answer.status).set('Content-Type', answer.type).end(answer.body)
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Asks the service and the bare handler in turns; @returns requests a second of each, and of the service its milliseconds */
const compare = async (service: Served, scenario: Scenario, send: ReturnType<typeof loader>['send']): Promise<Figure> => {
  const { method = 'GET', headers = {}, paths, bodies } = scenario.load
  // Each POST does something once: the first body is spent on the sample.
  const { 'If-None-Match': _, ...plain } = headers
  const sample = await fetch(`${service.base}${paths[0]}`, {
    method,
    headers: plain,
    ...(bodies === undefined ? {} : { body: bodies[0] as string }),
  })
  const body = Buffer.from(await sample.arrayBuffer())
  if (!sample.ok) throw new Error(`${scenario.name}: ${sample.status} ${body.toString('utf8').slice(0, 500)}`)
  const bare = await bareServer({
    status: sample.status,
    type: sample.headers.get('content-type') ?? '',
    etag: headers['If-None-Match'] ?? null,
    body,
  })
  const rates: { own: number; bare: number; p50: number; p99: number }[] = []
  const connections = scenario.connections ?? CONNECTIONS
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const own = { ...scenario.load, connections, amount: scenario.amount, base: service.base }
      if (bodies !== undefined && bodies.length > 1)
        own.bodies = bodies.slice(1 + round * scenario.amount, 1 + (round + 1) * scenario.amount)
      const ours = await send(own)
      const theirs = await send({ ...own, base: bare.base, amount: Math.max(scenario.amount, connections * 20) })
      if (round > 0) rates.push({ own: ours.perSecond, bare: theirs.perSecond, p50: ours.p50, p99: ours.p99 })
    }
  } finally {
    bare.close()
  }
  const middle = (of: (rate: (typeof rates)[number]) => number): number => median(rates.map(of))
  const each = scenario.each ?? 1
  return {
    name: scenario.name,
    value: middle(({ own }) => own) * each,
    unit: scenario.unit ?? 'requests per second',
    reference: `× a bare handler with the same bytes (${middle(({ bare }) => bare).toFixed(0)} requests per second; p50 ${middle(({ p50 }) => p50).toFixed(1)} ms, p99 ${middle(({ p99 }) => p99).toFixed(1)} ms)`,
    ratio: middle(({ own, bare }) => own / bare),
    bound: scenario.bound,
  }
}

/** What a browser loads before pictures: the page, its styles and scripts. */
const pageWeight = async ({ base }: Served, path: string): Promise<Figure> => {
  const size = async (address: string): Promise<{ text: string; bytes: number }> => {
    const answer = await fetch(`${base}${address}`, { headers: { Accept: 'text/html,*/*' } })
    if (!answer.ok) throw new Error(`${address} is answered with ${answer.status}`)
    const text = await answer.text()
    return { text, bytes: Buffer.byteLength(text) }
  }
  const page = await size(path)
  const parts = [...page.text.matchAll(/<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)"/g)].map((match) => match[1] as string)
  let bytes = page.bytes
  for (const part of new Set(parts)) bytes += (await size(part)).bytes
  return {
    name: `weight of the badge page before pictures: itself and ${parts.length} styles and scripts`,
    value: bytes / KIB,
    unit: 'KiB',
    reference: `÷ 100 KB (the page alone: ${(page.bytes / KIB).toFixed(1)} KiB)`,
    ratio: bytes / 100_000,
    bound: '≤ 1',
  }
}

/** A page that has to be made because something changed, beside one that was made before. */
const pageTime = async (service: Served, path: string, times: number): Promise<Figure> => {
  const ask = async (): Promise<number> => {
    const begin = performance.now()
    await (await fetch(`${service.base}${path}`, { headers: { Accept: 'text/html' } })).arrayBuffer()
    return performance.now() - begin
  }
  const [made, kept] = [[] as number[], [] as number[]]
  for (let n = -5; n < times; n++) {
    await writeSetting(service.house.deps.db, 'bench', String(n))
    const first = await ask()
    const second = await ask()
    if (n >= 0) made.push(first)
    if (n >= 0) kept.push(second)
  }
  return {
    name: 'a badge page after a change: verified, rendered and sent, one request at a time',
    value: median(made),
    unit: 'ms',
    reference: `÷ the same page again (${median(kept).toFixed(2)} ms)`,
    ratio: median(made) / median(kept),
    bound: '–',
  }
}

/**
 * The service under load on loopback, each scenario beside a bare express handler that answers with the same bytes, in turns in the same process; the
 * load comes from another process.
 *
 * @param count - single issues altogether; ten times as many reads a round
 */
export const measure = async ({ count }: { count: number }): Promise<Figure[]> => {
  const singles = Math.max(CONNECTIONS, Math.ceil(count / (ROUNDS + 1)))
  const reads = Math.max(CONNECTIONS * 10, 10 * singles)
  const bulkCalls = count >= 600 ? 2 : 1
  const batch = Math.min(BATCH, count)
  const needed = SHARED_BADGES + 1 + singles * (ROUNDS + 1) + (1 + bulkCalls * (ROUNDS + 1)) * batch
  const service = await served(needed)
  const load = loader()
  try {
    const { deps } = service.house
    let next = 0
    const ids = (size: number): string[] => Array.from({ length: size }, () => service.completionId(next++))
    const first = ids(SHARED_BADGES)
    await issueBatch(deps, service.actor, { completionIds: first })
    const badges = []
    for (const id of first) {
      const badge = await findCredentialOfCompletion(deps.db, id)
      if (badge === undefined || badge.state === 'reserved') throw new Error('a badge of the benchmark was not issued')
      await shareCredential(deps, service.actor, { id: badge.id, visibility: 'link', nameShown: true })
      badges.push(badge)
    }
    const pages = popular(
      badges.map(({ id }) => `/badges/${id}`),
      500,
    )
    // Pages are measured as they are read again and again; making one is measured by itself.
    for (const path of new Set(pages)) await (await fetch(`${service.base}${path}`, { headers: { Accept: 'text/html' } })).arrayBuffer()
    const [badge] = badges
    if (badge === undefined) throw new Error('there is no badge')
    const status = `/status/${badge.entry.listId}`
    const etagOf = async (path: string): Promise<string> => (await fetch(`${service.base}${path}`)).headers.get('etag') ?? ''
    const api = { Authorization: `Bearer ${service.apiKey}`, 'Content-Type': 'application/json' }
    const scenarios: Scenario[] = [
      { name: 'HTTP: badge page', load: { paths: pages, headers: { Accept: 'text/html' } }, amount: reads, bound: '≥ 0.3' },
      {
        name: 'HTTP: status list, 304 for whoever has it',
        load: { paths: [status], headers: { 'If-None-Match': await etagOf(status) } },
        amount: reads,
        bound: '≥ 0.5',
      },
      {
        name: 'HTTP: badge as JSON, 304 for whoever has it',
        load: { paths: [`/badges/${badge.id}.json`], headers: { 'If-None-Match': await etagOf(`/badges/${badge.id}.json`) } },
        amount: reads,
        bound: '–',
      },
      { name: 'HTTP: badge as JSON', load: { paths: pages.map((path) => `${path}.json`) }, amount: reads, bound: '–' },
      {
        name: 'HTTP: verify a badge',
        load: {
          method: 'POST',
          paths: ['/verify'],
          bodies: [JSON.stringify({ text: badge.document.text })],
          headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
        },
        amount: reads / 2,
        bound: '–',
      },
      {
        name: 'HTTP: issue one badge',
        load: {
          method: 'POST',
          paths: ['/api/v1/credentials'],
          bodies: ids(1 + singles * (ROUNDS + 1)).map((completionId) => JSON.stringify({ completionId, notify: false })),
          headers: api,
        },
        amount: singles,
        unit: 'badges per second',
        bound: '–',
      },
      {
        name: `HTTP: issue ${batch} badges a call`,
        load: {
          method: 'POST',
          paths: ['/api/v1/credentials/batch'],
          bodies: Array.from({ length: 1 + bulkCalls * (ROUNDS + 1) }, () => JSON.stringify({ completionIds: ids(batch) })),
          headers: api,
        },
        amount: bulkCalls,
        connections: 1,
        each: batch,
        unit: 'badges per second',
        bound: '–',
      },
    ]
    const figures: Figure[] = []
    for (const scenario of scenarios) figures.push(await compare(service, scenario, load.send))
    const page = `/badges/${badge.id}`
    return [...figures, await pageWeight(service, page), await pageTime(service, page, 50)]
  } finally {
    load.close()
    await service.close()
  }
}
