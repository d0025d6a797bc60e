import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { type Actor, actorLabel } from '../../domain/actor.ts'
import { ServiceError } from '../../errors.ts'
import { answerOnce } from '../../service/answer-once.ts'
import type { Deps } from '../../service/deps.ts'

/**
 * Runs a creating call once for each `Idempotency-Key` of a caller: the same key and body give the same answer, another body is refused, a call still in
 * flight is told to wait (RELIABILITY "Retries"). Without a key the call simply runs; issuing is idempotent by itself.
 */
export const idempotently = async (
  deps: Deps,
  actor: Actor,
  request: Request,
  response: Response,
  command: unknown,
  work: () => Promise<{ status: number; body: unknown }>,
): Promise<void> => {
  const key = request.get('idempotency-key')
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new ServiceError('invalid_input', 'Idempotency-Key must be 1 to 200 visible ASCII characters.', {
      problems: [{ path: 'Idempotency-Key', message: 'must be 1 to 200 visible ASCII characters' }],
    })
  const run = async (): Promise<{ status: number; body: string }> => {
    const answer = await work()
    return { status: answer.status, body: JSON.stringify(answer.body) }
  }
  const requestSha256 = createHash('sha256')
    .update(`${request.method} ${request.originalUrl} ${JSON.stringify(command)}`)
    .digest('hex')
  const answer = key === undefined ? await run() : await answerOnce(deps, { scope: actorLabel(actor), key, requestSha256 }, run)
  response.status(answer.status).set('Cache-Control', 'no-store').type('application/json').send(answer.body)
}
