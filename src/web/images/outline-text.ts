import { DOMParser, type Element, onErrorStopParsing, XMLSerializer } from '@xmldom/xmldom'
import type { PathCommand } from 'fontkit'
import { type FontWeight, fontOf, glyphsOf } from './font.ts'

/**
 * Replaces every `<text>` of an SVG by the outlines of its letters, in the same place, size, weight and colour.
 * A picture in an `<img>` cannot load our font, and who opens a saved one may have no Japanese font at all.
 *
 * Reads `x`, `y` and the inherited `font-size`, `font-weight` and `text-anchor` attributes; the text must have no child elements.
 */
export function outlineText(svg: string): string {
  const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(svg, 'image/svg+xml')
  for (const text of Array.from(document.getElementsByTagName('text'))) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    const { transform, d } = outlineOf(text)
    path.setAttribute('transform', transform)
    path.setAttribute('d', d)
    const fill = text.getAttribute('fill')
    if (fill !== null) path.setAttribute('fill', fill)
    text.parentNode?.replaceChild(path, text)
  }
  return new XMLSerializer().serializeToString(document)
}

const anchorShift: Record<string, number> = { start: 0, middle: 0.5, end: 1 }

function outlineOf(text: Element): { transform: string; d: string } {
  const weight: FontWeight = inherited(text, 'font-weight') === '700' ? 700 : 400
  const size = Number(inherited(text, 'font-size'))
  const [x, y] = [Number(text.getAttribute('x')), Number(text.getAttribute('y'))]
  const { d, advance } = outlineRun(text.textContent ?? '', weight)
  const scale = size / fontOf(weight).unitsPerEm
  const left = x - advance * scale * (anchorShift[inherited(text, 'text-anchor') ?? 'start'] ?? 0)
  return { transform: `translate(${round(left)} ${round(y)}) scale(${round(scale)} ${round(-scale)})`, d }
}

function inherited(element: Element, attribute: string): string | null {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    if (at.hasAttribute(attribute)) return at.getAttribute(attribute)
  }
  return null
}

/**
 * The outlines of a line of text as SVG path data, in font units with y upwards, beginning at the left end of its baseline.
 * @returns the path data and the line's advance width in the same units
 */
export function outlineRun(text: string, weight: FontWeight): { d: string; advance: number } {
  glyphsOf(text, weight) // refuses what the font does not have
  const run = fontOf(weight).layout(text)
  let d = ''
  let left = 0
  for (const [index, glyph] of run.glyphs.entries()) {
    const position = run.positions[index]
    d += relativePath(glyph.path.commands, left + (position?.xOffset ?? 0), position?.yOffset ?? 0)
    left += position?.xAdvance ?? glyph.advanceWidth
  }
  return { d, advance: left }
}

const letters: Record<PathCommand['command'], string> = {
  moveTo: 'M',
  lineTo: 'l',
  quadraticCurveTo: 'q',
  bezierCurveTo: 'c',
  closePath: 'z',
}

// Relative whole numbers make the path half as long as absolute ones; glyph coordinates are whole font units.
function relativePath(commands: PathCommand[], left: number, up: number): string {
  let [x, y] = [0, 0]
  let d = ''
  for (const { command, args } of commands) {
    const points: number[] = []
    for (let at = 0; at < args.length; at += 2) {
      const [px, py] = [Math.round((args[at] ?? 0) + left), Math.round((args[at + 1] ?? 0) + up)]
      points.push(command === 'moveTo' ? px : px - x, command === 'moveTo' ? py : py - y)
      if (at + 2 >= args.length) [x, y] = [px, py]
    }
    d += letters[command] + points.map((number, index) => (index > 0 && number >= 0 ? ` ${number}` : number)).join('')
  }
  return d
}

const round = (value: number): number => Number(value.toFixed(4))
