import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ServiceError } from '../errors.ts'
import { requirePrivate } from './key-file.ts'

/**
 * The passphrase that opens the key files.
 *
 * @param options.file - where the operator put it; must not be readable by others
 * @param options.keysDir - on localhost without a file, a development passphrase is kept there
 * @returns the passphrase and whether it is the development one
 * @throws ServiceError `passphrase_missing`, `key_file_unsafe`
 */
export const readPassphrase = (options: {
  file: string | undefined
  keysDir: string
  isLocal: boolean
}): { passphrase: Buffer; development: boolean } => {
  if (options.file !== undefined) {
    requirePrivate(options.file, 0o600)
    const passphrase = readFileSync(options.file, 'utf8').replace(/\r?\n$/, '')
    if (passphrase.length < 12)
      throw new ServiceError('passphrase_missing', `${options.file} holds fewer than 12 characters; choose a longer passphrase.`)
    return { passphrase: Buffer.from(passphrase), development: false }
  }
  if (!options.isLocal)
    throw new ServiceError('passphrase_missing', 'Name a file with the passphrase of the key files in AKASHI_KEY_PASSPHRASE_FILE.')
  const path = join(options.keysDir, 'development-passphrase')
  if (!existsSync(path)) {
    if (existsSync(options.keysDir) && readdirSync(options.keysDir).some((name) => name.endsWith('.key.json')))
      throw new ServiceError(
        'passphrase_missing',
        `${options.keysDir} holds key files, but ${path} is gone. Put it back, or name the right file in AKASHI_KEY_PASSPHRASE_FILE.`,
      )
    mkdirSync(options.keysDir, { recursive: true, mode: 0o700 })
    writeFileSync(path, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  }
  requirePrivate(path, 0o600)
  return { passphrase: Buffer.from(readFileSync(path, 'utf8').trim()), development: true }
}
