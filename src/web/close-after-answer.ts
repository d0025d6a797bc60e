import type { Request, Response } from 'express'

/** A body of this size is on its way already: to throw it away costs both sides less than a new connection for the next request. */
const SMALL_BODY_BYTES = 65_536

/**
 * Lets a request go whose body nobody will read: the answer tells the sender to stop, what still arrives meanwhile is thrown away, and the
 * connection ends when he stops or the time is over. To close at once would reset the connection, and most senders would never see why.
 * A small body is thrown away, and the connection stays for whoever sends it in time.
 *
 * @param lingerMilliseconds - how long the sender has to notice the answer
 */
export const closeAfterAnswer = (request: Request, response: Response, lingerMilliseconds: number): void => {
  if (request.complete) return
  const { socket } = request
  if (isSmall(request)) {
    request.resume()
    const late = setTimeout(() => socket.destroy(), lingerMilliseconds)
    for (const over of ['end', 'close']) request.once(over, () => clearTimeout(late))
    return
  }
  response.set('Connection', 'close')
  // What Node calls after the last answer of a connection.
  socket.destroySoon = () => {
    socket.end()
    const late = setTimeout(() => socket.destroy(), lingerMilliseconds)
    socket.once('close', () => clearTimeout(late))
  }
}

/** Whoever waits to be told to go on sends nothing after a refusal, and his next request would be taken for the body. */
const isSmall = ({ headers }: Request): boolean =>
  headers.expect === undefined && Number(headers['content-length'] ?? Number.POSITIVE_INFINITY) <= SMALL_BODY_BYTES
