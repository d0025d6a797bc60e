import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { ServiceError } from '../src/errors.ts'
import { projectRoot } from '../src/project-root.ts'

const mistakes = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'config_invalid') return error.problems.map(({ path }) => path)
    throw error
  }
  return []
}

describe('the configuration', () => {
  test('is complete without any variable, and frozen', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      isLocal: true,
      database: { kind: 'sqlite', file: join(projectRoot, 'data/akashi.db') },
      keysDir: join(projectRoot, 'keys'),
      demo: 'auto',
      outward: 'public',
      outwardOrigins: [],
      rateLimits: true,
      mail: undefined,
    })
    expect(Object.isFrozen(config)).toBe(true)
    expect(readConfig({ PORT: ' ', AKASHI_DEMO: '' })).toEqual(config)
  })

  test('the address follows the port, and loses its last slash', () => {
    expect(readConfig({ PORT: '4000' }).publicUrl).toBe('http://localhost:4000')
    expect(readConfig({ AKASHI_PUBLIC_URL: 'http://127.0.0.1:8080/' }).publicUrl).toBe('http://127.0.0.1:8080')
  })

  test('names every mistake at once', () => {
    expect(
      mistakes({
        PORT: '70000',
        AKASHI_PUBLIC_URL: 'badges.example.jp',
        AKASHI_DATABASE_URL: 'mysql://localhost',
        AKASHI_DEMO: 'maybe',
        AKASHI_OUTWARD: 'everything',
        AKASHI_OUTWARD_ORIGINS: 'http://plain.example',
        AKASHI_RATE_LIMITS: 'sometimes',
        AKASHI_KEY_PASSPHRASE_FILE: '/there/is/none',
        AKASHI_EXTRA_CONTEXTS: '/there/is/none',
        AKASHI_ISSUER_ALIASES: '/there/is/none',
        AKASHI_SMTP_URL: 'https://mail.example',
      }).sort(),
    ).toEqual(
      [
        'PORT',
        'AKASHI_PUBLIC_URL',
        'AKASHI_DATABASE_URL',
        'AKASHI_DEMO',
        'AKASHI_OUTWARD',
        'AKASHI_OUTWARD_ORIGINS',
        'AKASHI_RATE_LIMITS',
        'AKASHI_KEY_PASSPHRASE_FILE',
        'AKASHI_EXTRA_CONTEXTS',
        'AKASHI_ISSUER_ALIASES',
        'AKASHI_MAIL_FROM',
        'AKASHI_SMTP_URL',
      ].sort(),
    )
  })

  test.each([
    ['https://badges.example.jp', []],
    ['http://badges.example.jp', ['AKASHI_PUBLIC_URL']],
    ['http://localhost.example.jp', ['AKASHI_PUBLIC_URL']],
    ['ftp://badges.example.jp', ['AKASHI_PUBLIC_URL']],
    ['https://badges.example.jp/?a=1', ['AKASHI_PUBLIC_URL']],
    ['https://user@badges.example.jp', ['AKASHI_PUBLIC_URL']],
    ['https://badges.example.jp/#a', ['AKASHI_PUBLIC_URL']],
  ])('the public address %s has the mistakes %j', (address, expected) => {
    const passphrase = join(projectRoot, 'package.json')
    expect(mistakes({ AKASHI_PUBLIC_URL: address, AKASHI_KEY_PASSPHRASE_FILE: passphrase })).toEqual(expected)
  })

  test.each(['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3000'])(
    '%s may do without https and without a passphrase',
    (address) => {
      expect(readConfig({ AKASHI_PUBLIC_URL: address })).toMatchObject({ isLocal: true, publicUrl: address })
    },
  )

  test('a public service needs a passphrase file', () => {
    expect(mistakes({ AKASHI_PUBLIC_URL: 'https://badges.example.jp' })).toEqual(['AKASHI_KEY_PASSPHRASE_FILE'])
  })

  test('aliases of issuers are read from a file of the right form only', () => {
    const directory = mkdtempSync(join(tmpdir(), 'akashi-config-'))
    const file = join(directory, 'aliases.json')
    const read = (text: string): string[] => {
      writeFileSync(file, text)
      return mistakes({ AKASHI_ISSUER_ALIASES: file })
    }
    expect(read('{ "https://issuer.example": ["did:key:z6Mk"] }')).toEqual([])
    expect(readConfig({ AKASHI_ISSUER_ALIASES: file }).issuerAliases.get('https://issuer.example')).toEqual(['did:key:z6Mk'])
    for (const text of ['{', '[]', 'null', '{ "https://issuer.example": "did:key:z6Mk" }', '{ "https://issuer.example": [1] }'])
      expect(read(text), text).toEqual(['AKASHI_ISSUER_ALIASES'])
    rmSync(directory, { recursive: true, force: true })
  })

  test('a mistake in the address of the database does not show a password', () => {
    const read = (): unknown => readConfig({ AKASHI_DATABASE_URL: 'mysql://akashi:secret@localhost/akashi' })
    expect(read).toThrow(ServiceError)
    try {
      read()
    } catch (error) {
      expect(JSON.stringify([error, (error as ServiceError).problems])).not.toContain('secret')
    }
  })

  test('the sign-in of the office is whole or absent', () => {
    const directory = mkdtempSync(join(tmpdir(), 'akashi-office-'))
    const secret = join(directory, 'secret')
    writeFileSync(secret, 'a secret\n', { mode: 0o600 })
    const whole = {
      AKASHI_OIDC_ISSUER: 'https://login.example.jp/tenant',
      AKASHI_OIDC_CLIENT_ID: 'akashi',
      AKASHI_OIDC_CLIENT_SECRET_FILE: secret,
      AKASHI_OIDC_SECOND_FACTOR: 'amr:mfa, acr:urn:example:loa3',
    }
    expect(readConfig(whole).office).toEqual({
      issuer: 'https://login.example.jp/tenant',
      clientId: 'akashi',
      clientSecret: 'a secret',
      label: undefined,
      secondFactor: { amr: ['mfa'], acr: ['urn:example:loa3'] },
    })
    expect(mistakes({ AKASHI_OIDC_CLIENT_ID: 'akashi' })).toEqual(['AKASHI_OIDC_ISSUER'])
    expect(mistakes({ AKASHI_OIDC_ISSUER: whole.AKASHI_OIDC_ISSUER })).toEqual(['AKASHI_OIDC_CLIENT_ID', 'AKASHI_OIDC_CLIENT_SECRET_FILE'])
    expect(mistakes({ ...whole, AKASHI_OIDC_ISSUER: 'http://login.example.jp' })).toEqual(['AKASHI_OIDC_ISSUER'])
    expect(mistakes({ ...whole, AKASHI_OIDC_SECOND_FACTOR: 'mfa' })).toEqual(['AKASHI_OIDC_SECOND_FACTOR'])
    writeFileSync(secret, '\n')
    expect(mistakes(whole)).toEqual(['AKASHI_OIDC_CLIENT_SECRET_FILE'])
    rmSync(directory, { recursive: true })
  })
})
