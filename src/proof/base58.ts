const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const digitOf = new Int8Array(128).fill(-1)
for (let digit = 0; digit < alphabet.length; digit++) digitOf[alphabet.charCodeAt(digit)] = digit

/** Bytes as base58btc, without a multibase prefix. */
export function encodeBase58btc(bytes: Uint8Array): string {
  let zeros = 0
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++
  const digits: number[] = []
  for (let index = zeros; index < bytes.length; index++) {
    let carry = bytes[index] as number
    for (let place = 0; place < digits.length; place++) {
      carry += (digits[place] as number) * 256
      digits[place] = carry % 58
      carry = Math.trunc(carry / 58)
    }
    for (; carry > 0; carry = Math.trunc(carry / 58)) digits.push(carry % 58)
  }
  let text = '1'.repeat(zeros)
  for (let place = digits.length - 1; place >= 0; place--) text += alphabet[digits[place] as number]
  return text
}

/** The bytes of a base58btc text; `undefined` when it holds another character. Every text has one reading and every reading one text. */
export function decodeBase58btc(text: string): Uint8Array | undefined {
  let zeros = 0
  while (zeros < text.length && text[zeros] === '1') zeros++
  const bytes: number[] = []
  for (let index = zeros; index < text.length; index++) {
    let carry = digitOf[text.charCodeAt(index)] ?? -1
    if (carry < 0) return undefined
    for (let place = 0; place < bytes.length; place++) {
      carry += (bytes[place] as number) * 58
      bytes[place] = carry & 255
      carry >>= 8
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 255)
  }
  const decoded = new Uint8Array(zeros + bytes.length)
  for (let place = 0; place < bytes.length; place++) decoded[decoded.length - 1 - place] = bytes[place] as number
  return decoded
}
