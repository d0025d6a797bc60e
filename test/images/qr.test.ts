import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { qrPng, qrShape, qrSvg } from '../../src/web/images/qr.ts'
import { renderPng } from '../../src/web/images/render-png.ts'
import { type Picture, readPng } from '../support/png-read.ts'
import { scanQr } from '../support/qr-scan.ts'

const url = 'https://badges.example/badges/49m5cn5phpbp'
const label = 'このページを開くQRコード'

test('a scanner reads the URL back from the picture, at a phone’s size and at a print’s', () => {
  for (const width of [120, 240, 1000]) expect(scanQr(readPng(renderPng(qrSvg(url, { label }), width)))).toBe(url)
  expect(scanQr(readPng(qrPng(url)))).toBe(url)
})

test('a scanner reads it back although a part of the symbol is stained', () => {
  const picture = readPng(qrPng(url))
  stain(picture, { left: 0.4, top: 0.4, size: 0.14 })
  expect(scanQr(picture)).toBe(url)
})

test('any badge URL is read back', () => {
  fc.assert(
    fc.property(fc.webUrl({ size: 'medium' }), (any) => {
      expect(scanQr(readPng(qrPng(any, 4)))).toBe(any)
    }),
    { numRuns: 15 },
  )
})

test('the picture is one dark path on white with four modules of quiet zone, sharp, and says what it is', () => {
  const { size, path } = qrShape(url)
  const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(qrSvg(url, { label }), 'image/svg+xml').documentElement
  expect(root?.getAttribute('aria-label')).toBe(label)
  expect(root?.getAttribute('role')).toBe('img')
  expect(root?.getAttribute('shape-rendering')).toBe('crispEdges')
  expect(root?.getAttribute('viewBox')).toBe(`0 0 ${size} ${size}`)
  expect(Array.from(root?.getElementsByTagName('path') ?? []).map((each) => each.getAttribute('d'))).toEqual([
    `M0 0h${size}v${size}H0z`,
    path,
  ])
  expect(path.startsWith('M4 4h7v1')).toBe(true)
})

test('a label cannot leave its attribute', () => {
  const svg = qrSvg(url, { label: '"><script>x</script>' })
  expect(new DOMParser({ onError: onErrorStopParsing }).parseFromString(svg, 'image/svg+xml').getElementsByTagName('script')).toHaveLength(
    0,
  )
})

const stain = ({ width, height, rgba }: Picture, { left, top, size }: { left: number; top: number; size: number }): void => {
  for (let y = Math.round(top * height); y < (top + size) * height; y += 1) {
    for (let x = Math.round(left * width); x < (left + size) * width; x += 1) rgba.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
  }
}
