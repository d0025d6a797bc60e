import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { type OfficeSetting, readOffice } from './config-office.ts'
import { type InputProblem, ServiceError } from './errors.ts'
import { projectRoot } from './project-root.ts'

/** The whole configuration, read once from the environment and frozen. Names and defaults: INTERFACES "Configuration". */
export interface Config {
  port: number
  host: string
  /** without a trailing slash; the base of every URL in a badge and of the issuer's did:web */
  publicUrl: string
  isLocal: boolean
  database: { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string }
  keysDir: string
  /** where signed heads of the public log are written besides the database */
  logDir: string | undefined
  passphraseFile: string | undefined
  demo: 'auto' | 'on' | 'off'
  outward: 'public' | 'off'
  /** exact https origins that the verifier may fetch in addition */
  outwardOrigins: readonly string[]
  rateLimits: boolean
  /** who signs: this process, or one of its own behind a UNIX socket */
  signer: { kind: 'in-process' } | { kind: 'socket'; path: string }
  /** log of the signer's own process; `signer.log` in the key directory unless told */
  signerLog: string | undefined
  /** record of what was published, outside the database */
  publishedDir: string
  /** record of what was erased, outside the database */
  erasuresDir: string
  /** proxies whose `X-Forwarded-For` is believed */
  trustedProxies: readonly string[]
  /** whoever brings it may read `/metrics` from another machine */
  metricsToken: string | undefined
  extraContextsFile: string | undefined
  issuerAliases: ReadonlyMap<string, readonly string[]>
  mail: { smtpUrl: string; from: string } | undefined
  /** sign-in with an office account (OpenID Connect) */
  office: OfficeSetting | undefined
}

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Reads the configuration.
 *
 * @param environment - usually `process.env`
 * @param reader - the signer's own process publishes nothing, and has the keys
 * @throws ServiceError `config_invalid` with every mistake at once, each naming its variable and what would be right
 */
export const readConfig = (environment: Record<string, string | undefined>, reader: 'service' | 'signer' = 'service'): Readonly<Config> => {
  const problems: InputProblem[] = []
  const mistake = (path: string, message: string): void => void problems.push({ path, message })
  const text = (name: string): string | undefined => {
    const value = environment[name]?.trim()
    return value === undefined || value === '' ? undefined : value
  }
  const choice = <T extends string>(name: string, values: readonly [T, ...T[]]): T => {
    const value = text(name)
    if (value === undefined) return values[0]
    if ((values as readonly string[]).includes(value)) return value as T
    mistake(name, `must be one of ${values.join(', ')}; it is "${value}"`)
    return values[0]
  }
  const path = (value: string): string => (isAbsolute(value) ? value : resolve(projectRoot, value))
  const file = (name: string): string | undefined => {
    const value = text(name)
    if (value === undefined) return undefined
    if (!existsSync(path(value))) mistake(name, `names ${value}, and there is no such file`)
    return path(value)
  }

  const port = readPort(text('PORT'), mistake)
  const publicUrl = readPublicUrl(text('AKASHI_PUBLIC_URL') ?? `http://localhost:${port}`, mistake)
  const smtpUrl = text('AKASHI_SMTP_URL')
  const from = text('AKASHI_MAIL_FROM')
  if (smtpUrl !== undefined && from === undefined)
    mistake('AKASHI_MAIL_FROM', 'is needed when AKASHI_SMTP_URL is set, e.g. "協議会 <badges@example.jp>"')
  if (smtpUrl !== undefined && !/^smtps?:\/\//.test(smtpUrl)) mistake('AKASHI_SMTP_URL', 'must begin with smtp:// or smtps://')

  const config: Config = {
    port,
    host: text('AKASHI_HOST') ?? '127.0.0.1',
    publicUrl,
    isLocal: isLocalUrl(publicUrl),
    database: readDatabase(text('AKASHI_DATABASE_URL') ?? 'sqlite:data/akashi.db', path, mistake),
    keysDir: path(text('AKASHI_KEYS_DIR') ?? 'keys'),
    logDir: text('AKASHI_LOG_DIR') === undefined ? undefined : path(text('AKASHI_LOG_DIR') as string),
    passphraseFile: file('AKASHI_KEY_PASSPHRASE_FILE'),
    demo: choice('AKASHI_DEMO', ['auto', 'on', 'off']),
    outward: choice('AKASHI_OUTWARD', ['public', 'off']),
    outwardOrigins: readOrigins(text('AKASHI_OUTWARD_ORIGINS'), mistake),
    rateLimits: choice('AKASHI_RATE_LIMITS', ['on', 'off']) === 'on',
    signer: readSigner(text('AKASHI_SIGNER'), mistake),
    signerLog: text('AKASHI_SIGNER_LOG') === undefined ? undefined : path(text('AKASHI_SIGNER_LOG') ?? ''),
    erasuresDir:
      text('AKASHI_PUBLISHED_DIR') === undefined
        ? path(join(text('AKASHI_KEYS_DIR') ?? 'keys', 'erasures'))
        : path(join(dirname(text('AKASHI_PUBLISHED_DIR') ?? ''), 'erasures')),
    publishedDir: path(text('AKASHI_PUBLISHED_DIR') ?? join(path(text('AKASHI_KEYS_DIR') ?? 'keys'), 'published')),
    trustedProxies: readProxies(text('AKASHI_TRUSTED_PROXIES'), mistake),
    metricsToken: readToken(file('AKASHI_METRICS_TOKEN_FILE'), mistake),
    extraContextsFile: file('AKASHI_EXTRA_CONTEXTS'),
    issuerAliases: readAliases(file('AKASHI_ISSUER_ALIASES'), mistake),
    mail: smtpUrl !== undefined && from !== undefined ? { smtpUrl, from } : undefined,
    office: readOffice({ text, file, mistake, isLocalHost: (host) => LOCAL_HOSTS.has(host) }),
  }
  if (reader === 'signer' && config.signer.kind === 'in-process')
    mistake('AKASHI_SIGNER', 'must name the socket on which the signer listens, e.g. unix:/run/akashi-signer/signer.sock')
  if (reader === 'service' && config.signer.kind === 'socket' && text('AKASHI_PUBLISHED_DIR') === undefined)
    mistake(
      'AKASHI_PUBLISHED_DIR',
      'is needed with AKASHI_SIGNER=unix:…, since the key directory belongs to the signer, e.g. data/published',
    )
  // Behind a socket the signer has keys and passphrase.
  if (!config.isLocal && (reader === 'signer' || config.signer.kind === 'in-process') && config.passphraseFile === undefined)
    mistake(
      'AKASHI_KEY_PASSPHRASE_FILE',
      `is needed because the service is public (${publicUrl}); name a file that holds the passphrase of the key files`,
    )
  if (problems.length > 0)
    throw new ServiceError(
      'config_invalid',
      `The configuration has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}.`,
      { problems },
    )
  return Object.freeze(config)
}

/** `loopback`, addresses and networks such as 10.0.0.0/8, separated by commas; `none` believes nobody. */
const readProxies = (value: string | undefined, mistake: Mistake): string[] => {
  if (value === undefined) return ['loopback']
  if (value === 'none') return []
  const items = value.split(',').map((item) => item.trim())
  for (const item of items) {
    const [address, bits, ...others] = item.split('/')
    const most = isIP(address ?? '') === 6 ? 128 : 32
    const isNetwork =
      isIP(address ?? '') !== 0 &&
      others.length === 0 &&
      (bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= most))
    if (item !== 'loopback' && !isNetwork)
      mistake(
        'AKASHI_TRUSTED_PROXIES',
        `must be none, or loopback, addresses and networks such as 10.0.0.0/8, separated by commas; "${item}" is none of them`,
      )
  }
  return items
}

const readSigner = (value: string | undefined, mistake: Mistake): Config['signer'] => {
  if (value === undefined || value === 'in-process') return { kind: 'in-process' }
  const path = value.startsWith('unix:') ? value.slice('unix:'.length) : ''
  // 107 characters are what the address of a UNIX socket holds.
  if (isAbsolute(path) && path.length <= 107) return { kind: 'socket', path }
  mistake(
    'AKASHI_SIGNER',
    `must be in-process, or unix: and the absolute path of a socket, e.g. unix:/run/akashi-signer/signer.sock; it is "${value}"`,
  )
  return { kind: 'in-process' }
}

type Mistake = (variable: string, message: string) => void

const readPort = (value: string | undefined, mistake: Mistake): number => {
  if (value === undefined) return 3000
  const port = /^[0-9]{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (port >= 0 && port <= 65535) return port
  mistake('PORT', `must be a number from 0 to 65535; it is "${value}"`)
  return 3000
}

const isLocalUrl = (url: string): boolean => URL.canParse(url) && LOCAL_HOSTS.has(new URL(url).hostname)

const readPublicUrl = (value: string, mistake: Mistake): string => {
  const name = 'AKASHI_PUBLIC_URL'
  if (!URL.canParse(value)) {
    mistake(name, `must be a URL such as https://badges.example.jp; it is "${value}"`)
    return value
  }
  const url = new URL(value)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname)))
    mistake(name, `must begin with https:// unless its host is localhost or 127.0.0.1; it is "${value}"`)
  if (url.search !== '' || url.hash !== '' || url.username !== '') mistake(name, 'must hold no query, fragment or user name')
  return value.replace(/\/+$/, '')
}

const readDatabase = (value: string, path: (value: string) => string, mistake: Mistake): Config['database'] => {
  if (value.startsWith('sqlite:')) {
    const file = value.slice('sqlite:'.length)
    return { kind: 'sqlite', file: file === ':memory:' ? file : path(file) }
  }
  if (/^postgres(ql)?:\/\//.test(value)) return { kind: 'postgres', url: value }
  mistake('AKASHI_DATABASE_URL', 'must begin with sqlite: or postgres://, e.g. sqlite:data/akashi.db or postgres://akashi@localhost/akashi')
  return { kind: 'sqlite', file: ':memory:' }
}

/** Tokens that somebody could guess are refused. */
const MIN_TOKEN_CHARACTERS = 24

const readToken = (file: string | undefined, mistake: Mistake): string | undefined => {
  if (file === undefined || !existsSync(file)) return undefined
  const token = readFileSync(file, 'utf8').trim()
  if (token.length >= MIN_TOKEN_CHARACTERS && !/\s/.test(token)) return token
  mistake('AKASHI_METRICS_TOKEN_FILE', `must hold one token of ${MIN_TOKEN_CHARACTERS} characters or more, e.g. from: openssl rand -hex 24`)
  return undefined
}

const readOrigins = (value: string | undefined, mistake: Mistake): string[] =>
  (value ?? '')
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '')
    .map((origin) => {
      const isOrigin = URL.canParse(origin) && new URL(origin).protocol === 'https:' && new URL(origin).origin === origin.replace(/\/$/, '')
      if (!isOrigin) mistake('AKASHI_OUTWARD_ORIGINS', `must hold https origins such as https://localhost:8443; "${origin}" is none`)
      return origin.replace(/\/$/, '')
    })

const readAliases = (file: string | undefined, mistake: Mistake): ReadonlyMap<string, readonly string[]> => {
  if (file === undefined || !existsSync(file)) return new Map()
  const wrong = (): ReadonlyMap<string, readonly string[]> => {
    mistake('AKASHI_ISSUER_ALIASES', `must name a JSON file of the form { "https://issuer.example": ["did:key:…"] }; ${file} is none`)
    return new Map()
  }
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong()
    const pairs = Object.entries(value)
    if (pairs.some(([, dids]) => !Array.isArray(dids) || dids.some((did) => typeof did !== 'string'))) return wrong()
    return new Map(pairs as [string, string[]][])
  } catch {
    return wrong()
  }
}
