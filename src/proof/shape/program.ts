import type { ByteWriter } from './byte-writer.ts'
import { fillTemplate, type Segment, type Template } from './template.ts'

/** What fills the holes of one document: each slot as text, and whether that is known to be ASCII. */
export interface Slots {
  readonly texts: string[]
  readonly isAscii: boolean[]
}

/** Ordered lines, ready to be written as bytes. */
export interface Program {
  readonly steps: readonly Step[]
  /** bytes that it writes besides what fills its holes */
  readonly fixedBytes: number
  /** every hole, as often as it is filled */
  readonly slots: readonly number[]
}

type Step =
  | { kind: 'fixed'; pieces: readonly Uint8Array[]; slots: readonly number[] }
  /** lines that differ in their last hole only, which holds a label */
  | { kind: 'labels'; pieces: readonly Uint8Array[]; slots: readonly number[]; labels: readonly number[] }
  | { kind: 'sorted'; lines: readonly Template[] }

/** @param firstLabel - slots from this one on hold labels of blank nodes */
export function programOf(segments: readonly Segment[], firstLabel: number): Program {
  const templates = segments.flatMap((segment) => ('fixed' in segment ? [segment.fixed] : segment.sorted))
  const slots = templates.flatMap((template) => template.slots)
  return {
    steps: segments.map((segment) => stepOf(segment, firstLabel)),
    fixedBytes: templates.reduce((sum, { texts }) => sum + Buffer.byteLength(texts.join('')), 0),
    slots,
  }
}

function stepOf(segment: Segment, firstLabel: number): Step {
  if ('fixed' in segment) return { kind: 'fixed', pieces: bytesOf(segment.fixed), slots: segment.fixed.slots }
  const { sorted } = segment
  const first = sorted[0] as Template
  const labels = sorted.map(({ slots }) => slots.at(-1) ?? -1)
  const differInLabelOnly = labels.every((label) => label >= firstLabel) && sorted.every((line) => alikeButForLabel(line, first))
  return differInLabelOnly
    ? { kind: 'labels', pieces: bytesOf(first), slots: first.slots.slice(0, -1), labels }
    : { kind: 'sorted', lines: sorted }
}

const bytesOf = ({ texts }: Template): Uint8Array[] => texts.map((text) => Buffer.from(text))
const alikeButForLabel = (one: Template, other: Template): boolean =>
  JSON.stringify([one.texts, one.slots.slice(0, -1)]) === JSON.stringify([other.texts, other.slots.slice(0, -1)])

/** Writes the lines; @returns false when two that must differ are equal */
export function runProgram(program: Program, writer: ByteWriter, slots: Slots): boolean {
  for (const step of program.steps) {
    if (step.kind === 'fixed') writeFixed(step.pieces, step.slots, writer, slots)
    else if (step.kind === 'labels') writeLabels(step, writer, slots)
    else if (!writeSorted(step.lines, writer, slots)) return false
  }
  return true
}

function writeFixed(pieces: readonly Uint8Array[], holes: readonly number[], writer: ByteWriter, slots: Slots): void {
  writer.bytes(pieces[0] as Uint8Array)
  for (let index = 0; index < holes.length; index++) {
    writeSlot(holes[index] as number, writer, slots)
    writer.bytes(pieces[index + 1] as Uint8Array)
  }
}

function writeSlot(slot: number, writer: ByteWriter, slots: Slots): void {
  const text = slots.texts[slot] as string
  if (slots.isAscii[slot] === true) writer.ascii(text)
  else writer.text(text)
}

function writeLabels(step: Extract<Step, { kind: 'labels' }>, writer: ByteWriter, slots: Slots): void {
  const { pieces, slots: holes, labels } = step
  const { texts } = slots
  const after = pieces[pieces.length - 1] as Uint8Array
  for (const label of labels.slice().sort((a, b) => ((texts[a] as string) < (texts[b] as string) ? -1 : 1))) {
    writeFixed(pieces, holes, writer, slots)
    writeSlot(label, writer, slots)
    writer.bytes(after)
  }
}

function writeSorted(lines: readonly Template[], writer: ByteWriter, slots: Slots): boolean {
  const texts = lines.map((line) => fillTemplate(line, slots.texts)).sort()
  for (let index = 0; index < texts.length; index++) {
    if (index > 0 && texts[index] === texts[index - 1]) return false
    writer.text(texts[index] as string)
  }
  return true
}
