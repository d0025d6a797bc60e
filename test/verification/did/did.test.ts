import { describe, expect, test } from 'vitest'
import { readDid, splitDidUrl } from '../../../src/verification/did.ts'

const ed25519 = 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2'
const didJwk = (jwk: unknown): string => `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`

describe('did:web addresses', () => {
  test.each([
    ['did:web:badges.example', 'https://badges.example/.well-known/did.json'],
    ['did:web:badges.example%3A8443', 'https://badges.example:8443/.well-known/did.json'],
    ['did:web:localhost%3a3000:issuers:council', 'https://localhost:3000/issuers/council/did.json'],
    ['did:web:badges.example:issuers:a-b_c', 'https://badges.example/issuers/a-b_c/did.json'],
    ['did:web:badges.example%3A443', 'https://badges.example/.well-known/did.json'],
  ])('%s is read at %s', (did, url) => {
    expect(readDid(did)).toEqual({ method: 'web', did, url })
  })

  test.each([
    'did:web:',
    'did:web:badges.example:',
    'did:web:badges.example::a',
    'did:web:user%40badges.example',
    'did:web:badges.example%2Fevil',
    'did:web:badges.example:..:secret',
    'did:web:badges.example:%2e%2e:secret',
    'did:web:badges.example:a%2Fb',
    'did:web:0x7f000001',
    'did:web:127.1',
    'did:web:2130706433',
    'did:web:badges.example%3A99999',
    'did:web:badges.example%3A0',
    'did:web:badges.example%3Aabc',
    'did:web:badges.example?x=1',
    'did:web:badges.example/path',
    'did:web:[::1]',
    'did:web:badges .example',
    'did:WEB:badges.example',
  ])('%s is no address', (did) => {
    expect(readDid(did)).toBeUndefined()
  })
})

describe('other methods', () => {
  test('did:key is base58btc text', () => {
    expect(readDid(`did:key:${ed25519}`)).toMatchObject({ method: 'key', multibase: ed25519 })
    expect(readDid(`did:key:u${ed25519}`)).toBeUndefined()
  })

  test('did:jwk holds one JSON object in canonical base64url, with no member twice', () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'x' }
    expect(readDid(didJwk(jwk))).toMatchObject({ method: 'jwk', jwk })
    expect(readDid(didJwk([jwk]))).toBeUndefined()
    expect(readDid(`${didJwk(jwk)}=`)).toBeUndefined()
    expect(readDid(`did:jwk:${Buffer.from('{"kty":"OKP","kty":"EC"}').toString('base64url')}`)).toBeUndefined()
  })

  test('a method that is not resolved here is named as one', () => {
    expect(readDid('did:ion:abc')).toEqual({ method: 'other', did: 'did:ion:abc' })
  })
})

describe('DID URLs of keys', () => {
  test('one fragment, no path and no query', () => {
    expect(splitDidUrl('did:web:a.example#key-1')).toEqual({ did: 'did:web:a.example', fragment: 'key-1' })
    for (const text of [
      'did:web:a.example',
      'did:web:a.example#',
      'did:web:a.example/p#k',
      'did:web:a.example?q#k',
      'did:web:a.example#a#b',
      '#k',
    ]) {
      expect(splitDidUrl(text)).toBeUndefined()
    }
  })
})
