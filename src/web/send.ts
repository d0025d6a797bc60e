import type { Request, Response } from 'express'

type StoredBody = string | Uint8Array

/**
 * Serves a stored document byte for byte. The digest is the ETag, so a reader that has it gets 304 without a body.
 *
 * @param document.body - or how it is made, for what costs something to make: not asked for a reader that has it
 * @param document.maxAgeSeconds - how long caches may keep it without asking; 0: they ask each time
 */
export const sendStored = (
  request: Request,
  response: Response,
  document: { body: StoredBody | (() => StoredBody); sha256: string; mediaType: string; maxAgeSeconds: number; isPrivate?: boolean },
): void => {
  const etag = `"${document.sha256}"`
  response.set({
    ETag: etag,
    'Cache-Control': document.isPrivate
      ? 'private, no-store'
      : document.maxAgeSeconds > 0
        ? `public, max-age=${document.maxAgeSeconds}`
        : 'public, no-cache',
  })
  const known = request.get('if-none-match')
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) {
    response.status(304).end()
    return
  }
  response.set('Content-Type', document.mediaType)
  const body = typeof document.body === 'function' ? document.body() : document.body
  response.end(typeof body === 'string' ? Buffer.from(body) : body)
}
