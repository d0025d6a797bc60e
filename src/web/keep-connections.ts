import type { Server } from 'node:http'

/**
 * How long a connection without a request is kept: longer than the minute for which reverse proxies keep theirs, so that they and not we end it.
 * Whoever ends a connection cannot know what is on its way on it.
 */
const IDLE_MILLISECONDS = 65_000

/**
 * Keeps idle connections for their time, and loses no request that is on its way when it is over.
 *
 * A busy event loop looks at its clocks before it reads what has arrived. Node would so end a connection whose next request lies in the buffer of the
 * system, and the sender would see a reset instead of an answer. Here a connection ends only when nothing has arrived after the loop has read once more.
 */
export const keepConnections = (server: Server, idleMilliseconds: number = IDLE_MILLISECONDS): Server => {
  server.keepAliveTimeout = idleMilliseconds
  // With a listener of its own Node leaves the ending to us.
  return server.on('timeout', (socket) => {
    const { bytesRead } = socket
    // Behind this turn's reading, and behind the next one's: what arrives starts a request, which sets the clock anew.
    setImmediate(() =>
      setImmediate(() => {
        if (socket.bytesRead === bytesRead) socket.destroy()
      }),
    )
  })
}
