import type { NextFunction, Request, Response } from 'express'
import { expect, test } from 'vitest'
import { rateLimits } from '../../src/web/rate-limits.ts'

/** How many of `count` calls from one address were let through. */
const letThrough = async (publicUrl: string, path: string, count: number): Promise<number> => {
  const limit = rateLimits({ rateLimits: true, deps: { publicUrl } })
  let passed = 0
  for (let call = 0; call < count; call++)
    await Promise.resolve(
      limit(
        { method: 'POST', path, ip: '127.0.0.1' } as Request,
        {} as Response,
        (() => {
          passed++
        }) as NextFunction,
      ),
    ).catch(() => undefined)
  return passed
}

test('T26: from one address 120 verifications a minute; a service on localhost is for its owner, whose suites send hundreds', async () => {
  expect(await letThrough('https://badges.example', '/credentials/verify', 130)).toBe(120)
  expect(await letThrough('http://localhost:3000', '/credentials/verify', 1_000)).toBe(1_000)
})

test('T26: whoever tries out addresses is stopped on localhost too', async () => {
  expect(await letThrough('http://localhost:3000', '/badges/0123456789abcdefghjkmnpqrs', 650)).toBe(600)
})
