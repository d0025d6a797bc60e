import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'

const files = [
  'README.md',
  ...readdirSync(join(projectRoot, 'docs'), { recursive: true }).map((name) => join('docs', String(name))),
].filter((name) => name.endsWith('.md'))

/** Words after `.command('…` in the command line's files: the names that exist. */
const known = new Set(
  readdirSync(join(projectRoot, 'src', 'cli'))
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      [...readFileSync(join(projectRoot, 'src', 'cli', name), 'utf8').matchAll(/(?:\.command\(|new Command\()\s*'([a-z-]+)/g)].map(
        (match) => match[1] as string,
      ),
    ),
)

/** `akashi keys rotate --issuer …` or `npm run akashi -- keys rotate …` in code: the words before the first option or argument. */
const commandsIn = (text: string): string[] =>
  [...text.matchAll(/(?:^|&& |; )(?:[A-Z_]+=\S+ )*(?:npm run akashi --|akashi)((?: [a-z][a-z-]*)+)/gm)].map((match) =>
    (match[1] as string).trim(),
  )

const inCode = (text: string): string[] =>
  [...text.matchAll(/```[a-z]*\n([\s\S]*?)```/g), ...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] as string)

describe('the commands that documents name', () => {
  test.each(files)('%s names commands that exist', (file) => {
    const named = inCode(readFileSync(join(projectRoot, file), 'utf8')).flatMap(commandsIn)
    expect(named.filter((command) => !known.has(command.split(' ')[0] as string))).toEqual([])
  })

  test('the runbook names the commands of its drills', () => {
    const named = new Set(inCode(readFileSync(join(projectRoot, 'docs', 'operations.md'), 'utf8')).flatMap(commandsIn))
    for (const command of ['keys rotate', 'keys compromise', 'reconcile', 'check', 'signer', 'migrate', 'audit verify'])
      expect(
        [...named].some((one) => one.startsWith(command)),
        command,
      ).toBe(true)
  })
})
