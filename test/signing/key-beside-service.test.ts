import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKeyDirectory } from '../../src/signing/key-file.ts'
import { testCost } from '../support/world.ts'

test('a key that the command line makes beside a running service can be opened by it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'akashi-keys-'))
  try {
    const passphrase = Buffer.from('a passphrase for tests')
    const service = openKeyDirectory(directory, passphrase, testCost)
    const kid = `z6Mk${'1'.repeat(44)}`
    const seed = Buffer.alloc(32, 7)
    await openKeyDirectory(directory, passphrase, testCost).writeSeed({
      label: 'council',
      kid,
      publicKeyMultibase: kid,
      seed,
      now: new Date('2026-11-24T00:00:00Z'),
    })
    expect(await service.readSeed(kid)).toEqual(seed)
    await expect(service.readSeed(`z6Mk${'2'.repeat(44)}`)).rejects.toMatchObject({ code: 'key_missing' })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
