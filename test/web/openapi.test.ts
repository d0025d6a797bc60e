import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissions } from '../../src/domain/permissions.ts'
import { openApiDocument } from '../../src/web/api/openapi.ts'
import { apiRouteList } from '../../src/web/api/routes.ts'
import { newWebWorld, type WebWorld } from '../support/web-world.ts'

interface Described {
  openapi: string
  paths: Record<string, Record<string, { parameters: { name: string; in: string }[]; requestBody?: unknown; responses: object }>>
  components: { schemas: Record<string, object> }
}
const description = openApiDocument('https://badges.example', apiRouteList) as unknown as Described

let world: WebWorld
beforeAll(async () => {
  world = await newWebWorld()
})
afterAll(() => world.close())

describe('the description of the API', () => {
  test('is served as OpenAPI 3.1 to everybody', async () => {
    const answer = await request(world.app).get('/api/v1/openapi.json')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(description)))
    expect(answer.body.openapi).toBe('3.1.0')
  })

  test('names every route once, with its path parameters', () => {
    const names = apiRouteList.map(({ method, path }) => `${method} ${path}`)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    for (const { method, path } of apiRouteList) {
      const inPath = (description.paths[path]?.[method]?.parameters ?? []).filter((parameter) => parameter.in === 'path')
      expect(inPath.map(({ name }) => name).sort(), `${method} ${path}`).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort())
    }
  })

  test('has only schemas that compile and references that lead somewhere', () => {
    const refs = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] as string)
    expect(refs.length).toBeGreaterThan(10)
    expect(refs.filter((name) => description.components.schemas[name] === undefined)).toEqual([])
    const ajv = new Ajv2020({ strict: false })
    addFormats.default(ajv)
    ajv.addSchema({ $id: 'https://badges.example/openapi', ...description })
    for (const name of Object.keys(description.components.schemas))
      expect(() => ajv.compile({ $ref: `https://badges.example/openapi#/components/schemas/${name}` }), name).not.toThrow()
  })

  test.each(apiRouteList.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s says who may, and its example is one',
    (_, route) => {
      expect(route.action === 'public' || Object.hasOwn(permissions, route.action)).toBe(true)
      expect(route.summary).toMatch(/\.$/)
      if (route.body !== undefined) expect(route.body.safeParse(route.example).error?.issues ?? []).toEqual([])
      if (route.method !== 'get' && route.reads === undefined) expect(route.body, 'a changing call reads a body').toBeDefined()
    },
  )

  test('every route but the public ones refuses whoever brings no key', async () => {
    for (const route of apiRouteList.filter(({ action, proves }) => action !== 'public' && proves !== true)) {
      const answer = await request(world.app)[route.method](`/api/v1${route.path.replace(/\{\w+\}/g, 'none')}`)
      expect(answer.status, `${route.method} ${route.path}`).toBe(401)
    }
  })
})
