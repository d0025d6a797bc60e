/*
 * All attacks of SECURITY T9 to T11 at once against a service of its own, with ordinary badges and /healthz meanwhile (T9's acceptance test,
 * RELIABILITY "more load than capacity"). Loopback only, bounded in time and number. Prints one JSON object; ends with 0 when every bar holds.
 *
 *   npx tsx scripts/attack.ts [--seconds 20] [--connections 24] [--pause 20] [--badges-per-second 10]
 *
 * The service has to be built: npm run build.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { JsonObject } from '../src/json.ts'
import { hostileRequests } from './attack/hostile-inputs.ts'
import { type Answer, agentOf, send } from './attack/send.ts'
import { startService } from './attack/service.ts'

const bars = { healthP99: 250, slowestAnswer: 5_000, refusalP99: 100, refusalsInside: 0.99, memoryMegabytes: 700 } as const

interface Orders {
  base: string
  badge: JsonObject
  seconds: number
  connections: number
  pause: number
  niceness: number
}

interface Flood {
  name: string
  status: number
  milliseconds: number
  retryAfter: boolean
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * The attackers, or the probe: a process of its own that sends one hostile request after the other over each connection. Attackers sit on machines
 * of their own; on this one they take what the service leaves of the processors. The probe is one sender at the service's own place, who has
 * nothing else to do: what it waits is what a refused visitor waits.
 */
const attack = async ({ base, badge, seconds, connections, pause, niceness }: Orders): Promise<Flood[]> => {
  const requests = hostileRequests(badge)
  setPriority(niceness)
  // What it costs to begin is no attack: all of them begin together, once each is ready.
  process.send?.('ready')
  await new Promise((resolve) => process.once('message', resolve))
  const agent = agentOf(connections)
  const end = performance.now() + seconds * 1_000
  const answers: Flood[] = []
  let next = 0
  const connection = async (): Promise<void> => {
    while (performance.now() < end) {
      const request = requests[next++ % requests.length] as (typeof requests)[number]
      const { status, milliseconds, retryAfter } = await send(base, agent, { ...request, method: 'POST' })
      answers.push({ name: request.name, status, milliseconds, retryAfter })
      await wait(pause)
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  agent.destroy()
  return answers
}

const percentile = (values: number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
}
const spread = (values: number[]) => ({
  count: values.length,
  p50: percentile(values, 0.5),
  p99: percentile(values, 0.99),
  max: percentile(values, 1),
})
const countBy = (values: (string | number)[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

const memoryOf = (pid: number): number => {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(found?.[1] ?? 0) / 1024)
}

/** A good badge by address, as its file and as what `/verify` takes. */
const goodBadge = async (base: string, addresses: string[]): Promise<{ document: JsonObject; text: string }> => {
  const agent = agentOf(1)
  try {
    for (const id of addresses) {
      const { status, text } = await send(base, agent, { path: `/badges/${id}.json`, method: 'GET', headers: {} })
      if (status !== 200) continue
      const body = Buffer.from(JSON.stringify({ verifiableCredential: JSON.parse(text) }))
      const headers = { 'content-type': 'application/json' }
      const answer = await send(base, agent, { path: '/credentials/verify', method: 'POST', headers, body })
      if (answer.status !== 200) continue
      // The badge is one of many alike, as in service: its shape is compiled once it was seen twice and nobody waits.
      for (let time = 0; time < 3; time++) {
        await wait(500)
        await send(base, agent, { path: '/credentials/verify', method: 'POST', headers, body })
      }
      return { document: JSON.parse(text) as JsonObject, text }
    }
  } finally {
    agent.destroy()
  }
  throw new Error('The demo programme shows no valid badge.')
}

/** How long refusals took inside the service by its own clock, from the head of the request to the end of the answer: shares of all of them. */
const refusalsInside = (metrics: string) => {
  const upTo = (seconds: string): number =>
    Number(new RegExp(`^akashi_http_refused_seconds_bucket\\{le="${seconds.replace('+', '\\+')}"\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? 0)
  const count = upTo('+Inf')
  const share = (seconds: string): number => (count === 0 ? 1 : Math.round((upTo(seconds) / count) * 1_000) / 1_000)
  return { count, within20Milliseconds: share('0.02'), within100Milliseconds: share('0.1'), within1Second: share('1') }
}

const ordinaryRequest = (turn: number, text: string) => {
  if (turn % 2 === 0) {
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    return { path: '/credentials/verify', method: 'POST' as const, headers, body: Buffer.from(`{"verifiableCredential":${text}}`) }
  }
  const boundary = 'ordinary-9b1c'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="badge.json"\r\nContent-Type: application/json\r\n\r\n`
  return {
    path: '/verify',
    method: 'POST' as const,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, accept: 'application/json' },
    body: Buffer.from(`${head}${text}\r\n--${boundary}--\r\n`),
  }
}

const verdictOf = ({ status, text, failure }: Answer): string => {
  if (status === 503) return 'overloaded'
  if (failure !== undefined) return failure
  try {
    return String((JSON.parse(text) as JsonObject)['verdict'])
  } catch {
    return `status ${status}`
  }
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '20' },
      connections: { type: 'string', default: '24' },
      pause: { type: 'string', default: '20' },
      'badges-per-second': { type: 'string', default: '10' },
      niceness: { type: 'string', default: '10' },
      quiet: { type: 'boolean', default: false },
    },
  })
  const seconds = Math.min(120, Number(values.seconds))
  const connections = values.quiet ? 0 : Math.min(200, Number(values.connections))
  const rate = Math.min(100, Number(values['badges-per-second']))
  const home = mkdtempSync(join(tmpdir(), 'akashi-attack-'))
  const { service, base, addresses } = await startService(home)
  try {
    const badge = await goodBadge(base, addresses)
    /** Starts a process of senders; what is returned lets it begin and waits for what it heard. */
    const prepareFlood = async (orders: Pick<Orders, 'connections' | 'pause' | 'niceness'>): Promise<() => Promise<Flood[]>> => {
      const flood = fork(fileURLToPath(import.meta.url), ['--attackers'], { execArgv: process.execArgv })
      const message = (): Promise<unknown> => new Promise((resolve) => flood.once('message', resolve))
      flood.send({ base, badge: badge.document, seconds, ...orders })
      await message()
      return async () => {
        flood.send('go')
        return (await message()) as Flood[]
      }
    }
    const attackers = await Promise.all([
      prepareFlood({ connections, pause: Math.max(0, Number(values.pause)), niceness: Number(values.niceness) }),
      prepareFlood({ connections: 1, pause: 30, niceness: 0 }),
    ])
    const [flooded, probed] = attackers.map((begin) => begin()) as [Promise<Flood[]>, Promise<Flood[]>]

    const health: Answer[] = []
    const ordinary: Promise<Answer>[] = []
    const memory: number[] = []
    const [healthAgent, ordinaryAgent] = [agentOf(4), agentOf(64)]
    const end = performance.now() + seconds * 1_000
    const beat = async (): Promise<void> => {
      while (performance.now() < end) {
        health.push(await send(base, healthAgent, { path: '/healthz', method: 'GET', headers: {} }))
        memory.push(memoryOf(service.pid as number))
        await wait(25)
      }
    }
    const badges = async (): Promise<void> => {
      for (let turn = 0; performance.now() < end; turn++) {
        ordinary.push(send(base, ordinaryAgent, ordinaryRequest(turn, badge.text)))
        await wait(1_000 / rate)
      }
    }
    await Promise.all([beat(), badges()])
    const answers = await Promise.all(ordinary)
    const attacks = await flooded
    const probes = await probed
    healthAgent.destroy()
    // A connection of its own: one that lay idle may just be closed by the service.
    const lastAgent = agentOf(1)
    const alive = (await send(base, lastAgent, { path: '/healthz', method: 'GET', headers: {} })).status === 200
    const refusedInside = refusalsInside((await send(base, lastAgent, { path: '/metrics', method: 'GET', headers: {} })).text)
    lastAgent.destroy()
    ordinaryAgent.destroy()

    const isRefusal = ({ status }: { status: number }): boolean => status === 503
    const refusals = [...answers, ...attacks, ...probes].filter(isRefusal)
    const times = (list: { milliseconds: number }[]): number[] => list.map(({ milliseconds }) => milliseconds)
    const report = {
      seconds,
      connections,
      health: spread(times(health)),
      ordinary: { ...spread(times(answers)), verdicts: countBy(answers.map(verdictOf)) },
      attacks: {
        ...spread(times(attacks)),
        statuses: countBy(attacks.map(({ status }) => status)),
        slowestByName: Object.fromEntries(
          [...new Set(attacks.map(({ name }) => name))].map((name) => {
            const own = attacks.filter((one) => one.name === name)
            return [name, { count: own.length, max: percentile(times(own), 1), statuses: countBy(own.map(({ status }) => status)) }]
          }),
        ),
      },
      refusalsInside: refusedInside,
      refusalsOfTheProbe: spread(times(probes.filter(isRefusal))),
      refusals: {
        ...spread(times(refusals)),
        withoutRetryAfter: refusals.filter(({ retryAfter }) => !retryAfter).length,
        late: countBy(
          attacks.filter(({ status, milliseconds }) => status === 503 && milliseconds > bars.refusalP99).map(({ name }) => name),
        ),
      },
      memoryMegabytes: Math.max(...memory),
      alive,
    }
    const broken = [
      ...(report.health.p99 < bars.healthP99 ? [] : [`/healthz p99 ${report.health.p99} ms`]),
      ...(Math.max(report.attacks.max, report.ordinary.max) < bars.slowestAnswer ? [] : ['slowest answer']),
      ...(report.refusalsOfTheProbe.p99 <= bars.refusalP99 ? [] : [`503 p99 ${report.refusalsOfTheProbe.p99} ms`]),
      ...(report.refusalsInside.within100Milliseconds >= bars.refusalsInside ? [] : ['503 inside the service within 100 ms']),
      ...(report.refusals.withoutRetryAfter === 0 ? [] : ['503 without Retry-After']),
      ...(report.memoryMegabytes < bars.memoryMegabytes ? [] : [`memory ${report.memoryMegabytes} MB`]),
      ...(attacks.some(({ status }) => status === 0 || (status >= 500 && status !== 503)) ? ['an attack crashed something'] : []),
      ...(answers.every((answer) => verdictOf(answer) === 'valid') ? [] : ['ordinary badges were not answered']),
      ...(alive ? [] : ['not alive afterwards']),
    ]
    process.stdout.write(`${JSON.stringify({ ...report, broken }, null, 2)}\n`)
    process.exitCode = broken.length === 0 ? 0 : 1
  } finally {
    service.kill('SIGTERM')
    await new Promise((resolve) => service.once('exit', resolve))
    rmSync(home, { recursive: true, force: true })
  }
}

if (process.argv.includes('--attackers'))
  process.once('message', async (orders) => {
    const answers = await attack(orders as Orders)
    process.send?.(answers, undefined, undefined, () => process.exit(0))
  })
else await main()
