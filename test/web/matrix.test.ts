import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MatrixRow, matrix } from './matrix.ts'
import { answerLetter, askAs, keyRoles, type MatrixWorld, newMatrixWorld, people } from './matrix-world.ts'
import { mountedRoutes } from './mounted-routes.ts'

let world: MatrixWorld
beforeAll(async () => {
  world = await newMatrixWorld()
}, 300_000)
afterAll(() => world.close())

const routeOf = (row: string): string => row.split(' #')[0] as string
const isRefusal = (letter: string): boolean => 'afs'.includes(letter)

/** Refusals first, so that a state which an allowed deed changes hides none. */
const inOrder = <T>(expected: string, who: readonly T[]): { who: T; letter: string }[] =>
  who.map((one, n) => ({ who: one, letter: expected[n] ?? '?' })).sort((a, b) => Number(isRefusal(b.letter)) - Number(isRefusal(a.letter)))

const answersOf = async (row: string, { people: expected, keys }: MatrixRow): Promise<{ people: string; keys: string }> => {
  const found = new Map<unknown, string>()
  const asked = [...inOrder(expected, people), ...inOrder(keys ?? '', keys === undefined ? [] : keyRoles.map((key) => ({ key })))].sort(
    (a, b) => Number(isRefusal(b.letter)) - Number(isRefusal(a.letter)),
  )
  for (const { who } of asked) found.set(typeof who === 'object' ? `key ${who.key}` : who, answerLetter(await askAs(world, who, row)))
  return {
    people: people.map((who) => found.get(who)).join(''),
    keys: keys === undefined ? '' : keyRoles.map((key) => found.get(`key ${key}`)).join(''),
  }
}

/** T14: who may what is data, and holds for the app as it is mounted. */
describe('the matrix of routes and roles', () => {
  test('T14 has a row for every route that the app answers, and for no other', () => {
    const mounted = mountedRoutes(world.web.app)
    expect(mounted.length).toBeGreaterThan(200)
    expect(mounted.filter((route) => matrix[route] === undefined)).toEqual([])
    expect(Object.keys(matrix).filter((row) => !mounted.includes(routeOf(row)))).toEqual([])
  })

  test('T14 has a letter for everybody in each row', () => {
    const wrong = Object.entries(matrix).filter(
      ([, row]) => !/^[+afnsbcugx]{10}$/.test(row.people) || (row.keys !== undefined && !/^[+afnsbcugx]{5}$/.test(row.keys)),
    )
    expect(wrong.map(([name]) => name)).toEqual([])
  })

  test('T14 every route answers everybody as the matrix says', { timeout: 600_000 }, async () => {
    const wrong: string[] = []
    for (const [row, expected] of Object.entries(matrix)) {
      const found = await answersOf(row, expected)
      if (found.people !== expected.people) wrong.push(`${row}: people ${found.people}, not ${expected.people}`)
      if (found.keys !== (expected.keys ?? '')) wrong.push(`${row}: keys ${found.keys}, not ${expected.keys}`)
    }
    expect(wrong).toEqual([])
  })

  test('T14 whoever is not signed in changes nothing, and sees nothing that is not for everybody', () => {
    const open = Object.entries(matrix).filter(([name, { people }]) => name.startsWith('POST /api') && people.startsWith('+'))
    expect(open.map(([name]) => name)).toEqual([])
  })
})
