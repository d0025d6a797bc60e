import { ServiceError } from '../../errors.ts'
import { type LogDirectory, openLogDirectory } from '../../store/log-directory.ts'
import { listHeads, listLogKeys, logExtent } from '../../store/transparency-log.ts'
import { judgeTreeHead, verifierKeyOf } from '../../verification/log/judge-head.ts'
import { rootOf } from '../../verification/log/merkle.ts'
import type { Deps } from '../deps.ts'
import { logOrigin, storedTree } from './tree.ts'

const CHUNK = 500

/**
 * Writes the signed heads that a directory lacks, after making sure that this log still begins with what stands there.
 *
 * @param path - another directory than the configured one
 * @returns how many were written
 * @throws ServiceError `log_altered` when the directory holds a head that does not fit this log
 */
export const publishHeads = async (deps: Deps, path?: string): Promise<{ written: number; path?: string }> => {
  const directory = path === undefined ? deps.logDirectory : openLogDirectory(path)
  if (directory === undefined) return { written: 0 }
  await requireContinues(deps, directory)
  let written = 0
  for (let after = 0; ; ) {
    const heads = await listHeads(deps.db, after, CHUNK)
    const last = heads.at(-1)
    if (last === undefined) break
    for (const head of heads)
      if (!directory.has(head.number)) {
        directory.write(head)
        written += 1
      }
    after = last.number
  }
  const origin = logOrigin(deps.publicUrl)
  const keys = (await listLogKeys(deps.db)).map((key) => ({ ...key, verifierKey: verifierKeyOf(origin, key.kid) }))
  directory.writeFile('keys.json', `${JSON.stringify({ origin, keys }, null, 2)}\n`)
  return { written, path: directory.path }
}

const requireContinues = async (deps: Deps, directory: LogDirectory): Promise<void> => {
  const note = directory.latest()
  if (note === undefined) return
  const altered = (problem: string): ServiceError =>
    new ServiceError('log_altered', `${directory.path}/latest.txt was published, and this log does not continue it: ${problem}.`)
  const keys = await listLogKeys(deps.db)
  const published = keys.map(({ kid }) => judgeTreeHead(note, kid)).find((head) => head !== undefined)
  if (published === undefined) throw altered('no key of this log signed it')
  const { size } = await logExtent(deps.db)
  if (published.treeSize > size) throw altered(`it has ${published.treeSize} entries, this log ${size}`)
  if ((await rootOf(storedTree(deps.db), published.treeSize)) !== published.rootHash)
    throw altered(`the first ${published.treeSize} entries have another root`)
}
