import { Agent, request } from 'node:http'

export interface Answer {
  /** 0 when there was none: refused, reset or timed out */
  status: number
  milliseconds: number
  retryAfter: boolean
  text: string
  /** why there was none, as the socket says it */
  failure?: string
}

export const agentOf = (connections: number): Agent => new Agent({ keepAlive: true, maxSockets: connections })

const PATIENCE_MILLISECONDS = 30_000

/** Sends one request to the service on loopback and waits for the whole answer; never throws. */
export const send = (
  base: string,
  agent: Agent,
  { path, method, headers, body }: { path: string; method: 'GET' | 'POST'; headers: Record<string, string>; body?: Buffer },
): Promise<Answer> =>
  new Promise((resolve) => {
    const begun = performance.now()
    const length = body === undefined ? {} : { 'content-length': String(body.length) }
    const sent = request(`${base}${path}`, { agent, method, headers: { ...headers, ...length }, timeout: PATIENCE_MILLISECONDS })
    const end = (status: number, retryAfter: boolean, text: string): void =>
      resolve({ status, milliseconds: performance.now() - begun, retryAfter, text })
    const fail = (error: NodeJS.ErrnoException): void =>
      resolve({
        status: 0,
        milliseconds: performance.now() - begun,
        retryAfter: false,
        text: '',
        failure: `${error.code ?? error.message}${sent.reusedSocket ? ', connection used before' : ''}`,
      })
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => end(response.statusCode ?? 0, 'retry-after' in response.headers, Buffer.concat(chunks).toString('utf8')))
      response.on('error', fail)
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', fail)
    sent.end(body)
  })
