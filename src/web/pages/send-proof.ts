import type { Response } from 'express'

/** Sends a saved proof of verification as a file to keep. It may hold a private badge, so nothing keeps it on the way. */
export const sendProof = (response: Response, file: string, name: string): void => {
  response
    .status(200)
    .set({
      'Cache-Control': 'private, no-store',
      'Content-Disposition': `attachment; filename="${name}.json"`,
      'X-Content-Type-Options': 'nosniff',
    })
    .type('application/json')
    .send(file)
}
