import { describe, expect, test } from 'vitest'
import { foldEmail, hashedEmail, identityHash, matchIdentity } from '../../src/openbadges/identity.ts'

const salt = 'c2FsdC1mb3ItdGVzdHMtb25seQ'
const email = (value: string) => ({ type: 'emailAddress', value })

test('DM-19: the salt is appended to the identifier before hashing', () => {
  expect(identityHash('a@example.com', 'Kosher')).toBe('sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399')
})

test('DM-18: a hashed address is an IdentityObject with exactly its five members', () => {
  expect(hashedEmail(' Ａ@Example.com ', 'Kosher')).toEqual({
    type: 'IdentityObject',
    identityType: 'emailAddress',
    hashed: true,
    identityHash: 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399',
    salt: 'Kosher',
  })
})

test('an address is folded to half-width, trimmed and lower-cased, and to nothing more', () => {
  expect(foldEmail('　Ｔａｒｏ.Mihon+badge＠Example.COM ')).toBe('taro.mihon+badge@example.com')
})

describe('VF-5: matching a known value', () => {
  test('matches the address however it was typed, and no other', () => {
    const identifier = hashedEmail('taro@learner.example', salt)
    expect(matchIdentity(identifier, email('ＴＡＲＯ@learner.example'))).toBe('match')
    expect(matchIdentity(identifier, email('jiro@learner.example'))).toBe('no_match')
  })

  test('matches an address that another issuer hashed with its capitals, in hexadecimal capitals, without salt or with MD5', () => {
    const of = (identityHash: string) => ({ type: 'IdentityObject', identityType: 'emailAddress', hashed: true, identityHash })
    const capitals = identityHash('Taro@Learner.example', '').toUpperCase().replace('SHA256', 'sha256')
    expect(matchIdentity(of(capitals), email('Taro@Learner.example'))).toBe('match')
    expect(matchIdentity(of(identityHash('taro@learner.example', '', 'md5')), email('taro@learner.example'))).toBe('match')
  })

  test('compares a plain value as it stands', () => {
    const name = { type: 'IdentityObject', identityType: 'name', hashed: false, identityHash: '渡邊 千尋' }
    expect(matchIdentity(name, { type: 'name', value: '渡邊 千尋' })).toBe('match')
    expect(matchIdentity(name, { type: 'name', value: '渡辺 千尋' })).toBe('no_match')
  })

  test('says nothing about a value of another type, or a hash that it cannot read', () => {
    expect(matchIdentity(hashedEmail('taro@learner.example', salt), { type: 'name', value: 'taro' })).toBe('other_type')
    expect(matchIdentity({ identityType: 'emailAddress', hashed: true, identityHash: 'sha512$00' }, email('taro@learner.example'))).toBe(
      'unreadable',
    )
  })
})
