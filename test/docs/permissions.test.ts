import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { permissionsPage } from '../../scripts/permissions-page.ts'
import { projectRoot } from '../../src/project-root.ts'

test('docs/permissions.md is what src/domain/permissions.ts and the matrix of routes say; `npx tsx scripts/permissions-page.ts` writes it anew', () => {
  expect(readFileSync(join(projectRoot, 'docs', 'permissions.md'), 'utf8')).toBe(permissionsPage())
})
