import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { outwardLimits } from '../../../src/verification/limits.ts'
import { createOutward, type OutwardOptions } from '../../../src/verification/outward.ts'
import { createAnswerCache } from '../../../src/verification/outward-cache.ts'
import { openTlsServer, type TlsServer } from './tls-server.ts'

const accept = 'application/json'
let server: TlsServer
let answer: (request: IncomingMessage, response: ServerResponse) => void
const json =
  (body: string, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body)
  }

beforeAll(async () => {
  server = await openTlsServer(['localhost', '127.0.0.1', 'issuer.example', 'xn--r8jz45g.example'], (request, response) =>
    answer(request, response),
  )
})
afterAll(() => server.close())
beforeEach(() => {
  answer = json('{"a":1}')
  server.requests.length = 0
})

/** Looks outward as on the public internet, but every name is at 93.184.215.14, whose place the server takes. */
const publicOutward = (more: Partial<OutwardOptions> = {}) =>
  createOutward({
    mode: 'public',
    origins: [],
    lookup: async () => ['93.184.215.14'],
    reroute: () => ({ host: '127.0.0.1', port: server.port }),
    ca: server.cert,
    ...more,
  })
const text = (result: { kind: string; bytes?: Uint8Array }) =>
  result.bytes === undefined ? result.kind : Buffer.from(result.bytes).toString()

describe('a look outward', () => {
  test('T8: fetches JSON from a public address over TLS, with the name of the host and without cookies or credentials', async () => {
    const targets: string[] = []
    const outward = publicOutward({
      reroute: (address, port) => {
        targets.push(`${address} ${port}`)
        return { host: '127.0.0.1', port: server.port }
      },
    })
    expect(await outward.get('https://issuer.example/did.json?a=b#key-1', { accept })).toEqual({
      kind: 'ok',
      url: 'https://issuer.example/did.json?a=b',
      mediaType: 'application/json',
      bytes: Buffer.from('{"a":1}'),
    })
    expect(targets).toEqual(['93.184.215.14 443'])
    expect(server.requests).toMatchObject([{ host: 'issuer.example', url: '/did.json?a=b' }])
    expect(Object.keys(server.requests[0]?.headers ?? {}).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent'])
  })

  test('a listed origin may be on loopback and on another port; its neighbours may not', async () => {
    const outward = createOutward({ mode: 'off', origins: [`https://localhost:${server.port}`], ca: server.cert })
    expect(text(await outward.get(`https://localhost:${server.port}/`, { accept }))).toBe('{"a":1}')
    const before = server.connections()
    for (const url of [
      `https://127.0.0.1:${server.port}/`,
      `https://localhost.:${server.port}/`,
      `http://localhost:${server.port}/`,
      `https://localhost:${server.port + 1}/`,
      'https://localhost/',
      `https://user@localhost:${server.port}/`,
      'https://issuer.example/',
    ]) {
      expect(await outward.get(url, { accept }), url).toMatchObject({ kind: 'refused' })
    }
    expect(server.connections()).toBe(before)
  })

  test('a certificate that nobody vouches for, or of another name, is not accepted, also for a listed origin', async () => {
    const trusting = { mode: 'off' as const, origins: [`https://localhost:${server.port}`] }
    expect(await createOutward(trusting).get(`https://localhost:${server.port}/`, { accept })).toMatchObject({ kind: 'unreachable' })
    expect(await publicOutward().get('https://other.example/', { accept })).toMatchObject({ kind: 'unreachable' })
    expect(await publicOutward().get('https://issuer.example/', { accept })).toMatchObject({ kind: 'ok' })
    expect(server.requests).toHaveLength(1)
  })

  test('an origin that is not https, or is more than an origin, is refused when the fetcher is made', () => {
    for (const origin of ['http://localhost:8443', 'https://localhost:8443/path', 'https://a@localhost', 'localhost:8443', '*', '']) {
      expect(() => createOutward({ mode: 'public', origins: [origin] }), origin).toThrow('is not an https origin')
    }
  })
})

describe('a forbidden address', () => {
  /** The trap listens on loopback; whatever spelling leads there must not reach it. */
  const trapped = (more: Partial<OutwardOptions> = {}) => createOutward({ mode: 'public', origins: [], ca: server.cert, ...more })

  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://127.0.0.1./',
    'https://①②⑦.⓪.⓪.①/',
    'https://127。0。0。1/',
    'https://0/',
    'https://0.0.0.0/',
    'https://[::1]/',
    'https://[::]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[fd00:ec2::254]/',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://172.16.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.100.100.200/',
    'https://168.63.129.16/',
    'https://localhost/',
    'https://LOCALHOST/',
    'https://localhost./',
    'https://issuer.example:8443/',
    'https://user:secret@issuer.example/',
    'http://issuer.example/',
    'ftp://issuer.example/',
    'file:///etc/passwd',
    'data:application/json,{}',
    'javascript:alert(1)',
    'gopher://127.0.0.1/',
    '//127.0.0.1/',
    'https://',
    'https:///',
    '',
    'https://[::1',
    'https://issuer.example\\@127.0.0.1/\u0000',
    `https://issuer.example/${'a'.repeat(3_000)}`,
  ])('T8: %s is refused without a connection', async (url) => {
    const before = server.connections()
    const toTrap: string[] = []
    const outward = trapped({
      lookup: async (hostname) => (hostname.startsWith('localhost') ? ['127.0.0.1', '::1'] : ['93.184.215.14']),
      reroute: (address) => {
        toTrap.push(address)
        return { host: '127.0.0.1', port: server.port }
      },
    })
    expect(await outward.get(url, { accept })).toMatchObject({ kind: 'refused' })
    expect(toTrap).toEqual([])
    expect(server.connections()).toBe(before)
  })

  test.each<[string, string[]]>([
    ['loopback', ['127.0.0.1']],
    ['a private address among public ones', ['93.184.215.14', '10.0.0.1']],
    ['a mapped loopback', ['::ffff:127.0.0.1']],
    ['link-local with a zone', ['fe80::1%eth0']],
    ['metadata', ['169.254.169.254']],
    ['more addresses than anybody needs', Array<string>(outwardLimits.maxAddresses + 1).fill('93.184.215.14')],
    ['no address at all', ['nonsense']],
  ])('T8: a name that resolves to %s is refused without a connection', async (_, addresses) => {
    const before = server.connections()
    const outward = publicOutward({ lookup: async () => addresses })
    expect(await outward.get('https://issuer.example/', { accept })).toMatchObject({ kind: 'refused' })
    expect(server.connections()).toBe(before)
  })

  test('T8: a resolver that answers public first and loopback afterwards is asked once, and the first answer is connected to', async () => {
    const answers = [['93.184.215.14'], ['127.0.0.1']]
    let asked = 0
    const targets: string[] = []
    const outward = publicOutward({
      lookup: async () => answers[Math.min(asked++, 1)] as string[],
      reroute: (address) => {
        targets.push(address)
        return { host: '127.0.0.1', port: server.port }
      },
    })
    expect(await outward.get('https://issuer.example/first', { accept })).toMatchObject({ kind: 'ok' })
    expect(asked).toBe(1)
    expect(await outward.get('https://issuer.example/second', { accept })).toMatchObject({ kind: 'refused' })
    expect(targets).toEqual(['93.184.215.14'])
  })

  test('T8: a name in letters of another script is looked up in its ASCII form', async () => {
    const asked: string[] = []
    const outward = publicOutward({
      lookup: async (hostname) => {
        asked.push(hostname)
        return ['93.184.215.14']
      },
    })
    expect(await outward.get('https://例え.example/', { accept })).toMatchObject({ kind: 'ok', url: 'https://xn--r8jz45g.example/' })
    expect(asked).toEqual(['xn--r8jz45g.example'])
  })

  test('T8: a redirect is not followed, wherever it leads', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      server.requests.length = 0
      answer = (_, response) =>
        response.writeHead(status, { location: `https://127.0.0.1:${server.port}/inside`, 'content-type': 'application/json' }).end('{}')
      expect(await publicOutward().get('https://issuer.example/', { accept })).toMatchObject({ kind: 'refused' })
      expect(server.requests).toHaveLength(1)
    }
  })

  test('a name that nobody knows is unreachable', async () => {
    const outward = publicOutward({
      lookup: async () => {
        throw new Error('ENOTFOUND')
      },
    })
    expect(await outward.get('https://issuer.example/', { accept })).toMatchObject({ kind: 'unreachable' })
  })
})

describe('an answer', () => {
  const get = (options: { accept: string; maxBytes?: number } = { accept }) => publicOutward().get('https://issuer.example/x', options)

  test.each([
    'application/json',
    'application/vc',
    'application/vc+ld+json',
    'application/ld+json;charset=utf-8',
    'application/did+json',
    'application/vc+jwt',
    'application/jwt',
    'application/jwk-set+json',
    'TEXT/PLAIN',
  ])('of type %s is read', async (type) => {
    answer = json('{}', { 'content-type': type })
    expect(await get()).toMatchObject({ kind: 'ok', mediaType: type.split(';')[0]?.toLowerCase() })
  })

  test.each(['text/html', 'application/octet-stream', 'image/png', 'application/xml', ''])('of type "%s" is refused', async (type) => {
    answer = json('{}', { 'content-type': type })
    expect(await get()).toMatchObject({ kind: 'refused' })
  })

  test('of a picture is read when pictures were asked for', async () => {
    answer = json('x', { 'content-type': 'image/png' })
    expect(await get({ accept: 'application/json, image/png' })).toMatchObject({ kind: 'ok', mediaType: 'image/png' })
  })

  test.each([400, 401, 404, 410, 429, 500, 503])('with status %i is unreachable', async (status) => {
    answer = (_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    expect(await get()).toMatchObject({ kind: 'unreachable' })
  })

  test('T8: is refused beyond the limit, announced or not, before or after decoding, and read up to it', async () => {
    const limit = 1_000
    const zipped = { 'content-encoding': 'gzip' }
    answer = json('x'.repeat(limit))
    expect(await get({ accept, maxBytes: limit })).toMatchObject({ kind: 'ok' })
    answer = json('x'.repeat(limit + 1))
    expect(await get({ accept, maxBytes: limit })).toMatchObject({ kind: 'refused' })
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('x'.repeat(limit))
      response.end('x')
    }
    expect(await get({ accept, maxBytes: limit })).toMatchObject({ kind: 'refused' })
    answer = (_, response) => response.writeHead(200, { 'content-type': 'application/json', ...zipped }).end(gzipSync('x'.repeat(limit)))
    expect(await get({ accept, maxBytes: limit })).toMatchObject({ kind: 'ok' })
    answer = (_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', ...zipped }).end(gzipSync('x'.repeat(limit + 1)))
    expect(await get({ accept, maxBytes: limit })).toMatchObject({ kind: 'refused' })
  })

  test('T8: nobody can raise the limit above that of the policy', async () => {
    answer = json('x'.repeat(outwardLimits.maxBytes + 1))
    expect(await get({ accept, maxBytes: 10 * outwardLimits.maxBytes })).toMatchObject({ kind: 'refused' })
  })

  test('that is cut off, falsely compressed or compressed in another way is not read', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '10' })
      response.write('{"a"', () => response.destroy())
    }
    expect(await get()).toMatchObject({ kind: 'unreachable' })
    answer = json('{}', { 'content-encoding': 'gzip' })
    expect(await get()).toMatchObject({ kind: 'unreachable' })
    answer = json('{}', { 'content-encoding': 'br' })
    expect(await get()).toMatchObject({ kind: 'refused' })
  })

  test('with headers beyond the limit is not read', async () => {
    answer = json('{}', { 'x-flood': 'x'.repeat(outwardLimits.maxHeaderBytes) })
    expect(await get()).toMatchObject({ kind: 'unreachable' })
  })

  test('that never comes, or drips, ends at the time limit, and the host is left alone for a few seconds', async () => {
    let now = new Date('2026-04-01T00:00:00Z')
    const outward = publicOutward({ now: () => now })
    answer = (request, response) => {
      if (request.url === '/silent') return
      response.writeHead(200, { 'content-type': 'application/json' })
      const drip = setInterval(() => response.write(' '), 100)
      response.on('close', () => clearInterval(drip))
    }
    const [silent, dripping] = await Promise.all([
      outward.get('https://issuer.example/silent', { accept }),
      outward.get('https://issuer.example/drip', { accept }),
    ])
    expect(silent).toEqual({ kind: 'unreachable', reason: 'The server took longer than the limit.' })
    expect(dripping).toEqual(silent)
    answer = json('{"a":1}')
    const asked = server.requests.length
    expect(await outward.get('https://issuer.example/other', { accept })).toEqual(silent)
    expect(server.requests).toHaveLength(asked)
    now = new Date(now.getTime() + outwardLimits.timeoutMemorySeconds * 1_000)
    expect(text(await outward.get('https://issuer.example/other', { accept }))).toBe('{"a":1}')
  })
})

describe('what is kept', () => {
  const start = new Date('2026-04-01T00:00:00Z')
  const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000)
  /** How many requests reach the server when the same address is fetched at these seconds. */
  const requestsAt = async (headers: Record<string, string>, seconds: number[]) => {
    let now = start
    const outward = publicOutward({ now: () => now })
    answer = json('{}', headers)
    for (const second of seconds) {
      now = after(second)
      expect(await outward.get('https://issuer.example/list', { accept })).toMatchObject({ kind: 'ok' })
    }
    return server.requests.length
  }

  test.each<[Record<string, string>, number[], number]>([
    [{}, [0, 0], 2],
    [{ 'cache-control': 'public, max-age=60' }, [0, 59], 1],
    [{ 'cache-control': 'public, max-age=60' }, [0, 60], 2],
    [{ 'cache-control': 'max-age=60', age: '30' }, [0, 29, 30], 2],
    [{ 'cache-control': 'max-age=86400' }, [0, outwardLimits.maxCacheSeconds - 1, outwardLimits.maxCacheSeconds], 2],
    [{ 'cache-control': 'no-store, max-age=60' }, [0, 0], 2],
    [{ 'cache-control': 'no-cache, max-age=60' }, [0, 0], 2],
    [{ 'cache-control': 'private, max-age=60' }, [0, 0], 2],
    [{ 'cache-control': 'max-age=0' }, [0, 0], 2],
    [{ 'cache-control': 'max-age=sixty' }, [0, 0], 2],
    [{ 'cache-control': 'max-age=60' }, [0, -3_600], 2],
  ])('%o fetched at %j s asks the server %i times', async (headers, seconds, requests) => {
    expect(await requestsAt(headers, seconds)).toBe(requests)
  })

  test('an address that is asked for by many at once is fetched once', async () => {
    const outward = publicOutward()
    const all = await Promise.all(Array.from({ length: 20 }, () => outward.get('https://issuer.example/did.json', { accept })))
    expect(new Set(all.map(text))).toEqual(new Set(['{"a":1}']))
    expect(server.requests).toHaveLength(1)
  })

  test('many addresses of one host wait their turn: never more than the limit at the same time, and all are answered', async () => {
    let open = 0
    let most = 0
    answer = (request, response) => {
      most = Math.max(most, ++open)
      setTimeout(() => {
        open--
        json('{}')(request, response)
      }, 20)
    }
    const outward = publicOutward()
    const all = await Promise.all(Array.from({ length: 30 }, (_, i) => outward.get(`https://issuer.example/${i}`, { accept })))
    expect(all.map(({ kind }) => kind)).toEqual(Array(30).fill('ok'))
    expect(most).toBeLessThanOrEqual(outwardLimits.maxConcurrentPerHost)
  })

  test('what is kept is bounded in number and bytes; what was not used for longest goes first', () => {
    const cache = createAnswerCache(() => start)
    const answerOf = (size: number) => ({ kind: 'ok' as const, url: '', mediaType: accept, bytes: new Uint8Array(size) })
    for (let i = 0; i < outwardLimits.maxCachedAnswers; i++) cache.keep(`key ${i}`, answerOf(1), 60)
    expect(cache.get('key 0')).toBeDefined()
    cache.keep('one more', answerOf(1), 60)
    expect([cache.get('key 0'), cache.get('key 1')]).toEqual([answerOf(1), undefined])
    cache.keep('large', answerOf(outwardLimits.maxCachedBytes - 100), 60)
    expect(cache.get('large')).toBeDefined()
    expect(cache.get(`key ${outwardLimits.maxCachedAnswers - 50}`)).toBeUndefined()
  })
})
