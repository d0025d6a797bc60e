import { generateKeyPairSync, sign } from 'node:crypto'
import { issueBatch } from '../src/service/issue-batch.ts'
import { completionId } from '../test/support/many-completions.ts'
import { type Figure, median } from './figure.ts'
import { benchWorld } from './world.ts'

/** Badges of one measured batch: what is asked for, up to 10,000; bare signatures are measured in between. */
const pieceOf = (count: number): number => Math.min(10_000, count)
/** Batches that are measured, at least: one is too few for a median. */
const PIECES = 3
const BARE = 2000

/** Issues `count` badges into a database of its own; @returns microseconds per badge, and per bare signature measured in between */
const issueMany = async (count: number): Promise<{ badge: number; bare: number }> => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const bytes = new Uint8Array(64).fill(1)
  const timed = async (times: number, work: () => unknown): Promise<number> => {
    const begin = process.hrtime.bigint()
    await work()
    return Number(process.hrtime.bigint() - begin) / 1000 / times
  }
  const bare = (): Promise<number> =>
    timed(BARE, () => {
      for (let n = 0; n < BARE; n += 1) sign(null, bytes, privateKey)
    })
  const world = await benchWorld()
  try {
    const warm = 1000
    const piece = pieceOf(count)
    const total = Math.max(count, PIECES * piece)
    await world.addCompletions(total + warm)
    const issue = async (from: number, size: number): Promise<void> => {
      const completionIds = Array.from({ length: size }, (_, n) => completionId(from + n))
      const { issued } = await issueBatch(world.deps, world.actor, { completionIds })
      if (issued !== size) throw new Error(`${issued} of ${size} badges were issued`)
    }
    await issue(0, warm)
    await bare()
    const [badges, bares] = [[] as number[], [] as number[]]
    for (let from = 0; from < total; from += piece) {
      const size = Math.min(piece, total - from)
      bares.push(await bare())
      badges.push(await timed(size, () => issue(warm + from, size)))
    }
    return { badge: median(badges), bare: median(bares) }
  } finally {
    await world.close()
  }
}

/**
 * Issuing a batch with everything that belongs to it: load, judge, build, check, reserve durably, sign, store durably, audit chain. `synchronous=FULL`.
 *
 * @param count - the largest batch; 1,000, 10,000, 100,000 and 1,000,000 are measured up to it
 */
export const measure = async ({ count }: { count: number }): Promise<Figure[]> => {
  const figures: Figure[] = []
  let before: { count: number; badge: number } | undefined
  for (const size of [1000, 10_000, 100_000, 1_000_000].filter((size) => size <= Math.max(1000, count))) {
    const { badge, bare } = await issueMany(size)
    figures.push({
      name: `bulk issue with durable store, ${size} badges`,
      value: badge,
      unit: 'µs per badge',
      reference: `÷ one bare Ed25519 signature (${bare.toFixed(1)} µs)`,
      ratio: badge / bare,
      bound: size === 1000 ? 'none' : '≤ 3.5',
    })
    if (before !== undefined && before.count >= 10_000)
      figures.push({
        name: `growth: ${size} ÷ ${before.count} badges`,
        value: badge,
        unit: 'µs per badge',
        reference: `÷ the same at ${before.count}`,
        ratio: badge / before.badge,
        bound: size === 1_000_000 ? '≤ 1.5' : '≤ 1.2',
      })
    before = { count: size, badge }
  }
  return figures
}
