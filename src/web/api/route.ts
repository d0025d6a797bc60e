import type { Request } from 'express'
import type { z } from 'zod'
import type { Actor } from '../../domain/actor.ts'
import type { Action } from '../../domain/permit.ts'
import type { Deps } from '../../service/deps.ts'

/** What a route answers: JSON, or a file. */
export type ApiAnswer =
  | { status: number; body: unknown; headers?: Record<string, string> }
  | { status: 200; file: string | AsyncIterable<string | Uint8Array>; mediaType: string; fileName: string }

export interface ApiCall<Params, Query, Body> {
  deps: Deps
  actor: Actor
  params: Params
  query: Query
  body: Body
  /** the request itself, for routes that read a file (`reads: 'file'`) */
  request: Request
}

/**
 * One route of the programme's API as data. The router, the OpenAPI description and the matrix of who may what are made of the same list, so that
 * none of them can say something else. The use case asks `permit`; `action` says which permission that is.
 */
export interface ApiRoute<Params = unknown, Query = unknown, Body = unknown> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** below `/api/v1`, with `{name}` for parts that vary */
  path: string
  /** the noun that the description groups by */
  tag: string
  summary: string
  /** the permission that the use case asks for; `public` for what everybody may read */
  action: Action | 'public'
  /** the request carries its own proof of who sends it (a signed webhook): the route checks it */
  proves?: true
  params?: z.ZodType<Params>
  query?: z.ZodType<Query>
  body?: z.ZodType<Body>
  /** `file`: the body is a file that the route reads itself, with its media types; otherwise JSON */
  reads?: { file: readonly string[] }
  /** a creating call: the same `Idempotency-Key` gives the same answer */
  creates?: true
  /** most JSON values that a body may hold, where the usual limit is too small */
  maxNodes?: number
  /** schema of the answer by status; a file by its media type */
  answers: Record<number, { description: string; schema?: z.ZodType; mediaType?: string }>
  /** a body that a test sends or at least parses, and that the description shows */
  example?: Body
  run(call: ApiCall<Params, Query, Body>): Promise<ApiAnswer>
}

/** Keeps the types of one route together and gives it to the list. */
export const apiRoute = <Params, Query, Body>(route: ApiRoute<Params, Query, Body>): ApiRoute => route as unknown as ApiRoute
