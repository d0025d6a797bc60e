import type { Request, Response } from 'express'

/**
 * Lets a request go whose body nobody will read: the answer tells the sender to stop, what still arrives meanwhile is thrown away, and the
 * connection ends when he stops or the time is over. To close at once would reset the connection, and most senders would never see why.
 *
 * @param lingerMilliseconds - how long the sender has to notice the answer
 */
export const closeAfterAnswer = (request: Request, response: Response, lingerMilliseconds: number): void => {
  if (request.complete) return
  response.set('Connection', 'close')
  const { socket } = request
  // What Node calls after the last answer of a connection.
  socket.destroySoon = () => {
    socket.end()
    const late = setTimeout(() => socket.destroy(), lingerMilliseconds)
    socket.once('close', () => clearTimeout(late))
  }
}
