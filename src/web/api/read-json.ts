import type { Request } from 'express'
import type { z } from 'zod'
import { ServiceError } from '../../errors.ts'
import { readBody } from '../vc-api/read-body.ts'

/**
 * Reads a JSON body into a command.
 *
 * @throws ServiceError `invalid_input` with every problem and its place; `bad_request`, `payload_too_large`, `unsupported_media_type` before that
 */
export const readJson = async <T>(request: Request, schema: z.ZodType<T>, limits: { maxNodes?: number } = {}): Promise<T> => {
  const answer = schema.safeParse(await readBody(request, limits))
  if (answer.success) return answer.data
  const problems = answer.error.issues.map((issue) => ({ path: `/${issue.path.join('/')}`, message: issue.message }))
  throw new ServiceError('invalid_input', `${problems.length === 1 ? 'One field is' : `${problems.length} fields are`} not acceptable.`, {
    problems,
  })
}
