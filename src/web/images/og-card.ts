import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DOMParser, onErrorStopParsing, XMLSerializer } from '@xmldom/xmldom'
import { projectRoot } from '../../project-root.ts'
import { type FontWeight, markMissing, widthOf } from './font.ts'
import { outlineText } from './outline-text.ts'
import { renderPng } from './render-png.ts'
import { fitText, type TextLines } from './text-lines.ts'
import { escapeXml } from './xml-text.ts'

export interface OgCard {
  badgeName: string
  issuerName: string
  /** the outlined badge picture, see `badgeSvgOutlined` */
  artSvg: string
  /**
   * Only for a badge that is not valid any more (取消し, 一時停止 …): networks keep a card for weeks, and one that says 有効 would
   * outlive a revocation.
   */
  verdictWord?: string
}

/** Width and height of the card, in pixels: the size that Open Graph readers ask for. */
const ogCardSize = { width: 1200, height: 630 } as const

const textLeft = 644
const nameArea = { top: 176, width: 512, height: 210, maxLines: 3, leading: 1.35, sizes: [54, 48, 44, 40, 36, 32, 28, 24, 20] }
const issuerArea = { width: 512, height: 76, maxLines: 2, leading: 1.4, sizes: [28] }
const art = { x: 60, y: 82, side: 480 }

/** The Open Graph card of a badge as PNG, 1200 × 630. The same input gives the same bytes. */
export function ogCardPng(card: OgCard): Uint8Array {
  return renderPng(withArt(outlineText(filled(card)), card.artSvg), ogCardSize.width)
}

function filled({ badgeName, issuerName, verdictWord }: OgCard): string {
  const name = linesOrCut(badgeName, nameArea, 700)
  const nameEnd = nameArea.top + name.lines.length * name.size * nameArea.leading
  const issuer = linesOrCut(issuerName, issuerArea, 400)
  const values: Record<string, string> = {
    TITLE: escapeXml(badgeName),
    NAME_SIZE: String(name.size),
    NAME_LINES: textLines(name, nameArea.top + name.size, nameArea.leading),
    ISSUER_LINES: textLines(issuer, nameEnd + 52, issuerArea.leading),
    VERDICT: verdictWord === undefined ? '' : verdictTag(verdictWord),
  }
  return template().replace(/\{\{([A-Z_]+)\}\}/g, (_, slot: string) => values[slot] ?? '')
}

function textLines({ lines, size }: TextLines, first: number, leading: number): string {
  // An opening bracket has its ink in the right half of its square: moved left, the line begins where the others do.
  const left = (line: string): number => textLeft - (/^[（「『]/.test(line) ? size * 0.5 : 0)
  return lines.map((line, n) => `<text x="${left(line)}" y="${(first + n * size * leading).toFixed(1)}">${escapeXml(line)}</text>`).join('')
}

/** Names come from elsewhere too and may be of any length: what does not fit ends in …, the page behind the link has it all. */
function linesOrCut(given: string, area: typeof nameArea | typeof issuerArea, weight: FontWeight): TextLines {
  const text = markMissing(given.trim(), weight)
  // Nothing longer than three lines of the smallest size can fit; more need not be tried.
  const characters = [...text].slice(0, 120)
  for (let kept = characters.length; kept > 0; kept -= 1) {
    const isWhole = characters.slice(0, kept).join('') === text
    const set = fitText(isWhole ? text : `${characters.slice(0, kept).join('')}…`, area, (part) => widthOf(part, weight))
    if (set !== undefined) return set
  }
  return { lines: [], size: area.sizes.at(-1) ?? 0 }
}

function verdictTag(word: string): string {
  const width = widthOf(word, 700) * 32 + 48
  return (
    `<rect x="${1156 - width}" y="524" width="${width.toFixed(1)}" height="56" rx="4" fill="#fff" stroke="#1a1a1a" stroke-width="3"/>` +
    `<text x="${(1156 - width / 2).toFixed(1)}" y="563" font-size="32" font-weight="700" text-anchor="middle" fill="#1a1a1a">${escapeXml(word)}</text>`
  )
}

function withArt(card: string, artSvg: string): string {
  const parse = (svg: string) => new DOMParser({ onError: onErrorStopParsing }).parseFromString(svg, 'image/svg+xml')
  const document = parse(card)
  const picture = parse(artSvg).documentElement
  if (picture === null) throw new Error('the badge picture has no root element')
  for (const [attribute, value] of [
    ['x', art.x],
    ['y', art.y],
    ['width', art.side],
    ['height', art.side],
  ] as const) {
    picture.setAttribute(attribute, String(value))
  }
  document.documentElement?.appendChild(document.importNode(picture, true))
  return new XMLSerializer().serializeToString(document)
}

let known: string | undefined

function template(): string {
  known ??= readFileSync(join(projectRoot, 'templates', 'badge-art', 'og-card.svg'), 'utf8').replace(/<!--.*?-->\n?/gs, '')
  return known
}
