import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import { ed25519PrivateKey, ed25519PublicBytes } from '../../src/proof/ed25519.ts'
import { encodeMultikey } from '../../src/proof/multikey.ts'
import { type KeyDirectory, openKeyDirectory } from '../../src/signing/key-file.ts'
import { testCost } from '../support/world.ts'

const passphrase = Buffer.from('correct horse battery staple')
const now = new Date('2026-11-23T01:24:00Z')
const seed = Buffer.alloc(32, 7)
const kid = encodeMultikey({ type: 'Ed25519', bytes: ed25519PublicBytes(ed25519PrivateKey(seed)) })

let directory: string
let path: string
const open = (words: Buffer = passphrase): KeyDirectory => openKeyDirectory(directory, words, testCost)

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'akashi-keys-'))
  await open().writeSeed({ label: 'council', kid, publicKeyMultibase: kid, seed, now })
  path = join(directory, readdirSync(directory)[0] as string)
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** The refusal of opening the directory or reading the key; a test that gets none fails. */
const refusal = async (words?: Buffer): Promise<ServiceError> => {
  try {
    await open(words).readSeed(kid)
  } catch (error) {
    if (error instanceof ServiceError) return error
    throw error
  }
  throw new Error('the key was opened')
}

describe('a key file', () => {
  test('gives back exactly the seed that was written, and is readable by its owner alone', async () => {
    expect(await open().readSeed(kid)).toEqual(seed)
    expect(open().kids()).toEqual([kid])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    expect(readdirSync(directory)).toHaveLength(1)
  })

  test('holds the seed in no form that can be read', () => {
    const text = readFileSync(path, 'utf8')
    for (const form of ['hex', 'base64', 'base64url', 'latin1'] as const) expect(text).not.toContain(seed.toString(form))
  })

  test.each([0o644, 0o640, 0o604, 0o660, 0o755, 0o700])('of mode %o is refused with what to do', async (mode) => {
    chmodSync(path, mode)
    const error = await refusal()
    expect(error.code).toBe('key_file_unsafe')
    expect(error.message).toContain(path)
    expect(error.message).toContain(`chmod 600 ${path}`)
  })

  test('in a directory that others may enter is refused', async () => {
    chmodSync(directory, 0o755)
    const error = await refusal()
    expect(error.code).toBe('key_file_unsafe')
    expect(error.message).toContain(`chmod 700 ${directory}`)
  })

  test('that is a symbolic link is refused', async () => {
    renameSync(path, join(directory, 'elsewhere'))
    symlinkSync(join(directory, 'elsewhere'), path)
    const error = await refusal()
    expect(error.code).toBe('key_file_unsafe')
    expect(error.message).toContain(`${path} is a symbolic link`)
  })

  test('does not open with another passphrase', async () => {
    const error = await refusal(Buffer.from('correct horse battery stable'))
    expect(error.code).toBe('key_file_damaged')
    expect(error.message).toContain(path)
    expect(error.message).not.toMatch(/horse|stable|staple/)
  })

  test.each([
    ['empty', (bytes: Buffer) => bytes.subarray(0, 0)],
    ['cut in the middle', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ['without its last byte', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['filled with zeros', (bytes: Buffer) => Buffer.alloc(bytes.length)],
    ['longer by a space', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from(' ')])],
    ['null', () => Buffer.from('null\n')],
  ])('that is %s is refused by its name', async (_what, damage) => {
    writeFileSync(path, damage(readFileSync(path)))
    const error = await refusal()
    expect(error.code).toBe('key_file_damaged')
    expect(error.message).toContain(path)
  })

  test('with any byte changed is refused, says no secret and makes no new key', async () => {
    const whole = readFileSync(path)
    const step = Math.floor(whole.length / 64)
    const opened: number[] = []
    for (let at = 0; at < whole.length; at += step) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] as number) ^ (1 << (at % 7))
      writeFileSync(path, bytes)
      try {
        await open().readSeed(kid)
        opened.push(at)
      } catch (error) {
        expect(error).toBeInstanceOf(ServiceError)
        expect(['key_file_damaged', 'key_missing']).toContain((error as ServiceError).code)
        expect((error as ServiceError).message).not.toContain(passphrase.toString())
        expect((error as ServiceError).message).not.toContain(seed.toString('base64'))
      }
    }
    expect(opened).toEqual([])
    expect(readdirSync(directory)).toHaveLength(1)
    writeFileSync(path, whole)
    expect(await open().readSeed(kid)).toEqual(seed)
  })

  test('that is gone is named, and no new one is made in its place', async () => {
    rmSync(path)
    const error = await refusal()
    expect(error.code).toBe('key_missing')
    expect(error.message).toContain(kid)
    expect(readdirSync(directory)).toEqual([])
  })

  test('does not become another key when the names in it are exchanged', async () => {
    const other = Buffer.alloc(32, 8)
    const otherKid = encodeMultikey({ type: 'Ed25519', bytes: ed25519PublicBytes(ed25519PrivateKey(other)) })
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(kid, otherKid))
    await expect(open().readSeed(otherKid)).rejects.toMatchObject({ code: 'key_file_damaged' })
  })
})
