import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { dirname } from 'node:path'
import { ServiceError } from '../errors.ts'
import { socketAnswers } from '../signing/remote-signer.ts'
import { answer, type SignerDesk } from './answer.ts'

/** A thousand ids are some 40 KB. */
const MAX_BODY_BYTES = 200_000

/**
 * Listens on a UNIX socket of mode 0660: whoever may enter its directory and has its group may ask. No port, no network.
 *
 * @throws ServiceError `config_invalid` when another signer listens there
 */
export const listenAsSigner = async (desk: SignerDesk, path: string): Promise<Server> => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o750 })
  if (existsSync(path)) {
    if (await socketAnswers(path)) throw new ServiceError('config_invalid', `Another signer listens on ${path}.`)
    rmSync(path)
  }
  const server = createServer(async (request, response) => {
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    }
    try {
      send(200, await answer(desk, (request.url ?? '').slice(1), await readBody(request)))
    } catch (error) {
      if (!(error instanceof ServiceError)) return send(500, { code: 'internal', message: 'The signer met an unexpected error.' })
      const { code, message, problems, retryAfterSeconds } = error
      send(400, { code, message, problems, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) })
    }
  })
  // The socket is made with the mode that it keeps: no moment at which others could ask.
  const mask = process.umask(0o117)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
  } finally {
    process.umask(mask)
  }
  chmodSync(path, 0o660)
  return server
}

/** @returns undefined for what is no JSON; the verb then says so */
const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > MAX_BODY_BYTES) return undefined
    pieces.push(piece)
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch {
    return undefined
  }
}
