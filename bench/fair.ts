import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { loadContexts } from '../src/proof/contexts.ts'
import { courseBadges, did } from './badges.ts'
import type { Figure } from './figure.ts'
import { libraries } from './libraries.ts'
import { type LoadResult, loader } from './load.ts'
import { benchSigner } from './signer.ts'

/** Verifications a second: about what a busy day has, and few enough that waiting is not of their own making. */
const PER_SECOND = 40
const CONNECTIONS = 4
/** Verifications of one measured piece; p99 needs a hundred. */
const PIECE = 200
const LIBRARY_BADGES = 30

const isSource = import.meta.url.endsWith('.ts')

/** Badges a second of a loop of the libraries, without any storage. */
const libraryRate = async (): Promise<number> => {
  const contexts = loadContexts()
  const { key, seed } = benchSigner(contexts)
  const vc = await libraries(contexts, { seed, did, verificationMethod: key.verificationMethod }, '2026-10-08T02:03:04Z')
  const { make } = courseBadges()
  for (let n = 0; n < 5; n += 1) await vc.issue(make(n))
  const begin = performance.now()
  for (let n = 0; n < LIBRARY_BADGES; n += 1) await vc.issue(make(n))
  return LIBRARY_BADGES / ((performance.now() - begin) / 1000)
}

/**
 * A batch beside verification (RELIABILITY R17): how long people wait for a verdict while a batch is being issued, beside the same without; and whether
 * the batch is still as fast as the libraries are without storing anything.
 *
 * @param count - badges of the batch
 */
export const measure = async ({ count }: { count: number }): Promise<Figure[]> => {
  const rate = await libraryRate()
  const child = fork(fileURLToPath(new URL(`./fair-child.${isSource ? 'ts' : 'js'}`, import.meta.url)), [String(count)], {
    execArgv: isSource ? ['--import', 'tsx'] : [],
  })
  const told = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the service of the benchmark ended'))
      child.once('exit', ended)
      child.once('message', (message) => {
        child.off('exit', ended)
        resolve(message as T)
      })
    })
  const load = loader()
  try {
    const { base, text } = await told<{ base: string; text: string }>()
    const verify = (): Promise<LoadResult> =>
      load.send({
        base,
        method: 'POST',
        paths: ['/verify'],
        bodies: [JSON.stringify({ text })],
        headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
        connections: CONNECTIONS,
        amount: PIECE,
        perSecond: PER_SECOND,
      })
    await verify()
    const idle = await verify()
    let batch: { issued: number; seconds: number } | undefined
    const batchEnds = told<{ issued: number; seconds: number }>().then((answer) => {
      batch = answer
    })
    child.send('issue')
    // What was measured while the batch was running counts, and no more than that.
    const beside: LoadResult[] = []
    while (batch === undefined) beside.push(await verify())
    await batchEnds
    const { issued, seconds } = batch as { issued: number; seconds: number }
    if (issued !== count) throw new Error(`${issued} of ${count} badges were issued`)
    const counted = beside.length > 1 ? beside.slice(0, -1) : beside
    const p99 = Math.max(...counted.map((one) => one.p99))
    return [
      {
        name: `verification while ${count} badges are issued: p99`,
        value: p99,
        unit: 'ms',
        reference: `÷ without the batch (${idle.p99.toFixed(1)} ms; p50 ${idle.p50.toFixed(1)} ms, beside the batch ${counted[0]?.p50.toFixed(1)} ms)`,
        ratio: p99 / idle.p99,
        bound: '≤ 2',
      },
      {
        name: `a batch of ${count} beside verification`,
        value: issued / seconds,
        unit: 'badges per second',
        reference: `÷ a loop of @digitalbazaar/vc without storage (${rate.toFixed(0)} badges per second)`,
        ratio: issued / seconds / rate,
        bound: '≥ 1',
      },
    ]
  } finally {
    load.close()
    child.disconnect()
  }
}
