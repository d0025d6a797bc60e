import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readPassphrase } from '../../src/signing/passphrase.ts'

let keysDir: string
let file: string
beforeEach(() => {
  keysDir = mkdtempSync(join(tmpdir(), 'akashi-keys-'))
  file = join(keysDir, 'passphrase')
})
afterEach(() => rmSync(keysDir, { recursive: true, force: true }))

describe('a passphrase that the operator keeps in a file', () => {
  test('is read without its line end', () => {
    writeFileSync(file, 'twelve letters\n', { mode: 0o600 })
    expect(readPassphrase({ file, keysDir, isLocal: false })).toEqual({ passphrase: Buffer.from('twelve letters'), development: false })
  })

  test('is refused when others may read it, without saying it', () => {
    writeFileSync(file, 'twelve letters\n', { mode: 0o600 })
    chmodSync(file, 0o644)
    expect(() => readPassphrase({ file, keysDir, isLocal: false })).toThrow(expect.objectContaining({ code: 'key_file_unsafe' }))
    expect(() => readPassphrase({ file, keysDir, isLocal: false })).not.toThrow(/twelve letters/)
  })

  test('is refused when it is shorter than 12 characters', () => {
    writeFileSync(file, 'elevenchars\n', { mode: 0o600 })
    expect(() => readPassphrase({ file, keysDir, isLocal: false })).toThrow(expect.objectContaining({ code: 'passphrase_missing' }))
  })
})

describe('a development passphrase', () => {
  test('is made once on localhost, for the owner alone, and is the same afterwards', () => {
    const first = readPassphrase({ file: undefined, keysDir, isLocal: true })
    expect(first.development).toBe(true)
    expect(first.passphrase.length).toBeGreaterThanOrEqual(32)
    expect(statSync(join(keysDir, 'development-passphrase')).mode & 0o777).toBe(0o600)
    expect(readPassphrase({ file: undefined, keysDir, isLocal: true })).toEqual(first)
  })

  test('is never made for a service that is public', () => {
    expect(() => readPassphrase({ file: undefined, keysDir, isLocal: false })).toThrow(
      expect.objectContaining({ code: 'passphrase_missing' }),
    )
    expect(existsSync(join(keysDir, 'development-passphrase'))).toBe(false)
  })

  test('is not made anew where key files stand that another one opens', () => {
    writeFileSync(join(keysDir, 'council.key.json'), '{}', { mode: 0o600 })
    expect(() => readPassphrase({ file: undefined, keysDir, isLocal: true })).toThrow(/is gone. Put it back/)
    expect(existsSync(join(keysDir, 'development-passphrase'))).toBe(false)
  })

  test('is refused when others may read it', () => {
    readPassphrase({ file: undefined, keysDir, isLocal: true })
    chmodSync(join(keysDir, 'development-passphrase'), 0o644)
    expect(() => readPassphrase({ file: undefined, keysDir, isLocal: true })).toThrow(expect.objectContaining({ code: 'key_file_unsafe' }))
  })
})
