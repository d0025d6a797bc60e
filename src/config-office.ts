import { existsSync, readFileSync } from 'node:fs'

/** The sign-in of the office, as the operator configured it. */
export interface OfficeSetting {
  /** the provider's `iss`, exactly as it publishes it */
  issuer: string
  clientId: string
  clientSecret: string
  /** how the button is called */
  label: string | undefined
  /** values of `amr` and `acr` that count as a second factor; none unless told */
  secondFactor: { amr: string[]; acr: string[] }
}

interface Source {
  text(name: string): string | undefined
  file(name: string): string | undefined
  mistake(name: string, message: string): void
  isLocalHost(host: string): boolean
}

const names = {
  issuer: 'AKASHI_OIDC_ISSUER',
  clientId: 'AKASHI_OIDC_CLIENT_ID',
  secretFile: 'AKASHI_OIDC_CLIENT_SECRET_FILE',
  label: 'AKASHI_OIDC_LABEL',
  secondFactor: 'AKASHI_OIDC_SECOND_FACTOR',
} as const

/** Reads `AKASHI_OIDC_…`: all of issuer, client and secret, or none. @returns undefined when the office has no sign-in here */
export const readOffice = (source: Source): OfficeSetting | undefined => {
  const { text, mistake } = source
  const issuer = text(names.issuer)
  if (issuer === undefined) {
    for (const name of [names.clientId, names.secretFile, names.label, names.secondFactor])
      if (text(name) !== undefined) mistake(names.issuer, `is needed when ${name} is set, e.g. https://login.example.jp`)
    return undefined
  }
  requireIssuer(issuer, source)
  const clientId = text(names.clientId)
  if (clientId === undefined) mistake(names.clientId, 'is needed when AKASHI_OIDC_ISSUER is set: the client id that the provider gave')
  const secretFile = source.file(names.secretFile)
  if (secretFile === undefined)
    mistake(names.secretFile, 'is needed when AKASHI_OIDC_ISSUER is set: a file with the client secret, mode 0600')
  const clientSecret = secretFile === undefined || !existsSync(secretFile) ? '' : readFileSync(secretFile, 'utf8').trim()
  if (secretFile !== undefined && existsSync(secretFile) && clientSecret === '')
    mistake(names.secretFile, `names ${secretFile}, and it is empty`)
  const label = text(names.label)
  if (label !== undefined && label.length > 60) mistake(names.label, 'must have at most 60 characters')
  return { issuer, clientId: clientId ?? '', clientSecret, label, secondFactor: readSecondFactor(text(names.secondFactor), mistake) }
}

const requireIssuer = (issuer: string, { mistake, isLocalHost }: Source): void => {
  if (!URL.canParse(issuer)) {
    mistake(names.issuer, `must be a URL such as https://login.example.jp; it is "${issuer}"`)
    return
  }
  const url = new URL(issuer)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocalHost(url.hostname)))
    mistake(names.issuer, `must begin with https:// unless its host is localhost or 127.0.0.1; it is "${issuer}"`)
  if (url.search !== '' || url.hash !== '' || url.username !== '') mistake(names.issuer, 'must hold no query, fragment or user name')
  if (issuer.includes('/.well-known/')) mistake(names.issuer, 'is the issuer itself, without /.well-known/openid-configuration')
}

const readSecondFactor = (value: string | undefined, mistake: Source['mistake']): OfficeSetting['secondFactor'] => {
  const wanted: OfficeSetting['secondFactor'] = { amr: [], acr: [] }
  for (const item of (value ?? '').split(',').map((part) => part.trim())) {
    if (item === '') continue
    const [, claim, word] = /^(amr|acr):(\S+)$/.exec(item) ?? []
    if (claim === undefined || word === undefined)
      mistake(names.secondFactor, `must hold amr:VALUE or acr:VALUE, separated by commas, e.g. amr:mfa; "${item}" is neither`)
    else wanted[claim as 'amr' | 'acr'].push(word)
  }
  return wanted
}
