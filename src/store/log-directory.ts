import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The second place of the public log: a directory of plain files, e.g. one that a web server, a mirror or a repository takes from. It outlives the
 * database, so that a database that was rolled back or rewritten is noticed.
 */
export interface LogDirectory {
  path: string
  /** the last head that was written, as its note */
  latest(): string | undefined
  has(number: number): boolean
  /** writes a head, `heads/NNNNNN.txt`; and `latest.txt` last */
  write(head: { number: number; note: string }): void
  /** writes a file beside the heads, e.g. `keys.json` */
  writeFile(name: string, text: string): void
}

const nameOf = (number: number): string => `${String(number).padStart(6, '0')}.txt`

export const openLogDirectory = (path: string): LogDirectory => {
  const heads = join(path, 'heads')
  // Whole or not at all: a reader must never find half a file.
  const put = (file: string, text: string): void => {
    mkdirSync(heads, { recursive: true })
    writeFileSync(`${file}.new`, text, { flush: true })
    renameSync(`${file}.new`, file)
  }
  const latestFile = join(path, 'latest.txt')
  return {
    path,
    latest: () => (existsSync(latestFile) ? readFileSync(latestFile, 'utf8') : undefined),
    has: (number) => existsSync(join(heads, nameOf(number))),
    write: ({ number, note }) => {
      put(join(heads, nameOf(number)), note)
      put(latestFile, note)
    },
    writeFile: (name, text) => put(join(path, name), text),
  }
}
