import { Resvg } from '@resvg/resvg-js'
import { fontFiles } from './font.ts'

/**
 * Draws an SVG as PNG, `width` pixels wide. The same input gives the same bytes.
 * An SVG whose text is outlines needs no font and is drawn fastest; for real text the fonts of the package serve, never the system's.
 */
export function renderPng(svg: string, width: number): Uint8Array {
  const hasText = svg.includes('<text')
  const picture = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { loadSystemFonts: false, fontFiles: hasText ? Object.values(fontFiles) : [], defaultFontFamily: 'Noto Sans JP' },
    logLevel: 'off',
  })
  return picture.render().asPng()
}

/** A badge picture as PNG, `size` × `size` pixels, e.g. 800 for the one that a credential is baked into. */
export const badgePng = (svg: string, size: number): Uint8Array => renderPng(svg, size)
