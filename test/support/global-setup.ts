import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { TestProject } from 'vitest/node'
import { projectRoot } from '../../src/project-root.ts'
import { startPostgres } from './postgres-server.ts'

/** Runs once before all test files: one real PostgreSQL, and the files that browsers load. Returns what ends it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  project.provide('postgresUrl', server.url)
  try {
    await buildBrowserAssets()
  } catch (error) {
    await server.stop()
    throw error
  }
  return server.stop
}

async function buildBrowserAssets(): Promise<void> {
  const script = join(projectRoot, 'scripts', 'build-assets.ts')
  if (!existsSync(script)) return
  const { buildAssets } = (await import(pathToFileURL(script).href)) as { buildAssets: () => Promise<unknown> }
  await buildAssets()
}
