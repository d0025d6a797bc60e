import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '../../src/json.ts'
import { badge, issuer } from '../../test/conformance/documents.ts'
import { seal } from '../../test/conformance/sign.ts'
import { agentOf, send } from '../attack/send.ts'
import { startService } from '../attack/service.ts'
import type { ScenarioOptions, ScenarioResult } from './scenario.ts'
import type { LoadAnswer, LoadOrders } from './verification-load-child.ts'

const CONNECTIONS = 32
/** Far more than may be in work at once. */
const BEYOND = 128
const bars = { rate: 1.3, p99OfP50: 3, healthP99: 50, refusalP99: 100, growth: 1.5 } as const

/**
 * R14: verification under load, beside the same libraries in one process, in the same run. Of ten requests seven are good badges of another issuer, two
 * are altered, one is a badge of the service with a status entry. Then four times as many connections, which try again a tenth of a second after they were refused.
 * The service has to be built (npm run build).
 */
export const verificationLoad = async ({ long }: ScenarioOptions): Promise<ScenarioResult> => {
  const seconds = long ? 60 : 8
  const home = mkdtempSync(join(tmpdir(), 'akashi-r14-'))
  const { service, base, addresses } = await startService(home)
  const [sender, library] = [child(), child()]
  try {
    const own = await ownBadge(base, addresses)
    const [bodies, expected] = await mix(own.text)
    const libraryBase = (await library.ask({ library: { [own.did]: own.didDocument } })) as string
    const run = async (to: string, connections: number, time: number) =>
      (await sender.ask({ load: { base: to, bodies, connections, seconds: time } satisfies LoadOrders })) as LoadAnswer[]
    await run(base, CONNECTIONS, 3)
    const before = await run(libraryBase, CONNECTIONS, seconds / 4)
    const [answers, health] = await Promise.all([run(base, CONNECTIONS, seconds), pulse(base, seconds)])
    const after = await run(libraryBase, CONNECTIONS, seconds / 4)
    const beyond = await run(base, BEYOND, seconds / 4)

    const rate = (list: LoadAnswer[]): number => list.length / (Math.max(...list.map(([, , ms, at]) => at + ms)) / 1_000)
    const wrong = (list: LoadAnswer[], allowed: number[] = []): number =>
      list.filter(([place, status]) => status !== expected[place] && !allowed.includes(status)).length
    const times = answers.map(([, , ms]) => ms)
    const refusals = beyond.filter(([, status]) => status === 503)
    const served = beyond.filter(([, status]) => status !== 503)
    const half = (list: LoadAnswer[], second: boolean) =>
      at(
        list.filter(([, , , began]) => began > (seconds / 8) * 1_000 === second).map(([, , ms]) => ms),
        0.5,
      )
    const byKind = (status: number) =>
      at(
        answers.filter(([place]) => expected[place] === status).map(([, , ms]) => ms),
        0.99,
      )
    const found = {
      p99Good: round(byKind(200)),
      p99Altered: round(byKind(400)),
      perSecond: round(rate(answers)),
      librariesPerSecond: round((rate(before) + rate(after)) / 2),
      p50: round(at(times, 0.5)),
      p99: round(at(times, 0.99)),
      wrong: wrong(answers),
      librariesWrong: wrong(before) + wrong(after),
      healthP99: round(at(health, 0.99)),
      beyond: {
        connections: BEYOND,
        served: served.length,
        refused: refusals.length,
        wrong: wrong(beyond, [503]),
        refusalP50: round(
          at(
            refusals.map(([, , ms]) => ms),
            0.5,
          ),
        ),
        refusalP99: round(
          at(
            refusals.map(([, , ms]) => ms),
            0.99,
          ),
        ),
        servedP50FirstHalf: round(half(served, false)),
        servedP50SecondHalf: round(half(served, true)),
      },
    }
    const ratio = found.perSecond / found.librariesPerSecond
    const missed = [
      ...(ratio >= bars.rate ? [] : ['rate']),
      ...(found.p99 <= bars.p99OfP50 * found.p50 ? [] : ['p99']),
      ...(found.wrong + found.beyond.wrong === 0 ? [] : ['errors']),
      ...(found.healthP99 <= bars.healthP99 ? [] : ['/healthz']),
      ...(found.beyond.refusalP99 <= bars.refusalP99 ? [] : ['503 within 100 ms']),
      ...(found.beyond.servedP50SecondHalf <= bars.growth * found.beyond.servedP50FirstHalf ? [] : ['queue grows']),
    ]
    return { ok: missed.length === 0, ratio: round(ratio), ...found, missed }
  } finally {
    sender.end()
    library.end()
    service.kill('SIGTERM')
    await new Promise((resolve) => service.once('exit', resolve))
    rmSync(home, { recursive: true, force: true })
  }
}

const at = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0
const round = (value: number): number => Math.round(value * 10) / 10

const child = () => {
  const process = fork(fileURLToPath(new URL('./verification-load-child.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
  return {
    ask: (orders: object): Promise<unknown> =>
      new Promise((resolve, reject) => {
        process.once('exit', () => reject(new Error('a process of the scenario ended')))
        process.once('message', resolve)
        process.send(orders)
      }),
    end: () => process.disconnect(),
  }
}

const pulse = async (base: string, seconds: number): Promise<number[]> => {
  const agent = agentOf(1)
  const times: number[] = []
  for (const end = performance.now() + seconds * 1_000; performance.now() < end; await pause(25))
    times.push((await send(base, agent, { path: '/healthz', method: 'GET', headers: {} })).milliseconds)
  agent.destroy()
  return times
}

/** A shared course badge of the service, with the document in which its issuer publishes its key. */
const ownBadge = async (base: string, addresses: string[]) => {
  for (const id of addresses) {
    const answer = await fetch(`${base}/badges/${id}.json`)
    const text = await answer.text()
    const document = answer.ok ? (JSON.parse(text) as JsonObject) : {}
    // One with endorsements inside is several documents: it is not what most people hold.
    if (document['credentialStatus'] === undefined || document['endorsement'] !== undefined) continue
    const { id: did } = (JSON.parse(text) as { issuer: { id: string } }).issuer
    const didDocument = (await (await fetch(`${base}/.well-known/did.json`)).json()) as JsonObject
    return { text, did, didDocument }
  }
  throw new Error('The demo programme shows no badge.')
}

/** Ten requests in turn, over badges of a hundred holders, and the status with which each is answered. */
const mix = async (own: string): Promise<[bodies: string[], statuses: number[]]> => {
  const requests: [string, number][] = []
  for (let holder = 0; holder < 100; holder++) {
    const good = await seal(badge({ id: `https://badges.example.net/badges/${holder}`, name: `Badge ${holder}` }), issuer)
    const kinds = [good, good, good, { ...good, name: 'Altered' }, good, good, undefined, good, { ...good, id: 'urn:uuid:0' }, good]
    const document = kinds[holder % kinds.length]
    requests.push([
      `{"verifiableCredential":${document === undefined ? own : JSON.stringify(document)}}`,
      document === good || document === undefined ? 200 : 400,
    ])
  }
  return [requests.map(([body]) => body), requests.map(([, status]) => status)]
}
