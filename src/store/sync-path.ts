import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Brings a file, or the names in a directory, to the disk: a renamed file is there only when its directory is. */
export const syncPath = (path: string): void => {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
