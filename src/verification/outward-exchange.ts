import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { OutwardAnswer } from './deps.ts'
import { outwardLimits } from './limits.ts'
import type { Destination } from './outward-url.ts'

const inflate = promisify(gunzip)

/** One request, to an address that was checked. */
export interface Call {
  destination: Destination
  address: string
  accept: string
  maxBytes: number
  /** ends the request, whatever it is doing */
  signal: AbortSignal
  /** where a test has its server instead of at the checked address */
  reroute: ((address: string, port: number) => { host: string; port: number }) | undefined
  /** trusted certificates instead of those of the system, PEM */
  ca: string | undefined
}

/** What came back, and for how many seconds it may be kept. */
export interface Exchanged {
  answer: OutwardAnswer
  keepSeconds: number
}

const not = (kind: 'refused' | 'unreachable', reason: string): Exchanged => ({ answer: { kind, reason }, keepSeconds: 0 })

/** Media types of documents and tokens; common servers also send documents and tokens as plain text. */
const documentTypes = /^(?:application\/(?:[a-z0-9.+-]+\+)?(?:json|jwt)|application\/(?:vc|vp|did|jose)|text\/plain)$/

/** @returns the media type, without parameters, when it is one that is read here */
const readMediaType = (header: string | undefined, accept: string): string | undefined => {
  const mediaType = header?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (documentTypes.test(mediaType)) return mediaType
  return accept.includes('image/') && /^image\/(?:png|jpeg|svg\+xml)$/.test(mediaType) ? mediaType : undefined
}

/** Seconds that an answer may be kept: what it says itself, five minutes at most, nothing without a word (RFC 9111, 5.2.2). */
const readFreshness = ({ headers }: IncomingMessage): number => {
  const directives = (headers['cache-control'] ?? '')
    .toLowerCase()
    .split(',')
    .map((directive) => directive.trim())
  if (directives.some((directive) => /^(no-store|no-cache|private)\b/.test(directive))) return 0
  const maxAge = directives.map((directive) => /^max-age="?(\d{1,9})"?$/.exec(directive)?.[1]).find((found) => found !== undefined)
  const age = /^\d{1,9}$/.test(headers.age ?? '') ? Number(headers.age) : 0
  return Math.max(0, Math.min(Number(maxAge ?? 0) - age, outwardLimits.maxCacheSeconds))
}

/** The body, decoded; `undefined` beyond the limit, before or after decoding. @throws when the body is cut off or not what it says */
const readBody = async (response: IncomingMessage, encoding: 'identity' | 'gzip', maxBytes: number): Promise<Buffer | undefined> => {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) return undefined
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) return undefined
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  if (encoding === 'identity') return body
  try {
    return await inflate(body, { maxOutputLength: maxBytes })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw cause
  }
}

const receive = async (response: IncomingMessage, { destination, accept, maxBytes }: Call): Promise<Exchanged> => {
  const status = response.statusCode ?? 0
  if (status >= 300 && status < 400) return not('refused', 'The server sends on to another address, which is not followed.')
  if (status !== 200) return not('unreachable', `The server answered with status ${status}.`)
  const mediaType = readMediaType(response.headers['content-type'], accept)
  if (mediaType === undefined) return not('refused', 'The answer is of a type that is not read here.')
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() || 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') return not('refused', 'The answer is encoded in a way that was not asked for.')
  const bytes = await readBody(response, encoding, maxBytes)
  if (bytes === undefined) return not('refused', `The answer is larger than ${maxBytes} bytes.`)
  return { answer: { kind: 'ok', url: destination.url.href, mediaType, bytes }, keepSeconds: readFreshness(response) }
}

/**
 * Makes one GET request over TLS. The connection goes to `address`, which is an IP address, so nothing is resolved again;
 * the certificate has to be that of the host's name. No redirect is followed and the connection is not kept.
 *
 * @throws whatever ended the exchange before an answer was complete
 */
export const exchange = (call: Call): Promise<Exchanged> =>
  new Promise((resolve, reject) => {
    const { destination, address, accept, ca, signal } = call
    const { host, port } = call.reroute?.(address, destination.port) ?? { host: address, port: destination.port }
    const request = httpsRequest({
      method: 'GET',
      host,
      port,
      path: `${destination.url.pathname}${destination.url.search}`,
      // an IP address is no server name (RFC 6066, section 3)
      servername: isIP(destination.hostname) === 0 ? destination.hostname : '',
      headers: { host: destination.url.host, accept, 'accept-encoding': 'gzip', 'user-agent': 'Akashi-Verifier' },
      agent: false,
      maxHeaderSize: outwardLimits.maxHeaderBytes,
      minVersion: 'TLSv1.2',
      // said in so many words, so that no environment variable can unsay it
      rejectUnauthorized: true,
      ...(ca === undefined ? {} : { ca }),
      signal,
    })
    request.once('response', (response) => {
      receive(response, call)
        .then(resolve, reject)
        .finally(() => request.destroy())
    })
    request.once('error', reject)
    request.end()
  })
