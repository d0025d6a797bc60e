/** Longer than any list of this service (131,072 entries are 16 KiB); stops a list that unpacks without end. */
const mostListBytes = 4_000_000

/** The bit at an index of a Bitstring Status List 1.0 (`u` + base64url of GZIP; bit 0 is the most significant bit of byte 0). */
export const statusBit = async (encodedList: string, index: number): Promise<boolean> => {
  if (!encodedList.startsWith('u')) throw new Error('The list is not multibase base64url.')
  const base64 = encodedList.slice(1).replaceAll('-', '+').replaceAll('_', '/')
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const bytes = await unpack(packed)
  const byte = bytes[Math.floor(index / 8)]
  if (!Number.isInteger(index) || index < 0 || byte === undefined) throw new Error('The index lies outside the list.')
  return ((byte >> (7 - (index % 8))) & 1) === 1
}

const unpack = async (packed: Uint8Array): Promise<Uint8Array> => {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'))
  const reader = stream.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value)
    length += part.value.length
    if (length > mostListBytes) throw new Error('The list is too large.')
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
