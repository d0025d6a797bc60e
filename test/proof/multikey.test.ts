import { createECDH, randomBytes } from 'node:crypto'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase58btc, encodeBase58btc } from '../../src/proof/base58.ts'
import { decodeMultikey, encodeMultikey, type KeyType } from '../../src/proof/multikey.ts'

const compressed = (curve: string): Uint8Array => {
  const ecdh = createECDH(curve)
  return new Uint8Array(Buffer.from(ecdh.generateKeys('hex', 'compressed'), 'hex'))
}
const multikeyOf = (prefix: number[], bytes: Uint8Array): string => `z${encodeBase58btc(Uint8Array.of(...prefix, ...bytes))}`

describe('Multikey', () => {
  test('DI-5 an Ed25519 key reads and writes as the reference library writes it', async () => {
    const { publicKey, publicKeyMultibase } = await Ed25519Multikey.generate({ seed: new Uint8Array(randomBytes(32)) })
    expect(encodeMultikey({ type: 'Ed25519', bytes: publicKey })).toBe(publicKeyMultibase)
    expect(decodeMultikey(publicKeyMultibase)).toEqual({ type: 'Ed25519', bytes: new Uint8Array(publicKey) })
  })

  test.each<[KeyType, string, string]>([
    ['P-256', 'prime256v1', 'zDn'],
    ['P-384', 'secp384r1', 'z82'],
  ])('a %s key comes back as it went in; the same with a coordinate that is not on the curve is refused', (type, curve, start) => {
    const bytes = compressed(curve)
    const text = encodeMultikey({ type, bytes })
    expect(text.startsWith(start)).toBe(true)
    expect(decodeMultikey(text)).toEqual({ type, bytes })
    const outside = Uint8Array.of(bytes[0] as number, ...new Uint8Array(bytes.length - 1).fill(0xff))
    expect(() => encodeMultikey({ type, bytes: outside })).toThrow('not a usable')
  })

  test.each([
    ['another base', 'u7QECpDzUsZDXkrPIEovT2Tt'],
    ['no base', '6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z'],
    ['a character that base58 lacks', 'z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3O'],
    ['another key type', multikeyOf([0xe7, 0x01], compressed('secp256k1'))],
    ['a prefix with a varint longer than needed', multikeyOf([0xed, 0x81, 0x00], new Uint8Array(32).fill(1))],
    ['one byte too many', multikeyOf([0xed, 0x01], new Uint8Array(33).fill(1))],
    ['one byte too few', multikeyOf([0xed, 0x01], new Uint8Array(31).fill(1))],
    ['the neutral point', multikeyOf([0xed, 0x01], Uint8Array.of(1, ...new Uint8Array(31)))],
    ['an uncompressed P-256 point', multikeyOf([0x80, 0x24], Uint8Array.of(4, ...new Uint8Array(32).fill(1)))],
    ['nothing', 'z'],
    ['a text without end', `z${'6'.repeat(100_000)}`],
  ])('%s is refused', (_, text) => {
    expect(() => decodeMultikey(text)).toThrow(expect.objectContaining({ name: 'KeyEncodingError' }))
  })
})

describe('base58btc', () => {
  test('bytes come back as they went in, leading zeros included, and a text as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(4), (bytes, zeros) => {
        const padded = Uint8Array.of(...new Uint8Array(zeros), ...bytes)
        const text = encodeBase58btc(padded)
        expect(decodeBase58btc(text)).toEqual(padded)
        expect(encodeBase58btc(decodeBase58btc(text) as Uint8Array)).toBe(text)
      }),
    )
  })

  test('the example of the base58 draft reads as it is printed there', () => {
    expect(encodeBase58btc(Buffer.from('Hello World!'))).toBe('2NEpo7TZRRrLZSi2U')
    expect(Buffer.from(decodeBase58btc('2NEpo7TZRRrLZSi2U') as Uint8Array).toString()).toBe('Hello World!')
  })

  test('a character outside the alphabet is refused', () => {
    for (const character of ['0', 'O', 'I', 'l', ' ', '漢', '\u{20bb7}']) expect(decodeBase58btc(`2NE${character}`)).toBeUndefined()
  })
})
