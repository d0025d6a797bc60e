import { shareCredential } from '../src/service/holder.ts'
import { issueBatch } from '../src/service/issue-batch.ts'
import { findCredentialOfCompletion } from '../src/store/credentials.ts'
import { served } from './served.ts'

/** The service in a process of its own: says where it is and one badge of it, and issues a batch when it is told to. */
const count = Number(process.argv[2])
const service = await served(count + 1)
const { deps } = service.house
const first = service.completionId(0)
await issueBatch(deps, service.actor, { completionIds: [first] })
const badge = await findCredentialOfCompletion(deps.db, first)
if (badge === undefined || badge.state === 'reserved') throw new Error('the badge of the benchmark was not issued')
await shareCredential(deps, service.actor, { id: badge.id, visibility: 'link', nameShown: true })

process.on('message', async () => {
  const begin = performance.now()
  const completionIds = Array.from({ length: count }, (_, n) => service.completionId(n + 1))
  const { issued } = await issueBatch(deps, service.actor, { completionIds })
  process.send?.({ issued, seconds: (performance.now() - begin) / 1000 })
})
process.on('disconnect', () => void service.close().then(() => process.exit(0)))
process.send?.({ base: service.base, text: badge.document.text })
