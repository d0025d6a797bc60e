import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ServiceError } from '../errors.ts'

/** Cost of the key derivation. Tests use a smaller one; files say their own. */
export interface ScryptCost {
  N: number
  r: number
  p: number
}

/** scrypt as RFC 7914 with 128 MiB (SECURITY (d), "At rest"). */
export const productionCost: ScryptCost = { N: 2 ** 17, r: 8, p: 1 }

/** What a key is for: badges and the like, or heads of the public log. A key of one purpose never signs for the other. */
export type KeyPurpose = 'assertionMethod' | 'log'

interface KeyFile {
  format: 'akashi-key-1'
  kid: string
  purpose: KeyPurpose
  publicKeyMultibase: string
  createdAt: string
  kdf: { name: 'scrypt'; N: number; r: number; p: number; salt: string }
  cipher: { name: 'aes-256-gcm'; iv: string; tag: string; data: string }
}

const scryptKey = promisify(scrypt) as (passphrase: Buffer, salt: Buffer, length: number, options: object) => Promise<Buffer>

/** The key files of one directory. Every refusal names the file and prints no secret. */
export interface KeyDirectory {
  /** @returns the 32-byte Ed25519 seed @throws ServiceError `key_missing` (also for a key of another purpose), `key_file_damaged` */
  readSeed(kid: string, purpose?: KeyPurpose): Promise<Buffer>
  /** stores a seed in a new file of mode 0600 */
  writeSeed(key: { label: string; kid: string; publicKeyMultibase: string; seed: Buffer; now: Date; purpose?: KeyPurpose }): Promise<void>
  /** the kids of all files; each file's form, mode and owner were checked */
  kids(): string[]
}

/**
 * Opens a directory of key files, making it (mode 0700) if it is not there.
 *
 * @throws ServiceError `key_file_unsafe` when others may read the directory or a file, or somebody else owns it; `key_file_damaged` when a file cannot be read
 */
export const openKeyDirectory = (directory: string, passphrase: Buffer, cost: ScryptCost = productionCost): KeyDirectory => {
  if (!existsSync(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 })
  tighten(directory)
  requirePrivate(directory, 0o700)
  const files = new Map<string, KeyFile & { path: string }>()
  const readFiles = (): void => {
    for (const name of readdirSync(directory).filter((name) => name.endsWith('.key.json'))) {
      const path = join(directory, name)
      requirePrivate(path, 0o600)
      const file = parseKeyFile(path)
      files.set(file.kid, { ...file, path })
    }
  }
  readFiles()
  // Files of one directory share a salt, so that a start derives the key-encryption key once and not once a file.
  const derived = new Map<string, Promise<Buffer>>()
  const wrappingKey = (kdf: KeyFile['kdf']): Promise<Buffer> => {
    const name = JSON.stringify(kdf)
    const known = derived.get(name)
    if (known !== undefined) return known
    const { N, r, p } = kdf
    const key = scryptKey(passphrase, Buffer.from(kdf.salt, 'base64'), 32, { N, r, p, maxmem: 256 * N * r })
    derived.set(name, key)
    return key
  }

  return {
    kids: () => [...files.keys()],
    readSeed: async (kid, purpose = 'assertionMethod') => {
      // The command line may have made a key beside the running service.
      if (!files.has(kid)) readFiles()
      const file = files.get(kid)
      if (file === undefined)
        throw new ServiceError(
          'key_missing',
          `The private key ${kid} is not in ${directory}. Put its file back from the sealed backup; a new key is never made in its place.`,
        )
      if (file.purpose !== purpose)
        throw new ServiceError('key_missing', `The key ${kid} in ${file.path} is for ${file.purpose} and signs nothing else.`)
      const { iv, tag, data } = file.cipher
      try {
        const decipher = createDecipheriv('aes-256-gcm', await wrappingKey(file.kdf), Buffer.from(iv, 'base64'), { authTagLength: 16 })
        decipher.setAAD(additionalData(file))
        decipher.setAuthTag(Buffer.from(tag, 'base64'))
        const seed = Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()])
        if (seed.length !== 32) throw new Error('wrong length')
        return seed
      } catch {
        throw new ServiceError(
          'key_file_damaged',
          `The key file ${file.path} does not open: the passphrase is another one, or the file is damaged.`,
        )
      }
    },
    writeSeed: async ({ label, kid, publicKeyMultibase, seed, now, purpose = 'assertionMethod' }) => {
      const first = [...files.values()].find((file) => file.kdf.N === cost.N && file.kdf.r === cost.r && file.kdf.p === cost.p)
      const kdf: KeyFile['kdf'] = first?.kdf ?? { name: 'scrypt', ...cost, salt: randomBytes(16).toString('base64') }
      const iv = randomBytes(12)
      const named = { kid, purpose, publicKeyMultibase, createdAt: now.toISOString(), kdf }
      const cipher = createCipheriv('aes-256-gcm', await wrappingKey(kdf), iv, { authTagLength: 16 })
      cipher.setAAD(additionalData(named))
      const data = Buffer.concat([cipher.update(seed), cipher.final()])
      const file: KeyFile = {
        format: 'akashi-key-1',
        ...named,
        cipher: {
          name: 'aes-256-gcm',
          iv: iv.toString('base64'),
          tag: cipher.getAuthTag().toString('base64'),
          data: data.toString('base64'),
        },
      }
      const path = join(directory, `${label}-${now.getUTCFullYear()}-${kid.slice(-10)}.key.json`)
      const unfinished = `${path}.new`
      writeFileSync(unfinished, print(file), { mode: 0o600, flush: true, flag: 'wx' })
      renameSync(unfinished, path)
      files.set(kid, { ...file, path })
    },
  }
}

/** Everything in the file but the cipher text is authenticated with it. */
const additionalData = (file: Pick<KeyFile, 'kid' | 'purpose' | 'publicKeyMultibase' | 'createdAt' | 'kdf'>): Buffer =>
  Buffer.from(JSON.stringify([file.kid, file.purpose, file.publicKeyMultibase, file.createdAt, file.kdf]))

/** A clone of the repository makes the directory with the usual mode; while it holds no key that is harmless and is put right. */
const tighten = (directory: string): void => {
  if (!readdirSync(directory).some((name) => name.endsWith('.key.json'))) chmodSync(directory, 0o700)
}

/** @param allowed - the widest mode that is accepted */
export const requirePrivate = (path: string, allowed: 0o600 | 0o700): void => {
  const status = lstatSync(path)
  if (status.isSymbolicLink())
    throw new ServiceError('key_file_unsafe', `${path} is a symbolic link; key files must stand there themselves.`)
  const mode = status.mode & 0o777
  if ((mode & ~allowed) !== 0)
    throw new ServiceError(
      'key_file_unsafe',
      `${path} has mode 0${mode.toString(8)}; others could use it. Run: chmod ${allowed.toString(8)} ${path}`,
    )
  const uid = process.getuid?.()
  if (uid !== undefined && status.uid !== uid)
    throw new ServiceError(
      'key_file_unsafe',
      `${path} belongs to user ${status.uid}, the service runs as user ${uid}. Only the owner may hold key files.`,
    )
}

const print = (file: KeyFile): string => `${JSON.stringify(file, null, 2)}\n`

const isBase64 = (value: unknown, bytes?: number): value is string => {
  if (typeof value !== 'string') return false
  const decoded = Buffer.from(value, 'base64')
  return decoded.toString('base64') === value && (bytes === undefined || decoded.length === bytes)
}

const parseKeyFile = (path: string): KeyFile => {
  const damaged = (what: string): ServiceError =>
    new ServiceError('key_file_damaged', `The key file ${path} is damaged: ${what}. Put it back from the sealed backup.`)
  const text = readFileSync(path, 'utf8')
  let file: KeyFile
  try {
    file = JSON.parse(text) as KeyFile
  } catch {
    throw damaged('it is not JSON')
  }
  if (text !== print(file)) throw damaged('its text is not as it was written')
  if (file?.format !== 'akashi-key-1') throw damaged('its format is not akashi-key-1')
  if (typeof file.kid !== 'string' || file.kid !== file.publicKeyMultibase || !/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/.test(file.kid))
    throw damaged('its key id is not a public key')
  if (file.purpose !== 'assertionMethod' && file.purpose !== 'log') throw damaged('its purpose is neither assertionMethod nor log')
  const { kdf, cipher } = file
  const isPower = Number.isInteger(kdf?.N) && kdf.N >= 2 ** 10 && kdf.N <= 2 ** 20 && Number.isInteger(Math.log2(kdf.N))
  if (kdf?.name !== 'scrypt' || !isPower || kdf.r !== 8 || kdf.p !== 1 || !isBase64(kdf.salt, 16))
    throw damaged('its key derivation is not one of ours')
  if (cipher?.name !== 'aes-256-gcm' || !isBase64(cipher.iv, 12) || !isBase64(cipher.tag, 16) || !isBase64(cipher.data, 32))
    throw damaged('its cipher text has not the right form')
  return file
}
