import type { Font, Glyph } from 'fontkit'

/**
 * Makes the font find the glyphs of ideographic variation sequences, such as 葛 followed by U+E0100.
 *
 * fontkit 2.0.4 looks such a sequence up among the font's default sequences first and, not finding it there, never looks among the
 * others, so that a person's name silently gets the common form of the character. Its public `glyphsForString` is replaced on this
 * one object by a version that reads the same table (OpenType 1.9, cmap format 14) completely.
 */
export function withVariationSequences(font: Font): Font {
  const variants = variantsOf(font)
  font.glyphsForString = (text) => {
    const glyphs: Glyph[] = []
    for (const [codePoint, selector] of sequencesOf(text)) {
      const variant = selector === undefined ? undefined : variants.get(selector)?.get(codePoint)
      glyphs.push(
        variant === undefined || selector === undefined ? font.glyphForCodePoint(codePoint) : font.getGlyph(variant, [codePoint, selector]),
      )
    }
    return glyphs
  }
  return font
}

type Variants = Map<number, Map<number, number>>

function variantsOf(font: Font): Variants {
  const table = font.cmap.tables.find(({ platformID, encodingID }) => platformID === 0 && encodingID === 5)?.table
  const variants: Variants = new Map()
  for (const { varSelector, nonDefaultUVS } of table?.varSelectors?.toArray() ?? []) {
    variants.set(varSelector, new Map((nonDefaultUVS ?? []).map(({ unicodeValue, glyphID }) => [unicodeValue, glyphID])))
  }
  return variants
}

const isSelector = (codePoint: number): boolean =>
  (codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef)

/** Characters, each with the variation selector that follows it, if any. A selector after nothing or after another selector is no character. */
function sequencesOf(text: string): [number, number | undefined][] {
  const sequences: [number, number | undefined][] = []
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    const last = sequences.at(-1)
    if (!isSelector(codePoint)) sequences.push([codePoint, undefined])
    else if (last !== undefined && last[1] === undefined) last[1] = codePoint
  }
  return sequences
}
