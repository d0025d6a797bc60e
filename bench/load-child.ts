import autocannon, { type Options, type Result } from 'autocannon'
import type { Load, LoadResult } from './load.ts'

/** Sends what it is told to, from a process of its own, so that its work is not counted as the service's. Ends with its parent. */
const perform = async ({ base, paths, bodies, method, headers, connections, amount, perSecond }: Load): Promise<LoadResult> => {
  let [path, body] = [0, 0]
  const waits: number[] = []
  const options: Options = {
    url: base,
    connections,
    amount,
    timeout: 60,
    ...(perSecond === undefined ? {} : { overallRate: perSecond }),
    requests: [
      {
        method: method ?? 'GET',
        headers: headers ?? {},
        setupRequest: (request) => ({
          ...request,
          path: paths[path++ % paths.length] as string,
          ...(bodies === undefined ? {} : { body: bodies[body++ % bodies.length] as string }),
        }),
      },
    ],
  }
  const begin = performance.now()
  // The end of a run is noticed once a second only.
  let last = begin
  const result = await new Promise<Result>((resolve, reject) => {
    const instance = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)))
    instance.on('response', (_client, _status, _bytes, milliseconds) => {
      waits.push(milliseconds)
      last = performance.now()
    })
  })
  const seconds = (last - begin) / 1000
  waits.sort((a, b) => a - b)
  const at = (share: number): number => waits[Math.min(waits.length - 1, Math.floor(share * waits.length))] ?? 0
  return {
    answers: waits.length,
    wrong: result.errors + result.timeouts + result['4xx'] + result['5xx'],
    perSecond: waits.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
  }
}

process.on('message', (load: Load) => {
  void perform(load).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit(0))
