import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { type InputProblem, ServiceError } from '../../errors.ts'
import type { WebDeps } from '../web-deps.ts'
import { authenticate } from './authenticate.ts'
import { idempotently } from './idempotent.ts'
import { readJson } from './read-json.ts'
import type { ApiAnswer, ApiRoute } from './route.ts'

/**
 * Makes the handler of one route: names the actor, reads parameters and body by their schemas with every problem at once, runs the use case, answers.
 *
 * In tests (`web.checkAnswers`) an answer that its schema does not describe is a failure: the description must be true.
 */
export const runRoute =
  (web: Pick<WebDeps, 'deps' | 'checkAnswers'>, route: ApiRoute): RequestHandler =>
  async (request, response) => {
    const { deps } = web
    const actor = await authenticate(web, request, route.action === 'public' || route.proves === true ? 'or_public' : undefined)
    const problems: InputProblem[] = []
    const params = read(route.params, request.params, 'path', problems)
    const query = read(route.query, request.query, 'query', problems)
    if (problems.length > 0) throw refusal(problems)
    const body =
      route.body === undefined || route.reads !== undefined
        ? undefined
        : await readJson(request, route.body, route.maxNodes === undefined ? {} : { maxNodes: route.maxNodes })
    const run = () => route.run({ deps, actor, params, query, body, request })
    if (route.creates === true && actor.kind !== 'public' && route.reads === undefined) {
      await idempotently(deps, actor, request, response, body ?? null, async () => {
        const answer = checked(web, route, await run())
        if ('file' in answer) throw new Error(`${route.path} creates a record and answers a file`)
        return answer
      })
      return
    }
    await send(response, checked(web, route, await run()))
  }

const read = (schema: z.ZodType | undefined, value: unknown, place: string, problems: InputProblem[]): unknown => {
  if (schema === undefined) {
    if (place === 'query')
      for (const name of Object.keys(value as object)) problems.push({ path: `query/${name}`, message: 'is not known here' })
    return undefined
  }
  const answer = schema.safeParse(value)
  if (answer.success) return answer.data
  for (const issue of answer.error.issues) problems.push({ path: `${place}/${issue.path.join('/')}`, message: issue.message })
  return undefined
}

const refusal = (problems: InputProblem[]): ServiceError =>
  new ServiceError('invalid_input', `${problems.length === 1 ? 'One field is' : `${problems.length} fields are`} not acceptable.`, {
    problems,
  })

const checked = (web: Pick<WebDeps, 'checkAnswers'>, route: ApiRoute, answer: ApiAnswer): ApiAnswer => {
  if (web.checkAnswers !== true) return answer
  const described = route.answers[answer.status]
  if (described === undefined)
    throw new Error(`${route.method} ${route.path} answers ${answer.status}, which its description does not name`)
  if ('file' in answer || described.schema === undefined) return answer
  const plain: unknown = answer.body === undefined ? undefined : JSON.parse(JSON.stringify(answer.body))
  const parsed = described.schema.safeParse(plain)
  if (!parsed.success) throw new Error(`${route.method} ${route.path} does not answer what it describes: ${parsed.error.message}`)
  return answer
}

const send = async (response: Response, answer: ApiAnswer): Promise<void> => {
  response.status(answer.status).set('Cache-Control', 'no-store')
  if (!('file' in answer)) {
    response.set(answer.headers ?? {})
    if (answer.body === undefined) response.end()
    else response.json(answer.body)
    return
  }
  response.type(answer.mediaType).set('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(answer.fileName)}`)
  if (typeof answer.file === 'string') response.send(answer.file)
  else await pipeline(Readable.from(answer.file), response)
}

/** The path of a route as express writes it. */
export const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')
