import express, { type Request, type Response, Router } from 'express'
import { expect, test } from 'vitest'
import { mountFlat, oneRouter } from '../../src/web/one-router.ts'

const routerOf = (path: string, called: string[]): Router => {
  const router = Router()
  router.get(path, () => {
    called.push(path)
  })
  return router
}

test('a route behind many routers is reached at once, without a turn of the event loop for each of them', () => {
  const called: string[] = []
  const app = express()
  mountFlat(app, [
    ...Array.from({ length: 30 }, (_, place) => routerOf(`/other-${place}`, called)),
    oneRouter([routerOf('/a', called), routerOf('/b', called)]),
    routerOf('/last', called),
  ])
  for (const url of ['/last', '/b', '/other-7'])
    app.router({ method: 'GET', url, headers: {} } as Request, {} as Response, () => called.push('none'))
  expect(called).toEqual(['/last', '/b', '/other-7'])
})

test('the routes keep their order', () => {
  const called: string[] = []
  const router = oneRouter([routerOf('/:any', called), routerOf('/same', called)])
  router({ method: 'GET', url: '/same', headers: {} } as Request, {} as Response, () => called.push('none'))
  expect(called).toEqual(['/:any'])
})
