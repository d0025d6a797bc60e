import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { keepConnections } from '../../src/web/keep-connections.ts'

/** RELIABILITY "more load than capacity": ordinary requests beside a flood are answered, each of them. */
const idleMilliseconds = 50
/** Node waits so much longer than it was told before it ends a connection, and tells senders the shorter time. */
const nodeAddsMilliseconds = 1_000
/** What is done while the loop is busy with a request for `/busy`. */
let meanwhile = (): void => undefined
const server = keepConnections(
  createServer((request, response) => {
    if (request.url === '/busy') {
      meanwhile()
      const end = performance.now() + 400
      while (performance.now() < end);
    }
    response.end('here')
  }),
  idleMilliseconds,
)
const opened: Socket[] = []
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy()
  server.close()
})

const connection = async () => {
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  opened.push(socket)
  const heard = { text: '', ended: false, failure: '' }
  socket.on('data', (chunk: Buffer) => {
    heard.text += chunk.toString('latin1')
  })
  socket.on('close', () => {
    heard.ended = true
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    heard.failure = error.code ?? error.message
  })
  const ask = (path = '/'): void => void socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
  const answers = (): number => heard.text.split('HTTP/1.1 200').length - 1
  return { ask, answers, heard }
}

const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 200 && !holds(); turn++) await pause(10)
}

test('a request that arrived while the loop was busy is answered, though the time of its connection is over', async () => {
  const { ask, answers, heard } = await connection()
  const other = await connection()
  ask()
  await until(() => answers() === 1)
  await pause(idleMilliseconds + nodeAddsMilliseconds - 200)
  // It lies in the buffer of the system, and nobody reads it until the clock of its connection has run out.
  meanwhile = () => ask()
  other.ask('/busy')
  await until(() => answers() === 2 || heard.ended)
  expect({ answers: answers(), failure: heard.failure }).toEqual({ answers: 2, failure: '' })
})

test('a connection on which nothing comes is ended', async () => {
  const { ask, answers, heard } = await connection()
  ask()
  await until(() => heard.ended)
  expect({ answers: answers(), ...heard, text: '' }).toEqual({ answers: 1, ended: true, failure: '', text: '' })
})
