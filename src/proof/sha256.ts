import { createHash, hash } from 'node:crypto'

/** SHA-256 as 32 bytes; a text is hashed as UTF-8. */
export const sha256: (data: string | Uint8Array) => Uint8Array =
  typeof hash === 'function'
    ? (data) => new Uint8Array(hash('sha256', data, 'buffer'))
    : (data) => new Uint8Array(createHash('sha256').update(data).digest())
