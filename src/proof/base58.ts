const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const codes = Uint8Array.from(alphabet, (character) => character.charCodeAt(0))
const digitOf = new Int8Array(128).fill(-1)
for (let digit = 0; digit < alphabet.length; digit++) digitOf[alphabet.charCodeAt(digit)] = digit

/** Five digits are converted at once: 58^5 and 16 more bits are exact in a number. */
const digitsAtOnce = 5
const powers = [1, 58, 58 ** 2, 58 ** 3, 58 ** 4, 58 ** 5]
const base = powers[digitsAtOnce] as number

/** Bytes as base58btc, without a multibase prefix. */
export function encodeBase58btc(bytes: Uint8Array): string {
  let zeros = 0
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++
  const limbs = bigEndianLimbs(bytes, zeros)
  return textOf(limbs.length <= maxTableLimbs ? groupsByTable(limbs) : groupsByDivision(limbs), zeros)
}

/** Limbs of a signature of 64 bytes. */
const maxTableLimbs = 32
const groupsOfSignature = 18
/**
 * What one unit of a limb of 16 bits is in groups of five digits: row by row for the limbs, the least significant one first, in each row
 * the least significant group first. A sum over all limbs stays below 2^51, so that it is exact.
 */
const table = new Float64Array(maxTableLimbs * groupsOfSignature)
for (let limb = 0; limb < maxTableLimbs; limb++) {
  let unit = 1n << BigInt(16 * limb)
  for (let group = 0; group < groupsOfSignature; group++, unit /= BigInt(base))
    table[limb * groupsOfSignature + group] = Number(unit % BigInt(base))
}

/** The limb stands for less than 2^(16·(limb + 1)), which is less than 2^29 to the power of so many groups. */
const groupsOfLimb = Uint8Array.from({ length: maxTableLimbs }, (_, limb) => Math.min(groupsOfSignature, Math.ceil((16 * (limb + 1)) / 29)))

const sums = new Float64Array(groupsOfSignature)

/** Groups of five digits, the least significant one first. */
function groupsByTable(limbs: readonly number[]): number[] {
  sums.fill(0)
  for (let limb = 0; limb < limbs.length; limb++) {
    const value = limbs[limbs.length - 1 - limb] as number
    const row = limb * groupsOfSignature
    const groups = groupsOfLimb[limb] as number
    for (let group = 0; group < groups; group++) sums[group] = (sums[group] as number) + value * (table[row + group] as number)
  }
  const groups: number[] = []
  let carry = 0
  for (let group = 0; group < groupsOfSignature; group++) {
    const value = (sums[group] as number) + carry
    carry = Math.floor(value / base)
    groups.push((value - carry * base) | 0)
  }
  return groups
}

function groupsByDivision(limbs: number[]): number[] {
  const groups: number[] = []
  for (let first = 0; first < limbs.length; ) {
    let remainder = 0
    for (let index = first; index < limbs.length; index++) {
      const value = remainder * 0x10000 + (limbs[index] as number)
      const quotient = Math.floor(value / base)
      limbs[index] = quotient
      remainder = value - quotient * base
    }
    while (first < limbs.length && limbs[first] === 0) first++
    groups.push(remainder)
  }
  return groups
}

function textOf(groups: readonly number[], zeros: number): string {
  const text = Buffer.allocUnsafe(zeros + groups.length * digitsAtOnce)
  let start = text.length
  for (let group = 0; group < groups.length; group++) {
    let rest = groups[group] as number
    for (let count = 0; count < digitsAtOnce; count++) {
      const quotient = (rest / 58) | 0
      text[--start] = codes[rest - quotient * 58] as number
      rest = quotient
    }
  }
  while (start < text.length && text[start] === codes[0]) start++
  for (let count = 0; count < zeros; count++) text[--start] = codes[0] as number
  return text.toString('latin1', start)
}

/** The bytes of a base58btc text; `undefined` when it holds another character. Every text has one reading and every reading one text. */
export function decodeBase58btc(text: string): Uint8Array | undefined {
  let zeros = 0
  while (zeros < text.length && text.charCodeAt(zeros) === codes[0]) zeros++
  // Least significant limb of 16 bits first.
  const limbs: number[] = []
  for (let index = zeros; index < text.length; ) {
    const end = Math.min(text.length, index + digitsAtOnce)
    const power = powers[end - index] as number
    let carry = 0
    for (; index < end; index++) {
      const digit = digitOf[text.charCodeAt(index)] ?? -1
      if (digit < 0) return undefined
      carry = carry * 58 + digit
    }
    for (let place = 0; place < limbs.length; place++) {
      const value = (limbs[place] as number) * power + carry
      limbs[place] = value & 0xffff
      carry = Math.floor(value / 0x10000)
    }
    for (; carry > 0; carry = Math.floor(carry / 0x10000)) limbs.push(carry & 0xffff)
  }
  return bytesOf(limbs, zeros)
}

/** Limbs of 16 bits, the most significant one first. */
function bigEndianLimbs(bytes: Uint8Array, from: number): number[] {
  const limbs: number[] = []
  let index = from
  if ((bytes.length - from) % 2 === 1) limbs.push(bytes[index++] as number)
  for (; index < bytes.length; index += 2) limbs.push(((bytes[index] as number) << 8) | (bytes[index + 1] as number))
  return limbs
}

function bytesOf(limbs: readonly number[], zeros: number): Uint8Array {
  const highest = limbs[limbs.length - 1]
  const length = highest === undefined ? 0 : 2 * limbs.length - (highest < 0x100 ? 1 : 0)
  const bytes = new Uint8Array(zeros + length)
  for (let index = 0; index < length; index++) {
    bytes[bytes.length - 1 - index] = ((limbs[index >> 1] as number) >> (index % 2 === 0 ? 0 : 8)) & 0xff
  }
  return bytes
}
