import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const isRoot = (directory: string): boolean => {
  const file = join(directory, 'package.json')
  return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'akashi'
}

const findRoot = (from: string): string => {
  if (isRoot(from)) return from
  const parent = dirname(from)
  if (parent === from) throw new Error('The directory of the akashi package was not found above this file.')
  return findRoot(parent)
}

/** The directory of this package, the same whether the code runs from `src` or from `dist/src`. */
export const projectRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)))
