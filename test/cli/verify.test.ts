import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'
import { badge, issuer } from '../conformance/documents.ts'
import { seal } from '../conformance/sign.ts'

/** The command as somebody types it. What it says of each kind of badge is held in test/conformance/verify.test.ts. */
let directory: string
const file = (name: string): string => join(directory, name)

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'akashi-verify-'))
  mkdirSync(file('keys'), { mode: 0o700 })
  const good = await seal(badge(), issuer)
  writeFileSync(file('altered.json'), JSON.stringify({ ...good, name: 'Altered' }))
})
afterAll(() => rmSync(directory, { recursive: true }))

const akashi = (
  words: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; output: string; errors: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'src/cli/akashi.ts'), ...words], {
      env: {
        PATH: process.env['PATH'],
        AKASHI_DATABASE_URL: `sqlite:${file('akashi.db')}`,
        AKASHI_KEYS_DIR: file('keys'),
        AKASHI_OUTWARD: 'off',
        ...environment,
      },
    })
    const heard = { output: '', errors: '' }
    child.stdout.on('data', (chunk: Buffer) => {
      heard.output += chunk.toString('utf8')
    })
    child.stderr.on('data', (chunk: Buffer) => {
      heard.errors += chunk.toString('utf8')
    })
    child.once('close', (code) => resolve({ code, ...heard }))
  })

test('an altered badge ends with 1, and the proof is saved; a command that cannot begin ends with 4', async () => {
  const [altered, broken] = await Promise.all([
    akashi(['verify', file('altered.json'), '--save', file('proof.json')]),
    akashi(['verify', file('altered.json')], { AKASHI_DATABASE_URL: 'paper://archive' }),
  ])
  expect(altered).toMatchObject({ code: 1, output: expect.stringMatching(/^Not valid\.\n/) })
  expect(JSON.parse(readFileSync(file('proof.json'), 'utf8'))).toMatchObject({ verdict: 'invalid' })
  expect(broken).toMatchObject({ code: 4, output: '', errors: expect.stringContaining('AKASHI_DATABASE_URL') })
}, 60_000)
