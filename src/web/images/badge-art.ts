import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Achievement } from '../../domain/achievement.ts'
import { type InputProblem, ServiceError } from '../../errors.ts'
import { projectRoot } from '../../project-root.ts'
import { widthOf } from './font.ts'
import { outlineText } from './outline-text.ts'
import { fitText, type TextArea, type TextLines } from './text-lines.ts'
import { escapeXml } from './xml-text.ts'

export type BadgeArtKind = Achievement['kind'] | 'declared_employer'

/** What a badge picture says. No person and no state: the picture outlives a revocation. */
export interface BadgeArt {
  kind: BadgeArtKind
  /** of the achievement or the employer, set in up to three lines */
  name: string
  /** e.g. `修了・基礎`, up to 9 em wide (declared employer 10) */
  level: string
  /** in era form, e.g. `令和8年度` */
  year: string
  /** for people who hear the picture; default: the name */
  title?: string
  /** default: level and year */
  description?: string
}

interface Shape {
  file: string
  /** one character that tells the kind when the picture is small */
  glyph: string
  nameArea: TextArea & { top: number }
  levelEm: number
  yearEm: number
}

const sizes = [56, 50, 44, 40, 36, 33, 30, 27]
const nameArea = { maxLines: 3, leading: 1.3 }

// Measures of the templates' shapes, in units of their 800 × 800 view box.
const shapes: Record<BadgeArtKind, Shape> = {
  course_completion: {
    file: 'course-completion.svg',
    glyph: '修',
    nameArea: { ...nameArea, sizes, width: 520, top: 368, height: 154 },
    levelEm: 9,
    yearEm: 9.6,
  },
  workplace_achievement: {
    file: 'workplace-achievement.svg',
    glyph: '果',
    nameArea: { ...nameArea, sizes, width: 520, top: 372, height: 156 },
    levelEm: 9,
    yearEm: 7.2,
  },
  declared_employer: {
    file: 'declared-employer.svg',
    glyph: '宣',
    nameArea: { ...nameArea, sizes: [60, 54, 48, ...sizes.slice(2)], width: 530, top: 352, height: 188 },
    levelEm: 10,
    yearEm: 15,
  },
}

/** From the middle of a line to its baseline, as a part of the size: half the height of a Japanese character. */
const middleToBaseline = 0.36
const centre = 400

/**
 * The badge picture as SVG with real text, 800 × 800; for places that have a Japanese font, and for reading.
 * The same input gives the same text.
 *
 * @throws ServiceError `invalid_input` naming each field that does not fit, or the characters that the font lacks
 */
export function badgeSvg(art: BadgeArt): string {
  const shape = shapes[art.kind]
  const { lines, size } = fittingName(art)
  const values: Record<string, string> = {
    TITLE: escapeXml(art.title ?? art.name),
    DESC: escapeXml(art.description ?? [art.level, art.year].filter((text) => text !== '').join('、')),
    GLYPH: escapeXml(shape.glyph),
    NAME_SIZE: String(size),
    NAME_LINES: nameLines({ lines, size }, shape.nameArea),
    YEAR: escapeXml(art.year),
    LEVEL: escapeXml(art.level),
  }
  return templateOf(shape.file).replace(/\{\{([A-Z_]+)\}\}/g, (_, slot: string) => {
    const value = values[slot]
    if (value === undefined) throw new Error(`${shape.file} has a slot ${slot} that nothing fills`)
    return value
  })
}

/** The same picture with its text turned into outlines: looks the same everywhere and needs no font. For public SVG and for PNG. */
export const badgeSvgOutlined = (art: BadgeArt): string => outlineText(badgeSvg(art))

/** What keeps these texts from being drawn; empty when nothing does. To be asked before a badge definition is accepted. */
export const badgeArtProblems = (art: BadgeArt): InputProblem[] => tryToFit(art).problems

function fittingName(art: BadgeArt): TextLines {
  const { name, problems } = tryToFit(art)
  if (name === undefined || problems.length > 0) {
    const named = problems.map(({ path, message }) => `${path} ${message}`).join('; ')
    throw new ServiceError('invalid_input', `The badge picture cannot be drawn: ${named}.`, { problems })
  }
  return name
}

function tryToFit(art: BadgeArt): { name: TextLines | undefined; problems: InputProblem[] } {
  const shape = shapes[art.kind]
  const problems: InputProblem[] = []
  const inFont = <T>(path: 'name' | 'level' | 'year', look: () => T): T | undefined => {
    try {
      return look()
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      problems.push({ path, message: `needs another font: ${error.message}` })
      return undefined
    }
  }
  const name = inFont('name', () => {
    const lines = fitText(art.name, shape.nameArea, (text) => widthOf(text, 700))
    if (lines === undefined || lines.lines.length === 0)
      problems.push({ path: 'name', message: 'is empty or does not fit into three lines' })
    return lines
  })
  for (const [path, room] of [
    ['level', shape.levelEm],
    ['year', shape.yearEm],
  ] as const) {
    const width = inFont(path, () => widthOf(art[path], 700))
    if (width !== undefined && width > room) problems.push({ path, message: `is wider than ${room} full-width characters` })
  }
  return { name, problems }
}

function nameLines({ lines, size }: TextLines, area: Shape['nameArea']): string {
  const distance = size * area.leading
  const first = area.top + area.height / 2 - ((lines.length - 1) * distance) / 2 + size * middleToBaseline
  return lines.map((line, n) => `<text x="${centre}" y="${(first + n * distance).toFixed(1)}">${escapeXml(line)}</text>`).join('')
}

const templates = new Map<string, string>()

function templateOf(file: string): string {
  const known = templates.get(file)
  if (known !== undefined) return known
  const commented = readFileSync(join(projectRoot, 'templates', 'badge-art', file), 'utf8')
  const template = commented.replace(/<!--.*?-->\n?/gs, '')
  templates.set(file, template)
  return template
}
