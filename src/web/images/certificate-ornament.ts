import { outlineRun } from './outline-text.ts'

type Document = PDFKit.PDFDocument

interface Size {
  width: number
  height: number
}

const millimetre = 72 / 25.4

/** The fine circles of a banknote (彩紋) behind the text: 36 circles turned around one centre. */
export function drawPattern(document: Document, page: Size): void {
  const scale = (176 * millimetre) / 560
  document
    .save()
    .translate(page.width / 2, page.height * 0.47)
    .scale(scale)
    .lineWidth(0.7)
    .strokeOpacity(0.55)
  for (let turn = 0; turn < 36; turn += 1) {
    const angle = (turn * Math.PI) / 18
    document.circle(120 * Math.cos(angle), 120 * Math.sin(angle), 150)
  }
  document.stroke('#c0e4ff').restore()
}

/** A strong line with a fine one around it, 10 mm from the edge: most printers reach it. */
export function drawFrame(document: Document, page: Size, colour: string): void {
  const rectangle = (insetMillimetres: number, strokeMillimetres: number): void => {
    const inset = insetMillimetres * millimetre
    document
      .lineWidth(strokeMillimetres * millimetre)
      .rect(inset, inset, page.width - 2 * inset, page.height - 2 * inset)
      .stroke(colour)
  }
  rectangle(10.45, 0.9)
  rectangle(8.7, 0.25)
}

const vermilion = '#ce0000'

/** A square seal with its characters in two rows. It is a picture: its letters are outlines and no part of the text. */
export function drawSeal(document: Document, seal: string, { left, top, side }: { left: number; top: number; side: number }): void {
  const characters = [...seal]
  const rows = [characters.slice(0, Math.ceil(characters.length / 2)), characters.slice(Math.ceil(characters.length / 2))]
  document
    .save()
    .translate(left, top)
    .scale(side / 100)
    .lineWidth(5)
    .roundedRect(4, 4, 92, 92, 6)
    .stroke(vermilion)
  for (const [row, text] of rows.entries()) {
    const { d, advance } = outlineRun(text.join(''), 700)
    const size = Math.min(38, 80 / (advance / 1000))
    document
      .save()
      .translate(50 - (advance / 1000) * size * 0.5, 44 + row * 42)
      .scale(size / 1000, -size / 1000)
      .path(d)
      .fill(vermilion)
      .restore()
  }
  document.restore()
}
