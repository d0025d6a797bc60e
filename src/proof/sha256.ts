import { createHash, hash } from 'node:crypto'

/**
 * SHA-256 as 32 bytes; a text is hashed as UTF-8. The result takes the way over a one-byte text because Node makes that several times
 * faster than a Buffer of its own.
 */
export const sha256: (data: string | Uint8Array) => Uint8Array =
  typeof hash === 'function'
    ? (data) => Buffer.from(hash('sha256', data, 'binary'), 'binary')
    : (data) => createHash('sha256').update(data).digest()
