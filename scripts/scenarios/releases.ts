import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { projectRoot } from '../../src/project-root.ts'

/** What a release left behind (`test/vectors/releases/`). */
export interface Release {
  release: string
  at: string
  issuer: string
  badges: { id: string; text: string; sha256: string; verdict: 'valid' | 'invalid' | 'unverifiable' }[]
  /** DID document and status lists by URL, as they were */
  documents: Record<string, string>
}

const folder = join(projectRoot, 'test', 'vectors', 'releases')

export const releases = (): Release[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => JSON.parse(readFileSync(join(folder, name, 'verdicts.json'), 'utf8')) as Release)

/** Unpacks the database of a release. */
export const unpackDatabase = ({ release }: Release, file: string): void =>
  writeFileSync(file, gunzipSync(readFileSync(join(folder, release, 'akashi.db.gz'))), { mode: 0o600 })
