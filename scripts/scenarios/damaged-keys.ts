import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ServiceError } from '../../src/errors.ts'
import { referenceCanonicalizer } from '../../src/proof/canonicalize.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { openKeyDirectory } from '../../src/signing/key-file.ts'
import { localSigner } from '../../src/signing/local-signer.ts'
import type { ScenarioOptions, ScenarioResult } from './scenario.ts'

const PASSPHRASE = 'a passphrase for the scenario'
const COST = { N: 2 ** 12, r: 8, p: 1 }

/**
 * R7: damages a key file in every way that a disk or a person may, and opens it as the start of the service does: each must be refused with a sentence that
 * names the file and no secret, and no new key is made.
 */
export const damagedKeys = async ({ long }: ScenarioOptions): Promise<ScenarioResult> => {
  const root = mkdtempSync(join(tmpdir(), 'akashi-r7-'))
  const keysDir = join(root, 'keys')
  const reference = referenceCanonicalizer(loadContexts())
  const open = (passphrase = PASSPHRASE) => localSigner(openKeyDirectory(keysDir, Buffer.from(passphrase), COST), reference)
  const { kid } = await open().createKey('council', new Date())
  const name = readdirSync(keysDir).find((file) => file.endsWith('.key.json')) as string
  const path = join(keysDir, name)
  const good = readFileSync(path)
  const seed = await openKeyDirectory(keysDir, Buffer.from(PASSPHRASE), COST).readSeed(kid)
  const secrets = [PASSPHRASE, seed.toString('hex'), seed.toString('base64'), seed.toString('base64url')]
  const missed: string[] = []
  let tried = 0

  const attempt = async (what: string, damage: () => void, passphrase?: string): Promise<void> => {
    tried += 1
    damage()
    let told: unknown
    try {
      await open(passphrase).unlock(kid)
    } catch (error) {
      told = error
    }
    if (!(told instanceof ServiceError)) missed.push(`${what}: ${told === undefined ? 'the key opened' : 'an error without a code'}`)
    else if (!told.message.includes(keysDir)) missed.push(`${what}: the sentence does not name the file`)
    else if (secrets.some((secret) => told instanceof Error && `${told.message} ${told.stack}`.includes(secret)))
      missed.push(`${what}: a secret was printed`)
    const files = readdirSync(keysDir).filter((file) => file.endsWith('.key.json'))
    if (files.some((file) => file !== name)) missed.push(`${what}: a new key was made`)
    rmSync(path, { force: true })
    writeFileSync(path, good, { mode: 0o600 })
    chmodSync(keysDir, 0o700)
  }

  const samples = long ? 256 : 64
  for (let n = 0; n < samples; n += 1) {
    const at = Math.floor((n * good.length) / samples)
    await attempt(`byte ${at} flipped`, () => {
      const bytes = Buffer.from(good)
      bytes[at] = (bytes[at] as number) ^ (1 << (n % 8))
      writeFileSync(path, bytes)
    })
  }
  await attempt('cut in the middle', () => writeFileSync(path, good.subarray(0, good.length / 2)))
  await attempt('empty', () => writeFileSync(path, ''))
  await attempt('zeros', () => writeFileSync(path, Buffer.alloc(good.length)))
  await attempt('gone', () => rmSync(path))
  await attempt('mode 0644', () => chmodSync(path, 0o644))
  await attempt('directory 0755 with a file that others may write', () => {
    chmodSync(keysDir, 0o755)
    chmodSync(path, 0o666)
  })
  await attempt('another passphrase', () => undefined, 'another passphrase that is wrong')
  await attempt('another key under this name', () => {
    const other = join(root, 'other')
    mkdirSync(other, { mode: 0o700 })
    copyFileSync(path, join(other, name))
    const file = JSON.parse(good.toString('utf8')) as { cipher: { data: string } }
    file.cipher.data = Buffer.from(file.cipher.data, 'base64').reverse().toString('base64')
    writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`)
  })
  let opens = false
  await open()
    .unlock(kid)
    .then(() => {
      opens = true
    })
  rmSync(root, { recursive: true, force: true })
  return { ok: missed.length === 0 && opens, tried, refused: tried - missed.length, missed, opensAgain: opens }
}
