import { create } from 'qrcode'
import { renderPng } from './render-png.ts'
import { escapeXml } from './xml-text.ts'

/** A QR code as something to draw: a square of `size` units, its dark modules as one path of unit squares. */
export interface QrShape {
  size: number
  /** SVG path data for the dark modules, `size` × `size` units with the quiet zone inside */
  path: string
}

/** ISO/IEC 18004 asks for four modules of white around the symbol. */
const quietZone = 4

/**
 * The QR code of a URL, error correction M (15 %): the symbol stays small, and a fold or a stain on paper does no harm.
 * The same URL gives the same shape.
 */
export function qrShape(url: string): QrShape {
  const { modules } = create(url, { errorCorrectionLevel: 'M' })
  let path = ''
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.get(row, column)) continue
      const from = column
      while (column + 1 < modules.size && modules.get(row, column + 1)) column += 1
      const length = column - from + 1
      path += `M${from + quietZone} ${row + quietZone}h${length}v1h-${length}z`
    }
  }
  return { size: modules.size + 2 * quietZone, path }
}

export interface QrLabel {
  /** what the code is, for people who hear the page, e.g. `このページを開くQRコード` */
  label: string
}

/** The QR code of a URL as a complete SVG document: black on white in either colour scheme, sharp at every size. */
export function qrSvg(url: string, { label }: QrLabel): string {
  const { size, path } = qrShape(url)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="${escapeXml(label)}">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`
  )
}

/** The QR code of a URL as PNG, `moduleSize` pixels a module, so that every edge falls between two pixels. */
export function qrPng(url: string, moduleSize = 8): Uint8Array {
  const { size } = qrShape(url)
  return renderPng(qrSvg(url, { label: '' }), size * moduleSize)
}
