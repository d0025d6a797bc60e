import { inputLimits } from './limits.ts'

/** Where a look outward may go. */
export interface Destination {
  kind: 'destination'
  url: URL
  /** without the brackets of an IPv6 address */
  hostname: string
  port: number
  /** a listed origin may have any address */
  isListed: boolean
}

const HTTPS_PORT = 443
const refused = (reason: string) => ({ kind: 'refused' as const, reason })

/**
 * Holds an address against the rules that need no network. `URL` has brought every spelling of an IPv4 address and of an
 * internationalised name into one form before.
 */
export const readDestination = (
  text: string,
  rules: { isListed(origin: string): boolean; onlyListed: boolean },
): Destination | { kind: 'refused'; reason: string } => {
  if (text.length > inputLimits.maxUrlCharacters || !URL.canParse(text)) return refused('The address is not well formed.')
  // what the URL parser would quietly drop or turn round, another reader might not
  if (/[\s\\\p{Cc}]/u.test(text)) return refused('The address holds spaces, backslashes or control characters.')
  const url = new URL(text)
  if (url.protocol !== 'https:') return refused('Only https addresses are fetched.')
  if (url.username !== '' || url.password !== '') return refused('The address holds a user name.')
  // a trailing full stop is a second spelling of the same host, which certificates and lists of origins do not know
  if (url.hostname === '' || url.hostname.endsWith('.')) return refused('The name of the host is not in its usual form.')
  url.hash = ''
  const isListed = rules.isListed(url.origin)
  if (!isListed && rules.onlyListed) return refused('Looking outward is switched off here.')
  if (!isListed && url.port !== '') return refused('Only port 443 is fetched from.')
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  return { kind: 'destination', url, hostname, port: url.port === '' ? HTTPS_PORT : Number(url.port), isListed }
}

/** @throws Error when the text is not an https origin, with nothing behind host and port */
export const readOrigin = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || `${url.origin}/` !== url.href) {
    throw new Error(`"${text}" is not an https origin such as https://localhost:8443.`)
  }
  return url.origin
}
