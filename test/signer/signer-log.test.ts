import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkSignerLog, openSignerLog } from '../../src/signer/signer-log.ts'

// The module objects of Node are changed so that a write fails in its middle, as on a disk that is full.
const fs = createRequire(import.meta.url)('node:fs') as typeof import('node:fs')

test('a write that fails in its middle leaves the chain as it was, and the next entry follows from the last whole one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signer-log-'))
  const path = join(folder, 'signer.log')
  const log = openSignerLog(path)
  log.append([{ record: 'credential:one' }])
  const whole = readFileSync(path, 'utf8')
  const write = fs.writeFileSync
  fs.writeFileSync = (file, data) => {
    fs.writeSync(file as number, String(data).slice(0, 20))
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  syncBuiltinESMExports()
  try {
    expect(() => log.append([{ record: 'credential:two' }])).toThrow('no space left')
  } finally {
    fs.writeFileSync = write
    syncBuiltinESMExports()
  }
  expect(readFileSync(path, 'utf8')).toBe(whole)
  log.append([{ record: 'credential:three' }])
  expect(checkSignerLog(path).lines).toBe(2)
  log.close()
  rmSync(folder, { recursive: true })
})
