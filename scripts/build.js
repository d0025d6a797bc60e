// Builds what `npm start` runs: TypeScript to dist/, then the scripts and styles that pages load to dist/assets.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const inputs = ['src', 'templates', 'contexts', 'scripts', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']

const filesUnder = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true })
        .map((name) => join(path, name))
        .filter((name) => statSync(name).isFile())
    : [path]

// A second start need not build again what did not change.
const hash = createHash('sha256')
for (const file of inputs.flatMap((name) => filesUnder(join(root, name))).sort()) hash.update(file).update(readFileSync(file))
const digest = hash.digest('hex')
const stamp = join(root, 'dist', '.built')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
  console.log('Building …')
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  })
  execFileSync(process.execPath, ['--import', 'tsx', join(root, 'scripts/build-assets.ts'), join(root, 'dist/assets')], {
    cwd: root,
    stdio: 'inherit',
  })
  writeFileSync(stamp, digest)
}
