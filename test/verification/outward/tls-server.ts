import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSigned } from '../../support/self-signed.ts'

export interface TlsServer {
  port: number
  /** PEM, for whoever shall trust it */
  cert: string
  /** TCP connections since the start, TLS or not */
  connections(): number
  /** requests that came through, with the Host header */
  requests: { host: string; url: string; headers: IncomingMessage['headers'] }[]
  close(): Promise<void>
}

/** A real https server on loopback; also the trap that must not see a connection. */
export const openTlsServer = async (
  hosts: string[],
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TlsServer> => {
  const { key, cert } = selfSigned(hosts)
  const requests: TlsServer['requests'] = []
  let connections = 0
  const server = createServer({ key, cert }, (request, response) => {
    requests.push({ host: request.headers.host ?? '', url: request.url ?? '', headers: request.headers })
    answer(request, response)
  })
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    cert,
    connections: () => connections,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
