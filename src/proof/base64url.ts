/**
 * Decodes base64url without padding, in its one canonical form (RFC 4648, sections 3.5 and 5).
 *
 * @returns `undefined` for any other character, an impossible length, or bits set that belong to no byte
 */
export const decodeBase64url = (text: string): Uint8Array | undefined => {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? new Uint8Array(bytes) : undefined
}

export const encodeBase64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
