import { growHeapSlowly } from '../src/heap.ts'
import { issueBatch } from '../src/service/issue-batch.ts'
import { benchWorld } from './world.ts'

/** Issues as many badges as the argument says and prints the resident memory in MiB: before, and at the peak. */
// As the service and its commands do.
growHeapSlowly()
const count = Number(process.argv[2])
const world = await benchWorld()
await world.addCompletions(count)
const before = process.memoryUsage().rss
const { issued } = await issueBatch(world.deps, world.actor, { sessionId: world.sessionId })
if (issued !== count) throw new Error(`${issued} of ${count} badges were issued`)
await world.close()
console.log(JSON.stringify({ before: before / 2 ** 20, peak: process.resourceUsage().maxRSS / 1024 }))
