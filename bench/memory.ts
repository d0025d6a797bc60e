import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../src/project-root.ts'
import type { Figure } from './figure.ts'

const run = promisify(execFile)
/** The built code: the compiler of a process that runs from source takes as much memory as the batch. */
const child = join(projectRoot, 'dist', 'bench', 'memory-child.js')

const build = (): Promise<unknown> =>
  run(process.execPath, [join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.bench.json'], { cwd: projectRoot })

const peakOf = async (count: number): Promise<{ before: number; peak: number }> => {
  const { stdout } = await run(process.execPath, [child, String(count)], { maxBuffer: 2 ** 20 })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { before: number; peak: number }
}

/**
 * Peak resident memory of a process of its own that issues a batch, with its thread, from built code.
 *
 * @param count - badges; a tenth of it is measured too, to see whether memory grows with the number
 */
export const measure = async ({ count }: { count: number }): Promise<Figure[]> => {
  await build()
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
