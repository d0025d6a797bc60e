import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishedDigests } from '../../contexts/published-digests.ts'
import { listenAsSigner } from '../../src/signer/listen.ts'
import { openSignerLog } from '../../src/signer/signer-log.ts'
import { remoteSigner } from '../../src/signing/remote-signer.ts'
import type { LocalSigner, Signer } from '../../src/signing/signer.ts'
import type { World } from './world.ts'

/** A signer behind a socket, in the process of the test; it can be stopped and started again. */
export interface SignerDesk {
  signer: Signer
  socket: string
  /** lines of its log */
  log(): Record<string, string>[]
  logPath: string
  /** sends what is no request of the service */
  send(verb: string, body: string): Promise<{ status: number; code: string }>
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/** @param inProcess - the signer that the world was made with, which then holds the keys behind the socket */
export const signerDesk = async (world: World, inProcess: Signer): Promise<SignerDesk> => {
  const directory = mkdtempSync(join(tmpdir(), 'akashi-signer-'))
  const socket = join(directory, 'signer.sock')
  const logPath = join(directory, 'signer.log')
  let server: Server | undefined
  const start = async (): Promise<void> => {
    const { db, publicUrl, heldContexts, now } = world.deps
    const log = openSignerLog(logPath)
    server = await listenAsSigner({ db, publicUrl, heldContexts, publishedDigests, signer: inProcess as LocalSigner, log, now }, socket)
  }
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server?.close(() => resolve())
      server?.closeAllConnections()
    })
  await start()
  return {
    signer: remoteSigner(socket),
    socket,
    logPath,
    log: () =>
      readFileSync(logPath, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    send: (verb, body) =>
      new Promise((resolve, reject) => {
        const asked = request({ socketPath: socket, path: `/${verb}`, method: 'POST' }, (response) => {
          let text = ''
          response.on('data', (piece) => {
            text += piece
          })
          response.on('end', () => resolve({ status: response.statusCode ?? 0, code: JSON.parse(text).code }))
        })
        asked.on('error', reject)
        asked.end(body)
      }),
    stop,
    start,
    close: async () => {
      await stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
