import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../src/project-root.ts'

/** Folders with full Noto Sans JP fonts (TTF, weights 400 and 700), from the same package that badge pictures are drawn with. */
export const japaneseFontFolders: string[] = ['400Regular', '700Bold'].map((weight) =>
  join(projectRoot, 'node_modules', '@expo-google-fonts', 'noto-sans-jp', weight),
)

const genericFamilies = ['sans-serif', 'serif', 'monospace', 'system-ui']

/**
 * Writes a fontconfig configuration that knows Noto Sans JP and nothing else, so that pages look the same on every machine and
 * Japanese is never drawn as empty boxes.
 *
 * @param home - directory in which the configuration and its cache are kept
 * @returns directory for the environment variable `FONTCONFIG_PATH`
 */
export function writeFontConfiguration(home: string): string {
  const directory = join(home, 'fontconfig')
  for (const folder of japaneseFontFolders) {
    if (!existsSync(folder)) throw new Error(`Browser tests need the fonts in ${folder}; run "npm ci".`)
  }
  mkdirSync(directory, { recursive: true })
  const aliases = genericFamilies.map(
    (family) => `<alias binding="same"><family>${family}</family><prefer><family>Noto Sans JP</family></prefer></alias>`,
  )
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...japaneseFontFolders.map((folder) => `<dir>${folder}</dir>`),
    `<cachedir>${join(directory, 'cache')}</cachedir>`,
    ...aliases,
    '</fontconfig>',
  ]
  // Renamed into place: another test file's browser may be reading it.
  const aside = join(directory, `fonts.conf.${process.pid}`)
  writeFileSync(aside, `${lines.join('\n')}\n`)
  renameSync(aside, join(directory, 'fonts.conf'))
  return directory
}
