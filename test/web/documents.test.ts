import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

let web: WebWorld
let statusPath: string
let achievementPath: string
beforeAll(async () => {
  web = await newWebWorld()
  await web.world.loadOne()
  const badge = await web.badge('CMP-001')
  statusPath = `/status/${badge.entry.listId}`
  achievementPath = badge.achievementId
})
afterAll(() => web.close())

const get = (path: string, accept = '*/*') => request(web.app).get(path).set('Accept', accept)

describe('keys and status lists', () => {
  test('the DID document stands at the root and below the issuer, as application/did+json', async () => {
    const [root, below] = await Promise.all([get('/.well-known/did.json'), get('/issuers/council/did.json')])
    expect(root.headers['content-type']).toContain('application/did+json')
    const document = JSON.parse(root.text)
    expect(document.id).toBe('did:web:badges.example')
    expect(document.assertionMethod).toEqual(document.verificationMethod.map((method: { id: string }) => method.id))
    expect(below.status).toBe(200)
    expect((await get('/issuers/nobody/did.json')).status).toBe(404)
  })

  test('JW-7 the key set names the issuer of each key', async () => {
    const answer = await get('/.well-known/jwks.json').buffer(true)
    expect(answer.headers['content-type']).toContain('application/jwk-set+json')
    const { keys } = JSON.parse(answer.text)
    expect(keys).toHaveLength(1)
    expect(keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', iss: 'did:web:badges.example' })
    expect(keys[0].d).toBeUndefined()
  })

  test.each([
    ['application/vc', 'application/vc'],
    ['application/ld+json', 'application/ld+json'],
    ['application/vc+ld+json', 'application/ld+json'],
    ['application/json', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
  ])('a status list is served to a reader of %s as %s', async (accept, mediaType) => {
    const answer = await get(statusPath, accept).buffer(true)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe(mediaType)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
  })

  test('a list that is not there is not found, and one of another form neither', async () => {
    expect((await get('/status/000000000000')).status).toBe(404)
    expect((await get('/status/..%2f..%2fetc')).status).toBe(404)
  })

  test('a reader that has the list gets 304', async () => {
    const { etag } = (await get(statusPath)).headers
    expect((await get(statusPath).set('If-None-Match', String(etag))).status).toBe(304)
  })
})

describe('everything that is served', () => {
  test('sets no cookie', async () => {
    for (const path of [
      '/',
      '/.well-known/did.json',
      '/.well-known/jwks.json',
      statusPath,
      achievementPath,
      '/verify',
      '/healthz',
      '/readyz',
      '/nowhere',
    ])
      expect((await get(path, 'text/html, */*;q=0.1')).headers['set-cookie'], path).toBeUndefined()
  })

  test('pages may load nothing from elsewhere and be framed by nobody', async () => {
    const policy = (await get('/', 'text/html')).headers['content-security-policy']
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  test('the picture of a badge definition may run nothing when it is opened by itself', async () => {
    const answer = await get(`${achievementPath}/image.svg`)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-security-policy']).toContain('sandbox')
    expect((await get(`${achievementPath}/image.png`)).headers['content-type']).toBe('image/png')
  })
})
