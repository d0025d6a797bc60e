import { createHash, randomBytes } from 'node:crypto'
import * as noble from '@noble/ed25519'
import { describe, expect, test } from 'vitest'
import {
  ed25519PrivateKey,
  ed25519PublicBytes,
  ed25519PublicKey,
  refuseWeakEd25519Key,
  signEd25519,
  verifyEd25519,
} from '../../src/proof/ed25519.ts'

/** Little-endian number to 32 bytes. */
const littleEndian = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
const fromLittleEndian = (bytes: Uint8Array): bigint => bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
const { p, n: groupOrder } = noble.Point.CURVE()

describe('signing', () => {
  test('node:crypto and @noble/ed25519 make the same keys and signatures, byte for byte', async () => {
    for (const length of [0, 1, 64, 1000]) {
      const seed = randomBytes(32)
      const message = randomBytes(length)
      const key = ed25519PrivateKey(seed)
      expect(ed25519PublicBytes(key)).toEqual(await noble.getPublicKeyAsync(seed))
      expect(new Uint8Array(signEd25519(key, message))).toEqual(await noble.signAsync(message, seed))
    }
  })

  test('RFC 8032 section 7.1, test 2: the known signature of the known seed', () => {
    const key = ed25519PrivateKey(Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex'))
    expect(Buffer.from(ed25519PublicBytes(key)).toString('hex')).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
    expect(Buffer.from(signEd25519(key, Uint8Array.of(0x72))).toString('hex')).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    )
  })

  test('a seed of another length is refused', () => {
    expect(() => ed25519PrivateKey(new Uint8Array(31))).toThrow(RangeError)
  })
})

describe('verifying', () => {
  const seed = new Uint8Array(32).fill(3)
  const privateKey = ed25519PrivateKey(seed)
  const publicBytes = ed25519PublicBytes(privateKey)
  const publicKey = ed25519PublicKey(publicBytes)
  const message = Buffer.from('証')
  const signature = new Uint8Array(signEd25519(privateKey, message))

  test('L13 both implementations agree on a good signature and on every changed bit of it', () => {
    noble.hashes.sha512 ??= (bytes) => new Uint8Array(sha512(bytes))
    expect(verifyEd25519(publicKey, message, signature)).toBe(true)
    for (let bit = 0; bit < 512; bit += 7) {
      const changed = signature.slice()
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(verifyEd25519(publicKey, message, changed)).toBe(false)
      expect(noble.verify(changed, message, publicBytes, { zip215: false })).toBe(false)
    }
  })

  test('L13 a signature with S + L in place of S is refused', () => {
    const s = fromLittleEndian(signature.slice(32))
    const malleable = Uint8Array.of(...signature.slice(0, 32), ...littleEndian(s + groupOrder))
    expect(verifyEd25519(publicKey, message, malleable)).toBe(false)
    expect(verifyEd25519(publicKey, message, Uint8Array.of(...signature.slice(0, 32), ...littleEndian(s)))).toBe(true)
  })

  test('a signature of another length is refused', () => {
    expect(verifyEd25519(publicKey, message, signature.slice(0, 63))).toBe(false)
    expect(verifyEd25519(publicKey, message, Uint8Array.of(...signature, 0))).toBe(false)
  })

  test('L13 every encoding of a point of small order is refused as a key; a good key is taken', () => {
    const torsion = smallOrderPoints()
    expect(torsion).toHaveLength(8)
    for (const point of torsion) {
      const y = fromLittleEndian(point) & ((1n << 255n) - 1n)
      for (const encoding of [y, y + p].filter((value) => value < 1n << 255n)) {
        for (const sign of [0n, 1n]) expect(() => refuseWeakEd25519Key(littleEndian(encoding | (sign << 255n)))).toThrow()
      }
    }
    expect(() => refuseWeakEd25519Key(publicBytes)).not.toThrow()
  })

  test('L13 a second encoding of a point is refused as a key', () => {
    // The points with y in 2..18 have a second encoding, y + p, that still fits into 255 bits.
    const second = Array.from({ length: 17 }, (_, index) => BigInt(index + 2)).filter((y) => isOnCurve(littleEndian(y)))
    expect(second.length).toBeGreaterThan(0)
    for (const y of second) {
      expect(() => refuseWeakEd25519Key(littleEndian(y))).not.toThrow()
      expect(() => refuseWeakEd25519Key(littleEndian(y + p))).toThrow()
    }
  })

  test('bytes that are no point are refused as a key', () => {
    expect(() => ed25519PublicKey(littleEndian(2n ** 255n - 1n))).toThrow()
    expect(() => ed25519PublicKey(publicBytes.slice(1))).toThrow()
  })
})

function sha512(bytes: Uint8Array): Buffer {
  return createHash('sha512').update(bytes).digest()
}

const isOnCurve = (bytes: Uint8Array): boolean => {
  try {
    noble.Point.fromBytes(bytes, false)
    return true
  } catch {
    return false
  }
}

/** The eight points of small order: the multiples of L·P for a point P outside the prime-order subgroup. */
function smallOrderPoints(): Uint8Array[] {
  for (let y = 2n; ; y++) {
    if (!isOnCurve(littleEndian(y))) continue
    const point = noble.Point.fromBytes(littleEndian(y), false)
    // L·P, as (L - 1)·P + P because the library takes multipliers below L only
    const generator = point.multiply(groupOrder - 1n, false).add(point)
    const multiples = new Map<string, Uint8Array>()
    for (let count = 0, multiple = noble.Point.ZERO; count < 8; count++, multiple = multiple.add(generator)) {
      multiples.set(multiple.toHex(), multiple.toBytes())
    }
    if (multiples.size === 8) return [...multiples.values()]
  }
}
