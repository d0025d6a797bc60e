import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { councilIssuer } from '../../src/service/council.ts'
import { createIssuer } from '../../src/service/create-issuer.ts'
import { foundCouncil } from '../../src/service/found-council.ts'
import { newWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const council = { slug: 'council', name: { ja: '見本県リスキリング協議会' } }

describe('a programme that begins with nothing', () => {
  test('is refused with every mistake, by others than whoever runs the house, and under the name of another issuer', async () => {
    await expect(
      foundCouncil(world.deps, world.system, { slug: 'Council!', name: { ja: ' ' }, email: 'nobody', url: 'http://council.example' }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      problems: [{ path: '/id' }, { path: '/name' }, { path: '/email' }, { path: '/url' }],
    })
    await expect(foundCouncil(world.deps, world.operator, council)).rejects.toMatchObject({ code: 'forbidden' })
    await createIssuer(world.deps, world.system, {
      slug: 'council',
      name: { ja: '試験' },
      method: 'key',
      statusPurpose: 'none',
      securing: 'jose',
      isDemo: false,
    })
    await expect(foundCouncil(world.deps, world.system, council)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('choose another short name'),
    })
  })

  test('has a council and its issuer at the root of the domain, once', async () => {
    const issuer = await foundCouncil(world.deps, world.system, { ...council, slug: 'kyogikai' })
    expect(issuer.did).not.toContain('issuers')
    expect(await councilIssuer(world.deps)).toMatchObject({ issuer: { did: issuer.did }, council: { isDemo: false, kind: 'secretariat' } })
    await expect(foundCouncil(world.deps, world.system, { ...council, slug: 'zweiter' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('見本県リスキリング協議会'),
    })
  })
})
