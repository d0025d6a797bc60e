import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from '../../src/project-root.ts'

function findAbove(directory: string): string | undefined {
  const candidate = join(directory, 'shared', 'spec')
  if (existsSync(join(candidate, 'CONFORMANCE.md'))) return candidate
  const parent = dirname(directory)
  return parent === directory ? undefined : findAbove(parent)
}

/**
 * The folder of specification texts, contexts, schemas, examples and vectors, which is not part of this project:
 * `AKASHI_SPEC_DIR`, else a folder `shared/spec` beside the project or above it. Tests that read it run only where it is.
 */
export const specDir: string | undefined = process.env['AKASHI_SPEC_DIR'] ?? findAbove(projectRoot)
