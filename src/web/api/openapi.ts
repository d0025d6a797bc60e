import { z } from 'zod'
import type { JsonObject } from '../../json.ts'
import type { ApiRoute } from './route.ts'

/**
 * The OpenAPI 3.1 description of the API, made of the very schemas that requests are read by.
 *
 * @param publicUrl - base of the server's address, without a trailing slash
 */
export const openApiDocument = (publicUrl: string, routes: readonly ApiRoute[]): JsonObject => {
  const named = new Map<string, unknown>()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operation(route, named) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Akashi',
      version: '1',
      description:
        'The JSON API of the programme: participants, courses, completions, badges, declarations, results. Days are Japanese calendar days (YYYY-MM-DD), instants are UTC. Failures are problem documents (RFC 9457).',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key (ak_…), or the secret of a link to one record (lk_…).' },
      },
      schemas: { Problem: jsonSchema(problem, 'output', named), ...Object.fromEntries(named) },
    },
  } as JsonObject
}

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string(), code: z.string().optional() })).optional(),
  incident: z.string().optional(),
})

const operation = (route: ApiRoute, named: Map<string, unknown>): unknown => ({
  operationId: `${route.method}_${route.path.replace(/[{}]/g, '').replace(/\W+/g, '_').replace(/^_|_$/g, '')}`,
  tags: [route.tag],
  summary: route.summary,
  description: route.action === 'public' ? 'Public.' : `Permission: \`${route.action}\`.`,
  ...(route.action === 'public' || route.proves === true ? { security: [{}, { bearer: [] }] } : {}),
  parameters: [
    ...parameters(route.params, 'path', named),
    ...parameters(route.query, 'query', named),
    ...(route.creates === true && route.reads === undefined
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            description: 'The same key and body give the same answer.',
            schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
          },
        ]
      : []),
  ],
  ...requestBody(route, named),
  responses: {
    ...Object.fromEntries(
      Object.entries(route.answers).map(([status, { description, schema, mediaType }]) => [
        status,
        {
          description,
          ...(schema === undefined && mediaType === undefined
            ? {}
            : {
                content: {
                  [mediaType ?? 'application/json']: {
                    schema: schema === undefined ? { type: 'string' } : jsonSchema(schema, 'output', named),
                  },
                },
              }),
        },
      ]),
    ),
    default: { description: 'A problem', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  },
})

const requestBody = (route: ApiRoute, named: Map<string, unknown>): object => {
  if (route.reads !== undefined && route.body === undefined)
    return {
      requestBody: {
        required: true,
        content: Object.fromEntries(route.reads.file.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
      },
    }
  if (route.body === undefined) return {}
  return {
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: jsonSchema(route.body, 'input', named),
          ...(route.example === undefined ? {} : { example: route.example }),
        },
      },
    },
  }
}

const parameters = (schema: z.ZodType | undefined, place: 'path' | 'query', named: Map<string, unknown>): object[] => {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = jsonSchema(schema, 'input', named) as {
    properties?: Record<string, unknown>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

/** A schema as JSON Schema 2020-12, as OpenAPI 3.1 has it. Schemas with an id become components and are referred to. */
const jsonSchema = (schema: z.ZodType, io: 'input' | 'output', named: Map<string, unknown>): JsonObject => {
  const { $schema: _, $defs, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonObject
  for (const [name, definition] of Object.entries(($defs ?? {}) as JsonObject)) named.set(name, pointed(definition))
  const id = own['id']
  if (typeof id !== 'string') return pointed(own) as JsonObject
  named.set(id, pointed(own))
  return { $ref: `#/components/schemas/${id}` }
}

/** References of zod point into `$defs`; in the description they point to the components. `id` is zod's own mark. */
const pointed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(pointed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => !(key === 'id' && typeof member === 'string'))
      .map(([key, member]) => [
        key,
        key === '$ref' && typeof member === 'string' ? member.replace('#/$defs/', '#/components/schemas/') : pointed(member),
      ]),
  )
}
