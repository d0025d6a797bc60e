import { Resvg } from '@resvg/resvg-js'
import jsqr from 'jsqr'
import { imageLimits } from './limits.ts'
import { admitPicture, type PictureHead, type PictureRefusal } from './qr-picture.ts'

export type QrReading = { kind: 'found'; text: string } | { kind: 'none' } | PictureRefusal

/** The pixels of the picture, scaled so that its longer side has `side` pixels, on white. */
const draw = (picture: Uint8Array, head: PictureHead, side: number) => {
  const scale = side / Math.max(head.width, head.height)
  const size = `width="${Math.max(1, Math.round(head.width * scale))}" height="${Math.max(1, Math.round(head.height * scale))}"`
  const source = `data:${head.mediaType};base64,${Buffer.from(picture).toString('base64')}`
  // enlarging keeps the edges of the modules sharp; making smaller averages the noise of a photograph
  const rendering = scale > 1 ? 'optimizeSpeed' : 'optimizeQuality'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><image ${size} preserveAspectRatio="none" image-rendering="${rendering}" href="${source}"/></svg>`
  return new Resvg(svg, { font: { loadSystemFonts: false }, background: 'white', logLevel: 'off' }).render()
}

/**
 * Looks for one QR code in a PNG or JPEG. Decodes pixels, so it belongs into a thread with a time limit; never call it on the event loop.
 *
 * @returns the text of the code as it stands there; nothing about it is believed
 */
export const readQr = (picture: Uint8Array): QrReading => {
  const head = admitPicture(picture)
  if ('kind' in head) return head
  for (const side of imageLimits.qrSidesPixels) {
    const drawn = draw(picture, head, side)
    const code = jsqr.default(new Uint8ClampedArray(drawn.pixels), drawn.width, drawn.height)
    if (code !== null && code.data !== '') return { kind: 'found', text: code.data }
    if (Math.max(head.width, head.height) <= side) break
  }
  return { kind: 'none' }
}
