// fontkit brings no types; this is the part of its public interface that is used here.
declare module 'fontkit' {
  export interface PathCommand {
    command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath'
    /** x and y pairs in font units, y upwards */
    args: number[]
  }

  export interface Glyph {
    /** 0 is the box that stands for a missing glyph */
    readonly id: number
    readonly codePoints: number[]
    readonly advanceWidth: number
    readonly path: { commands: PathCommand[] }
  }

  export interface GlyphRun {
    readonly glyphs: Glyph[]
    /** for each glyph, in font units */
    readonly positions: { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number }[]
    readonly advanceWidth: number
  }

  interface VariationSequences {
    varSelector: number
    nonDefaultUVS: { unicodeValue: number; glyphID: number }[] | null
  }

  export interface Font {
    readonly unitsPerEm: number
    readonly ascent: number
    readonly descent: number
    /** the table of that name, decoded */
    readonly cmap: {
      tables: {
        platformID: number
        encodingID: number
        table: { version: number; varSelectors?: { toArray(): VariationSequences[] } }
      }[]
    }
    glyphsForString: (text: string) => Glyph[]
    glyphForCodePoint: (codePoint: number) => Glyph
    getGlyph: (id: number, codePoints?: number[]) => Glyph
    layout: (text: string) => GlyphRun
  }

  export function create(file: Uint8Array): Font
}
