import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { MIN_LIST_LENGTH } from '../../openbadges/bitstring.ts'
import { statusListLimits } from '../limits.ts'

const inflate = promisify(gunzip)

export type BitsFault = 'malformed' | 'too_large' | 'too_short' | 'out_of_range'

/** A status list's bits; bit 0 is the most significant bit of byte 0 (Bitstring Status List 1.0, section 3.2). */
export interface StatusBits {
  /**
   * The value of one entry.
   *
   * @param size - bits of an entry
   * @returns `too_short` when the list has fewer than 131 072 entries of this size, `out_of_range` beyond its end
   */
  valueAt(index: number, size: number): number | 'too_short' | 'out_of_range'
}

const base64url = /^[A-Za-z0-9_-]+$/
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/

/**
 * Inflates `encodedList` with an output limit, in the thread pool of Node, so that a stranger's list never blocks other requests
 * (SECURITY L7).
 *
 * @param form - `multibase`: `u` and base64url without padding (Bitstring Status List 1.0); `base64`: either alphabet (StatusList2021)
 */
export const inflateStatusBits = async (encoded: string, form: 'multibase' | 'base64'): Promise<StatusBits | BitsFault> => {
  const body = form === 'multibase' ? encoded.slice(1) : encoded
  if (form === 'multibase' ? !encoded.startsWith('u') || !base64url.test(body) : !base64.test(body)) return 'malformed'
  let bytes: Buffer
  try {
    bytes = await inflate(Buffer.from(body, 'base64url'), { maxOutputLength: statusListLimits.maxInflatedBytes })
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'malformed'
  }
  const bitCount = bytes.length * 8
  const bitAt = (position: number): number => ((bytes[position >> 3] as number) >> (7 - (position & 7))) & 1
  return {
    valueAt(index, size) {
      if (Math.floor(bitCount / size) < MIN_LIST_LENGTH) return 'too_short'
      const first = index * size
      if (first + size > bitCount) return 'out_of_range'
      let value = 0
      for (let position = first; position < first + size; position++) value = value * 2 + bitAt(position)
      return value
    },
  }
}
