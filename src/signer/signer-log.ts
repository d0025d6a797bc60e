import { createHash } from 'node:crypto'
import { closeSync, existsSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { ServiceError } from '../errors.ts'
import type { JsonObject } from '../json.ts'

/** The signer's own record of what it signed and refused; each line holds the digest of the line before. */
export interface SignerLog {
  /** writes lines to the disk, all or the call fails */
  append(entries: readonly JsonObject[]): void
  close(): void
}

const digest = (line: string): string => createHash('sha256').update(line).digest('hex')
const START = '0'.repeat(64)

/**
 * Opens the log, making it (mode 0600) if it is not there. It holds ids and digests and no document.
 *
 * @throws ServiceError `config_invalid` when a line does not follow from the one before
 */
export const openSignerLog = (path: string): SignerLog => {
  let previous = existsSync(path) ? checkSignerLog(path).head : START
  const file = openSync(path, 'a', 0o600)
  return {
    append: (entries) => {
      let head = previous
      const lines = entries.map((entry) => {
        const line = JSON.stringify({ ...entry, previous: head })
        head = digest(line)
        return `${line}\n`
      })
      const before = fstatSync(file).size
      try {
        writeFileSync(file, lines.join(''))
        fdatasyncSync(file)
      } catch (error) {
        // A disk that is full may have taken half a line; what follows must follow from the last whole one.
        ftruncateSync(file, before)
        throw error
      }
      previous = head
    },
    close: () => closeSync(file),
  }
}

/**
 * Derives the chain of a log again.
 *
 * @returns how many lines it has, and the digest of the last one
 * @throws ServiceError `config_invalid`, naming the first line that does not follow
 */
export const checkSignerLog = (path: string): { lines: number; head: string } => {
  let head = START
  let lines = 0
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue
    lines += 1
    if (previousOf(line) !== head)
      throw new ServiceError(
        'config_invalid',
        `The log of the signer ${path} was altered: line ${lines} does not follow from the line before. Move it away and find out why.`,
      )
    head = digest(line)
  }
  return { lines, head }
}

const previousOf = (line: string): unknown => {
  try {
    return (JSON.parse(line) as { previous?: unknown }).previous
  } catch {
    return undefined
  }
}
