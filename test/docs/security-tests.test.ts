import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8')

interface Row {
  id: string
  controls: string[]
  tests: { path: string; title: string }[]
}

/** The rows of both tables: id, files of the control, tests as `file`: "title". */
const rows: Row[] = [...read('docs/security-tests.md').matchAll(/^\| ([TL]\d+) \| .+? \| (.+?) \| (.+) \|$/gm)].map(
  ([, id = '', controls = '', tests = '']) => ({
    id,
    controls: [...controls.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string),
    tests: [...tests.matchAll(/`(test\/[^`]+)`: "((?:[^"\\]|\\.)+)"/g)].map((match) => ({
      path: match[1] as string,
      title: (match[2] as string).replaceAll('\\"', '"'),
    })),
  }),
)

/** Titles of a file as they stand there, of tests and of groups. */
const titlesIn = (path: string): string[] =>
  [...read(path).matchAll(/(?:\(|^)\s*(['`"])((?:(?!\1)[^\\]|\\.)+)\1,/gm)].map((match) => match[2] as string)

describe('docs/security-tests.md', () => {
  test('has a row for every threat and every trap, in their order', () => {
    const numbered = (letter: string, most: number) => Array.from({ length: most }, (_, place) => `${letter}${place + 1}`)
    expect(rows.map(({ id }) => id)).toEqual([...numbered('T', 33), ...numbered('L', 15)])
  })

  test.each(rows.map((row) => [row.id, row] as const))('%s names a control and tests that exist', (_id, { controls, tests }) => {
    expect(controls.length).toBeGreaterThan(0)
    for (const control of controls) expect(existsSync(join(projectRoot, control)), control).toBe(true)
    expect(tests.length).toBeGreaterThan(0)
    for (const { path, title } of tests) {
      expect(existsSync(join(projectRoot, path)), path).toBe(true)
      expect(titlesIn(path), `${path} has no test of this title`).toContain(title)
    }
  })
})
