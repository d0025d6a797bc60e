import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, transform } from 'esbuild'
import { OB_3_0_3, OB_EXTENSIONS, VCDM_2 } from '../src/openbadges/contexts.ts'
import { projectRoot } from '../src/project-root.ts'
import { loadContexts } from '../src/proof/contexts.ts'

/** The scripts that pages name; everything else is loaded by them when it is needed. */
const entries = ['badge-page', 'verify-page', 'sign-in-page', 'print-page']

/** Browsers that have all that the scripts use: modules, private methods, `DecompressionStream`. */
const target = ['chrome111', 'firefox114', 'safari16.4']

/** The pinned contexts of badges and status lists, amended and checked by the registry itself, as a module. */
const heldContexts: Plugin = {
  name: 'held-contexts',
  setup(builder) {
    builder.onResolve({ filter: /^akashi:contexts$/ }, ({ path }) => ({ path, namespace: 'held-contexts' }))
    builder.onLoad({ filter: /.*/, namespace: 'held-contexts' }, () => {
      const registry = loadContexts()
      const held = Object.fromEntries([VCDM_2, OB_3_0_3, OB_EXTENSIONS].map((url) => [url, registry.get(url)]))
      return { contents: JSON.stringify(held), loader: 'json' }
    })
  },
}

/**
 * Bundles the scripts of `src/browser` and puts style sheet and icon beside them.
 *
 * There is no font: pages are set in the reader's own Japanese font (`--font` in look.css), so that a page stays under 100 KB.
 *
 * @param outDir - holds these files and no others afterwards; `dist/assets` if not given
 * @returns the size of each file in bytes
 */
export async function buildAssets(outDir: string = join(projectRoot, 'dist', 'assets')): Promise<Record<string, number>> {
  mkdirSync(outDir, { recursive: true })
  const { metafile } = await build({
    entryPoints: entries.map((name) => join(projectRoot, 'src', 'browser', `${name}.ts`)),
    absWorkingDir: projectRoot,
    outdir: outDir,
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    platform: 'browser',
    target,
    chunkNames: '[name]-[hash]',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    define: { global: 'globalThis' },
    plugins: [heldContexts],
  })
  const style = await transform(readFileSync(join(projectRoot, 'templates', 'look.css'), 'utf8'), { loader: 'css', minify: true })
  writeFileSync(join(outDir, 'look.css'), style.code)
  copyFileSync(join(projectRoot, 'templates', 'icon.svg'), join(outDir, 'icon.svg'))
  const files = [...Object.keys(metafile.outputs).map((path) => path.split('/').at(-1) as string), 'look.css', 'icon.svg']
  // Old files go last: a service that runs from this folder never misses one.
  for (const file of readdirSync(outDir)) if (!files.includes(file)) rmSync(join(outDir, file), { recursive: true })
  return Object.fromEntries(files.map((file) => [file, statSync(join(outDir, file)).size]))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, bytes] of Object.entries(await buildAssets(process.argv[2]))) console.log(`${file} ${(bytes / 1000).toFixed(1)} kB`)
}
