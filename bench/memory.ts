import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Figure } from './figure.ts'

const run = promisify(execFile)
const child = fileURLToPath(new URL('./memory-child.ts', import.meta.url))

const peakOf = async (count: number): Promise<{ before: number; peak: number }> => {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', child, String(count)], { maxBuffer: 2 ** 20 })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { before: number; peak: number }
}

/**
 * Peak resident memory of a process of its own that issues a batch, with its thread and, running from source, the compiler of both.
 *
 * @param count - badges; a tenth of it is measured too, to see whether memory grows with the number
 */
export const measure = async ({ count }: { count: number }): Promise<Figure[]> => {
  const small = await peakOf(Math.max(100, Math.floor(count / 10)))
  const large = await peakOf(Math.max(1000, count))
  return [
    {
      name: `peak resident memory, ${count} badges`,
      value: large.peak,
      unit: 'MiB',
      reference: `÷ 256 MiB (before issuing: ${large.before.toFixed(0)} MiB)`,
      ratio: large.peak / 256,
      bound: '≤ 1',
    },
    {
      name: `growth of the peak, ${count} ÷ ${Math.floor(count / 10)} badges`,
      value: large.peak - small.peak,
      unit: 'MiB more',
      reference: `÷ the peak at a tenth (${small.peak.toFixed(0)} MiB)`,
      ratio: large.peak / small.peak,
      bound: '≤ 1.2',
    },
  ]
}
