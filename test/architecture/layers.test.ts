import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'

/** The rooms, whom each may enter, and the packages that it must not use; docs/architecture.md "Who may import whom". */
const rooms: Record<string, { rooms: string[]; packages: 'none' | string[] | { never: string[] } }> = {
  domain: { rooms: [], packages: 'none' },
  openbadges: { rooms: ['domain'], packages: ['@xmldom/xmldom'] },
  contexts: { rooms: [], packages: { never: ['express', 'kysely'] } },
  proof: { rooms: ['contexts'], packages: { never: ['express', 'kysely', 'better-sqlite3', 'pg', 'preact'] } },
  signing: { rooms: ['openbadges', 'proof'], packages: { never: ['express', 'kysely', 'better-sqlite3', 'pg', 'preact'] } },
  verification: {
    rooms: ['domain', 'openbadges', 'proof', 'contexts'],
    packages: { never: ['express', 'kysely', 'better-sqlite3', 'pg', 'preact'] },
  },
  signer: { rooms: ['domain', 'openbadges', 'signing', 'store', 'service', 'verification'], packages: 'none' },
  store: { rooms: ['domain'], packages: ['kysely', 'better-sqlite3', 'pg'] },
  service: {
    rooms: ['domain', 'openbadges', 'verification', 'store', 'signing'],
    packages: { never: ['express', 'kysely', 'better-sqlite3', 'pg', 'preact', 'jose', 'jsonld', '@noble/ed25519', '@noble/curves'] },
  },
  web: {
    rooms: ['service', 'domain', 'verification', 'openbadges', 'store', 'templates'],
    packages: { never: ['kysely', 'better-sqlite3', 'pg', 'jsonld', 'jose'] },
  },
  office: { rooms: ['service'], packages: ['openid-client'] },
  mail: { rooms: ['domain', 'templates', 'service'], packages: ['nodemailer', 'preact', 'preact-render-to-string'] },
  templates: { rooms: [], packages: ['preact'] },
}

/** Single files that a room may enter although the whole room behind them is closed to it. */
const doors: Record<string, string[]> = {
  service: ['signing/signer.ts'],
  web: ['store/read-models/', 'store/transaction.ts'],
  mail: ['service/deliver-mails.ts'],
  office: ['service/sign-in/office-provider.ts'],
  signer: ['service/signing-key.ts', 'service/urls.ts', 'service/log/tree.ts', 'verification/log/merkle.ts'],
}

const leaves = new Set(['errors.ts', 'json.ts', 'ids.ts', 'clock.ts', 'project-root.ts', 'config.ts', 'config-office.ts'])

const filesUnder = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))

const importsOf = (file: string): { from: string; typeOnly: boolean }[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm,
    ),
  ].map((match) => ({
    from: (match[2] ?? match[3] ?? match[4]) as string,
    typeOnly: match[1] !== undefined,
  }))

const sourceRoot = join(projectRoot, 'src')
/** `src/store/x.ts` → `store`, `templates/x.tsx` → `templates`, `src/main.ts` → `` */
const roomOf = (file: string): string => {
  const inSource = relative(sourceRoot, file)
  if (!inSource.startsWith('..')) return inSource.includes('/') ? (inSource.split('/')[0] as string) : ''
  return relative(projectRoot, file).split('/')[0] as string
}
const placeOf = (file: string): string => {
  const inSource = relative(sourceRoot, file)
  return inSource.startsWith('..') ? relative(projectRoot, file) : inSource
}

const files = [...filesUnder(sourceRoot), ...filesUnder(join(projectRoot, 'templates')), ...filesUnder(join(projectRoot, 'contexts'))]
const edges = files.flatMap((file) =>
  importsOf(file)
    .filter((item) => item.from.startsWith('.'))
    .map((item) => ({ file, target: resolve(dirname(file), item.from), typeOnly: item.typeOnly })),
)

describe('the rooms of the house', () => {
  test('every file stands in a known room', () => {
    const known = new Set([...Object.keys(rooms), '', 'cli', 'browser', 'compose'])
    expect(files.filter((file) => !known.has(roomOf(file))).map(placeOf)).toEqual([])
  })

  test('a room enters only the rooms that it may enter', () => {
    const wrong = edges.flatMap(({ file, target, typeOnly }) => {
      const from = roomOf(file)
      const rule = rooms[from]
      const to = roomOf(target)
      if (rule === undefined || from === to || (to === '' && leaves.has(placeOf(target)))) return []
      const place = placeOf(target)
      const throughDoor = (doors[from] ?? []).some((door) => place === door || (door.endsWith('/') && place.startsWith(door)))
      if (throughDoor) return []
      if (from === 'templates' && typeOnly) return []
      if (rule.rooms.includes(to) && !(doors[from] ?? []).some((door) => door.startsWith(`${to}/`))) return []
      return [
        `${placeOf(file)} imports ${place}: ${from} may enter ${rule.rooms.join(', ') || 'no other room'}; move the code, or pass what it needs as an argument`,
      ]
    })
    expect(wrong).toEqual([])
  })

  test('a room uses only the packages that belong to its job', () => {
    const wrong = files.flatMap((file) => {
      const rule = rooms[roomOf(file)]
      if (rule === undefined) return []
      return importsOf(file)
        .map((item) => item.from)
        .filter((from) => !from.startsWith('.') && !from.startsWith('node:'))
        .map((from) => (from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : (from.split('/')[0] as string)))
        .filter((name) =>
          rule.packages === 'none'
            ? true
            : Array.isArray(rule.packages)
              ? !rule.packages.includes(name)
              : rule.packages.never.includes(name),
        )
        .map((name) => `${placeOf(file)} imports the package ${name}, which is not for the room ${roomOf(file)}`)
    })
    expect(wrong).toEqual([])
  })

  test('no chain of imports leads back to where it began', () => {
    const graph = new Map<string, string[]>()
    for (const { file, target, typeOnly } of edges) if (!typeOnly) graph.set(file, [...(graph.get(file) ?? []), target])
    const done = new Set<string>()
    const cycles: string[] = []
    const walk = (file: string, path: string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].map(placeOf).join(' → '))
        return
      }
      if (done.has(file)) return
      for (const next of graph.get(file) ?? []) walk(next, [...path, file])
      done.add(file)
    }
    for (const file of files) walk(file, [])
    expect(cycles).toEqual([])
  })

  test('only config.ts reads the environment', () => {
    const wrong = files.filter(
      (file) => /process\.env\b/.test(readFileSync(file, 'utf8')) && !['config.ts', 'main.ts', 'cli/akashi.ts'].includes(placeOf(file)),
    )
    expect(wrong.map(placeOf)).toEqual([])
  })
})
