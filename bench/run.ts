import { parseArgs } from 'node:util'
import { type Figure, type Measure, meets } from './figure.ts'

/** Every benchmark, with the count that it has unless `--count` says another; `seldom`: only by name. */
const benchmarks: Record<string, { count: number; seldom?: true }> = {
  issue: { count: 5000 },
  verify: { count: 2000 },
  'status-list': { count: 40 },
  bulk: { count: 10_000 },
  memory: { count: 10_000 },
  http: { count: 600 },
  fair: { count: 10_000 },
}

const usage = `npm run bench [-- NAME …] [--count N] [--json]

  NAME     ${Object.keys(benchmarks).join(', ')}; all without a name
  --count  how many badges or operations, e.g. 100000; bulk and memory take up to 1000000,
           http single issues altogether and ten times as many reads a round
  --json   one JSON object for each figure, as a list, instead of a table

  issue, verify, status-list   in process, beside bare signatures and the libraries
  bulk, memory                 a batch with durable store; memory in a process of its own, from built code
  http                         the service on loopback, beside a bare handler of the same framework with the same bytes
  fair                         verification over HTTP while a batch is being issued, beside the same without`

const calm = (figure: Figure): string => (figure.calm === undefined ? '' : ` (undisturbed ${figure.calm.toFixed(2)})`)

const table = (figures: readonly Figure[]): string =>
  figures
    .flatMap((figure) => {
      const met = { true: 'met', false: 'NOT MET', undefined: '' }[String(meets(figure))]
      return [
        figure.name,
        `    ${figure.value.toFixed(1)} ${figure.unit}; ${figure.ratio.toFixed(2)} ${figure.reference}${calm(figure)}; goal ${figure.bound} ${met}`,
      ]
    })
    .join('\n')

/** Runs benchmarks one after the other; each names the reference that it measured in the same process. */
export const runBenchmarks = async (names: readonly string[], count: number | undefined): Promise<Figure[]> => {
  const unknown = names.find((name) => !Object.hasOwn(benchmarks, name))
  if (unknown !== undefined) throw new Error(`There is no benchmark ${unknown}.\n\n${usage}`)
  const figures: Figure[] = []
  for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
    const { measure } = (await import(`./${name}.ts`)) as { measure: Measure }
    figures.push(...(await measure({ count: count ?? (benchmarks[name]?.count as number) })))
  }
  return figures
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
})
const count = values.count === undefined ? undefined : Number(values.count)
if (values.help === true || (count !== undefined && !(Number.isInteger(count) && count > 0))) console.log(usage)
else {
  const figures = await runBenchmarks(positionals, count)
  console.log(values.json === true ? JSON.stringify(figures, null, 2) : table(figures))
}
