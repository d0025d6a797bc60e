import PDFDocument from 'pdfkit'
import { ServiceError } from '../../errors.ts'
import { drawFrame, drawPattern, drawSeal } from './certificate-ornament.ts'
import { type FontWeight, openFont, widthOf } from './font.ts'
import { qrShape } from './qr.ts'
import { fitText, type TextLines } from './text-lines.ts'

/** The sentence of the certificate. Certificates are written without 、 and 。. */
const certificateSentence = 'あなたは本協議会が認定する上記の講座を修了したことを証します'

/** What a 修了証 says (DOMAIN, section 14): all of it ready text. */
export interface Certificate {
  /** as it stands in the register, e.g. `R8-DL-BASIC-001`; printed as 第…号 */
  number?: string
  course: string
  /** of the person, without an honorific */
  name: string
  /** default: {@link certificateSentence} */
  sentence?: string
  /** day of the award in era form, e.g. `令和8年7月28日` */
  date: string
  issuer: { name: string; official?: { title: string; name: string } }
  /** four characters of a printed seal, e.g. `見本之印`; without it the paper is stamped by hand, or bears no seal */
  seal?: string
  /** who held the course */
  operator?: string
  /** of the badge; also what the QR code opens */
  url: string
  /** of the badge, for typing */
  shortId: string
  /** a reprint carries 写し */
  isReprint: boolean
  /** when this file is made; the same certificate and instant give the same bytes */
  createdAt: Date
}

type Document = PDFKit.PDFDocument

const millimetre = 72 / 25.4
const page = { width: 297 * millimetre, height: 210 * millimetre }
const left = 26.9 * millimetre
const right = page.width - left
const colour = { ink: '#1a1a1a', indigo: '#00316a', line: '#b3b3b3' }

/**
 * The certificate as PDF: A4 landscape, fonts embedded, text that can be read out and copied, tagged for assistive technology.
 *
 * @throws ServiceError `invalid_input` when a name or course does not fit, or needs a character that the font does not have
 */
export async function certificatePdf(certificate: Certificate): Promise<Uint8Array> {
  const title = `修了証　${certificate.course}　${certificate.name}`
  const document = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: 'ja-JP',
    info: { Title: title, Author: certificate.issuer.name, CreationDate: certificate.createdAt, ModDate: certificate.createdAt },
  })
  const bytes = collect(document)
  useFonts(document)

  artifact(document, () => {
    drawPattern(document, page)
    drawFrame(document, page, colour.indigo)
  })
  const root = document.struct('Document')
  document.addStructure(root)
  const add = (tag: string, draw: () => void, alt?: string): void => {
    root.add(document.struct(tag, alt === undefined ? {} : { alt }, draw))
  }
  drawHead(document, certificate, add)
  drawBody(document, certificate, add)
  drawClose(document, certificate, add)
  drawFoot(document, certificate, add)
  root.end()
  document.end()
  return bytes
}

/** Adds a tagged part, in reading order. `alt` is for parts that are pictures. */
type Add = (tag: string, draw: () => void, alt?: string) => void

function drawHead(document: Document, { number, isReprint }: Certificate, add: Add): void {
  if (isReprint) {
    add('P', () => line(document, '写し', { x: left + 14, baseline: 70, size: 14, weight: 700, anchor: 'start' }))
    artifact(document, () =>
      document
        .lineWidth(0.9)
        .rect(left + 4, 52, 48, 25)
        .stroke(colour.ink),
    )
  }
  if (number !== undefined) {
    add('P', () => line(document, `第${number}号`, { x: right, baseline: 68, size: 11, anchor: 'end' }))
  }
  add('H1', () => line(document, '修了証', { x: page.width / 2, baseline: 116, size: 40, weight: 700, spacing: 20, fill: colour.indigo }))
}

function drawBody(document: Document, { course, name, sentence = certificateSentence }: Certificate, add: Add): void {
  const courseLines = fitting('course', course, { width: 620, height: 56, maxLines: 2, sizes: [17, 16, 15, 14, 13, 12] }, 400)
  const nameLine = fitting('name', name, { width: 560, height: 50, maxLines: 1, sizes: [34, 30, 26, 22, 19, 16, 14] }, 700)
  const sentenceLines = fitting('sentence', sentence, { width: 640, height: 60, maxLines: 2, sizes: [16, 15, 14, 13, 12] }, 400)

  add('P', () => lines(document, courseLines, { middle: 169 }))
  const [size, text] = [nameLine.size, nameLine.lines[0] ?? '']
  const spacing = size * 0.08
  add('P', () => line(document, text, { x: page.width / 2, baseline: 241, size, weight: 700, spacing }))
  const half = (widthOf(text, 700) * size + spacing * [...text].length) / 2 + 12 * millimetre
  artifact(document, () =>
    document
      .lineWidth(0.7)
      .moveTo(page.width / 2 - half, 253)
      .lineTo(page.width / 2 + half, 253)
      .stroke(colour.ink),
  )
  add('P', () => lines(document, sentenceLines, { middle: 306, spacing: 0.64 }))
}

function drawClose(document: Document, { date, issuer, seal }: Certificate, add: Add): void {
  add('P', () => line(document, date, { x: left + 8 * millimetre, baseline: 448, size: 14, anchor: 'start' }))

  const sealSide = 19 * millimetre
  const sealLeft = right - 4 * millimetre - sealSide
  const end = seal === undefined ? sealLeft + sealSide : sealLeft - 3 * millimetre
  const { official } = issuer
  const issuerLine = fitting('issuer', issuer.name, { width: 330, height: 20, maxLines: 1, sizes: [14, 13, 12, 11, 10, 9] }, 400)
  const officialWidth = official === undefined ? 0 : widthOf(official.title, 400) * 14 + 14 + widthOf(official.name, 400) * 18 * 1.1
  const start = end - Math.max(widthOf(issuer.name, 400) * issuerLine.size, officialWidth)
  add('P', () =>
    line(document, issuer.name, { x: start, baseline: official === undefined ? 448 : 421, size: issuerLine.size, anchor: 'start' }),
  )
  if (official !== undefined) {
    const nameAt = start + widthOf(official.title, 400) * 14 + 14
    add('P', () => {
      line(document, `${official.title}　`, { x: start, baseline: 448, size: 14, anchor: 'start' })
      line(document, official.name, { x: nameAt, baseline: 448, size: 18, spacing: 1.8, anchor: 'start' })
    })
  }
  if (seal !== undefined) add('Figure', () => drawSeal(document, seal, { left: sealLeft, top: 403, side: sealSide }), `印影「${seal}」`)
}

function drawFoot(document: Document, { url, shortId, operator }: Certificate, add: Add): void {
  artifact(document, () => document.lineWidth(0.7).moveTo(left, 473).lineTo(right, 473).stroke(colour.line))
  const side = 23 * millimetre
  const { size, path } = qrShape(url)
  add(
    'Figure',
    () =>
      document
        .save()
        .translate(left - 4, 478)
        .scale(side / size)
        .path(path)
        .fill('#000')
        .restore(),
    'バッジのページを開くQRコード',
  )
  const text = { x: left + side + 5 * millimetre, size: 8.5, anchor: 'start' } as const
  add('P', () => line(document, 'この修了証はオープンバッジとして確かめられます', { ...text, baseline: 500 }))
  add('Link', () => line(document, url, { ...text, baseline: 514, link: url }))
  const held = operator === undefined ? '' : `　実施機関 ${operator}`
  add('P', () => line(document, `番号 ${shortId}${held}`, { ...text, baseline: 528 }))
}

interface LineStyle {
  /** where the anchor of the line is */
  x: number
  baseline: number
  size: number
  weight?: FontWeight
  anchor?: 'start' | 'middle' | 'end'
  /** added after every letter */
  spacing?: number
  fill?: string
  link?: string
}

// Widths are computed here and not by pdfkit, which counts UTF-16 units: 𠮷 and every variation selector would move a line sideways.
function line(document: Document, text: string, style: LineStyle): void {
  const { x, baseline, size, weight = 400, anchor = 'middle', spacing = 0, fill = colour.ink, link } = style
  const width = widthOf(text, weight) * size + spacing * (lettersIn(text) - 1)
  const shift = { start: 0, middle: width / 2, end: width }[anchor]
  document
    .font(fontName(weight), size)
    .fillColor(fill)
    .text(text, x - shift, baseline, {
      lineBreak: false,
      baseline: 'alphabetic',
      characterSpacing: spacing,
      ...(link === undefined ? {} : { link }),
    })
}

const letters = new Intl.Segmenter('ja', { granularity: 'grapheme' })
const lettersIn = (text: string): number => [...letters.segment(text)].length

/** Several lines around one middle: where the baseline of a single line would be. */
function lines(document: Document, set: TextLines, { middle, spacing = 0 }: { middle: number; spacing?: number }): void {
  const distance = set.size * 1.5
  const first = middle - ((set.lines.length - 1) * distance) / 2
  for (const [n, text] of set.lines.entries()) {
    line(document, text, { x: page.width / 2, baseline: first + n * distance, size: set.size, spacing })
  }
}

function fitting(
  what: string,
  text: string,
  area: { width: number; height: number; maxLines: number; sizes: number[] },
  weight: FontWeight,
): TextLines {
  const set = fitText(text, { ...area, leading: 1.3 }, (part) => widthOf(part, weight) + 0.08 * lettersIn(part))
  if (set === undefined) throw new ServiceError('invalid_input', `The certificate has no room for this ${what}; a shorter form is needed.`)
  return set
}

/** Draws something that is decoration only: assistive technology passes over it. */
function artifact(document: Document, draw: () => void): void {
  document.markContent('Artifact', { type: 'Layout' })
  draw()
  document.endMarkedContent()
}

const fontName = (weight: FontWeight): string => `Noto Sans JP ${weight}`

function useFonts(document: Document): void {
  for (const weight of [400, 700] as const) {
    // pdfkit 0.20 takes an open font, which its published types do not know yet.
    document.registerFont(fontName(weight), openFont(weight) as unknown as Uint8Array)
  }
}

function collect(document: Document): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    document.on('error', reject)
  })
}
