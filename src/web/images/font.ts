import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { create, type Font, type Glyph } from 'fontkit'
import { ServiceError } from '../../errors.ts'
import { projectRoot } from '../../project-root.ts'
import { withVariationSequences } from './variation-sequences.ts'

export type FontWeight = 400 | 700

const packageFolder = join(projectRoot, 'node_modules', '@expo-google-fonts', 'noto-sans-jp')

/** The full Noto Sans JP fonts (TTF, SIL Open Font License) that pictures and documents are set in. */
export const fontFiles: Record<FontWeight, string> = {
  400: join(packageFolder, '400Regular', 'NotoSansJP_400Regular.ttf'),
  700: join(packageFolder, '700Bold', 'NotoSansJP_700Bold.ttf'),
}

const files = new Map<FontWeight, Uint8Array>()
const opened = new Map<FontWeight, Font>()

/** The font of that weight, opened once; it finds the glyphs of variation sequences too. */
export function fontOf(weight: FontWeight): Font {
  const font = opened.get(weight) ?? openFont(weight)
  opened.set(weight, font)
  return font
}

/**
 * A font object that nobody else uses; about 15 ms. A font object remembers for each glyph the first character that asked for it,
 * and a document that embeds it would write down what another document said.
 */
export function openFont(weight: FontWeight): Font {
  const bytes = files.get(weight) ?? readFileSync(fontFiles[weight])
  files.set(weight, bytes)
  return withVariationSequences(create(bytes))
}

/**
 * The glyphs of a text, one after the other.
 * @throws ServiceError `invalid_input` naming the characters that the font does not have; they would appear as empty boxes
 */
export function glyphsOf(text: string, weight: FontWeight): Glyph[] {
  const glyphs = fontOf(weight).glyphsForString(text)
  const missing = new Set(glyphs.filter(({ id }) => id === 0).flatMap(({ codePoints }) => codePoints))
  if (missing.size > 0) {
    const named = [...missing].map((codePoint) => `${String.fromCodePoint(codePoint)} (U+${codePoint.toString(16).toUpperCase()})`)
    throw new ServiceError('invalid_input', `Noto Sans JP has no glyph for ${named.join(', ')}.`)
  }
  return glyphs
}

/** Width of a text in em, i.e. as a multiple of its font size. */
export function widthOf(text: string, weight: FontWeight): number {
  const units = glyphsOf(text, weight).reduce((sum, { advanceWidth }) => sum + advanceWidth, 0)
  return units / fontOf(weight).unitsPerEm
}

/** The text with 〓, the typesetter's mark, for every character that the font does not have: for pictures of names that others chose. */
export function markMissing(text: string, weight: FontWeight): string {
  const font = fontOf(weight)
  const isDrawn = (character: string): boolean => font.glyphsForString(character).every(({ id }) => id !== 0)
  return [...text].map((character) => (isDrawn(character) ? character : '〓')).join('')
}
